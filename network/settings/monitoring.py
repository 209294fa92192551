"""What operators see: log lines, the id that ties a request's lines together, who may read the figures."""

from django.core.exceptions import ImproperlyConfigured
from django_guid.integrations.celery import CeleryIntegration

from .base import DEBUG, DEMO
from .environment import number, secret, text

LOG_FORMAT = text("LOG_FORMAT", "plain" if DEBUG or DEMO else "json")
if LOG_FORMAT not in {"json", "plain"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; set it to json or plain.")
LOG_LEVEL = text("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    raise ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL!r}; set it to DEBUG, INFO, WARNING, ERROR or CRITICAL.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"},
        "without_addresses": {"()": "network.monitoring.logs.WithoutAddresses"},
    },
    "formatters": {
        "json": {"()": "network.monitoring.logs.JsonLines"},
        "plain": {"()": "network.monitoring.logs.PlainLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["request_id", "without_addresses"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handler would print everything a second time, addresses and all.
        "django": {"handlers": []},
        # What is refused (4xx) has its line already; here only what broke, with its traceback.
        "django.request": {"level": "ERROR"},
        # The development server's line of each request holds the address; ours (network.monitoring.requests) does not.
        "django.server": {"handlers": [], "propagate": False},
        "gunicorn.error": {"handlers": [], "propagate": True},
        # It tells of each id that it makes, and repeats what it refuses.
        "django_guid": {"level": "ERROR"},
        # Beat and the worker would tell of every drain, twenty times a minute, before the line that says what came of it.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        # Its client would tell of every question.
        "elastic_transport": {"level": "WARNING"},
    },
}

DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "VALIDATE_GUID": True,
    "RETURN_HEADER": True,
    # The API exposes it to the scripts of other sites by itself, with its other headers.
    "EXPOSE_HEADER": False,
    # The id goes with a task to the worker, which logs as we do; what beat sends gets an id of its own.
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}

# Whoever brings it may read /metrics without signing in; empty: operators only.
METRICS_TOKEN = secret("METRICS_TOKEN")

# Where a worker serves the figures of its tasks; 0: nowhere.
METRICS_PORT = number("METRICS_PORT", 0)
if METRICS_PORT > 65535:
    raise ImproperlyConfigured(f"METRICS_PORT is {METRICS_PORT}; set it to a free port such as 9101, or leave it out.")
