"""What every installation shares: applications, middleware, templates, files."""

import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from .environment import BASE_DIR, flag, secret, text

DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
VAR_DIR = Path(text("VAR_DIR", str(BASE_DIR / "var")))
SITE_NAME = text("SITE_NAME", "Sieć praktyk")
# Where a city that wants to join writes to; shown on pages where set.
CONTACT_EMAIL = text("CONTACT_EMAIL")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


def _site() -> tuple[str, str]:
    """The address of the site, and the host in it."""
    url = text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    found = re.fullmatch(r"https?://([a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?", url)
    if not found:
        raise ImproperlyConfigured("SITE_URL cannot be read; write it as https://host, without a path.")
    return url, found[1]


SITE_URL, _host = _site()
# Loopback always belongs to them: health is asked from the same machine.
ALLOWED_HOSTS = list(dict.fromkeys([_host, *filter(None, map(str.strip, text("ALLOWED_HOSTS").split(","))), *LOOPBACK]))
if DEMO and set(ALLOWED_HOSTS) - set(LOOPBACK):
    raise ImproperlyConfigured(
        "DEMO=1 opens accounts whose password everybody knows, so it is for this computer alone: unset DEMO, or take the hosts other "
        "than 127.0.0.1 and localhost out of SITE_URL and ALLOWED_HOSTS."
    )


def _secret_key() -> str:
    """The configured key; on a laptop (DEMO or DEBUG) one made once and kept in VAR_DIR."""
    key = secret("SECRET_KEY")
    if key:
        return key
    if not (DEMO or DEBUG):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set SECRET_KEY (or SECRET_KEY_FILE) to a long random string, "
            "or DEMO=1 to try the platform on this computer."
        )
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key(), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "network.outbox",
    "network.apps.NetworkConfig",
    "practices",
    "search",
    "network.apps.OperatorsPanelConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_guid",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "taggit",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "network.monitoring.requests.RequestMiddleware",
    "network.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "network.urls"
WSGI_APPLICATION = "network.wsgi.application"
ASGI_APPLICATION = "network.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / room / "web" / "templates" for room in ("network", "practices", "search")],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                "site": "network.web.templatetags.site",
                "formats": "network.web.templatetags.formats",
                "practices": "practices.web.templatetags.practices",
                "accounts": "network.web.templatetags.accounts",
                "desk": "practices.web.templatetags.desk",
                "search_results": "search.web.templatetags.search_results",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "network.web.context.site",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "network" / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or DEMO
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG or DEMO
if WHITENOISE_USE_FINDERS:
    # Nothing is collected there; whitenoise only wants the folder to be.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TAGGIT_CASE_INSENSITIVE = False
