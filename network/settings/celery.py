"""Celery: without a broker (a laptop) tasks run in the process that sends them."""

from .environment import secret

CELERY_BROKER_URL = secret("CELERY_BROKER_URL")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
# A wake-up may be lost, the drain that beat starts finds the rows; so a dead broker must not hold a request.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 1, "socket_connect_timeout": 1}
CELERY_BEAT_SCHEDULE = {
    "drain": {"task": "network.outbox.drain", "schedule": 3.0, "options": {"expires": 3}},
    "reconcile": {"task": "search.reconcile", "schedule": 600.0, "options": {"expires": 600}},
}
