"""What `manage.py check --deploy` says of settings that start the program, but hardly mean what a real site wants."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.caches, deploy=True)
def counts_are_shared(**options: Any) -> list[CheckMessage]:
    """Whether all processes count requests and failed sign-ins together."""
    if not settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        return []
    hint = "Set CACHE_URL to a Redis server, or serve with a single process."
    return [Warning("Every process counts requests and failed sign-ins by itself.", hint=hint, id="network.W001")]


@register(Tags.security, deploy=True)
def messages_are_sent(**options: Any) -> list[CheckMessage]:
    """Whether invitations and new passwords reach people."""
    if not settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return []
    hint = "Set EMAIL_URL to a mail server."
    return [Warning("Messages to people are printed, not sent.", hint=hint, id="network.W002")]
