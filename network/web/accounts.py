"""How django-allauth behaves here: accounts come by invitation only, and it speaks in our words."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from network.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; an invitation makes the account."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("To konto jest wyłączone. Napisz do koordynatora miasta albo do operatora sieci"),
        "email_password_mismatch": _("E-mail i hasło do siebie nie pasują. Sprawdź oba"),
        "too_many_login_attempts": _("Za dużo nieudanych prób. Odczekaj pięć minut i spróbuj ponownie"),
        "invalid_password_reset": _("Ten odnośnik stracił ważność. Poproś o nowy"),
        "rate_limited": _("Za dużo prób naraz. Odczekaj chwilę i spróbuj ponownie"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Let a demo account in only where the demo runs: its password is public, and the database may outlive the demo."""
        demo = user.email.endswith(f"@{settings.DEMO_DOMAIN}")
        if demo and not (settings.DEMO and is_loopback(request)):
            raise PermissionDenied(
                _("Konta przykładowe działają tylko w wersji przykładowej, na tym samym komputerze.")
            )
        answer: HttpResponse | None = super().pre_login(request, user, **options)
        return answer

    def format_email_subject(self, subject: str) -> str:
        """The subject after the name of the site."""
        return f"{settings.SITE_NAME}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send with the name and the address of the site at hand."""
        super().send_mail(
            template_prefix, email, {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        )


def is_loopback(request: HttpRequest) -> bool:
    """Whether the reader sits at this very computer: the address is loopback, and no proxy stands between."""
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
