"""The demo accounts on the sign-in page: only where DEMO=1, and only for a browser on this very computer."""

from django.conf import settings
from django.http import HttpRequest

from network.models import Role
from network.web.accounts import is_loopback
from network.web.panels import Panel, panel
from practices.demo.accounts import ACCOUNTS, DEMO_PASSWORD


@panel("sign-in")
def demo_accounts(request: HttpRequest, subject: None) -> Panel | None:
    """E-mail, name and role of each, and the password they share."""
    if not (settings.DEMO and is_loopback(request)):
        return None
    accounts = [(email, name, Role(role).label) for email, (name, role, _cities) in ACCOUNTS.items()]
    return Panel("desk/demo_accounts.html", {"accounts": accounts, "password": DEMO_PASSWORD})
