"""Messages to people: printed on a laptop, sent by SMTP in production."""

from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured

from .environment import address, env, text

_url = address(
    "EMAIL_URL",
    "consolemail://",
    schemes={"smtp", "smtp+tls", "smtp+ssl"},
    hostless={"consolemail"},
    example="smtp+tls://user:password@host:587, or consolemail:// to print messages",
)
_email = env.email_url_config(_url)
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = bool(_email.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_email.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 10


def _sender() -> str:
    value = text("DEFAULT_FROM_EMAIL", "siec-praktyk@localhost")
    if "@" not in parseaddr(value)[1]:
        raise ImproperlyConfigured(f"DEFAULT_FROM_EMAIL is {value!r}; write it as name@host or as Name <name@host>.")
    return value


DEFAULT_FROM_EMAIL = _sender()
