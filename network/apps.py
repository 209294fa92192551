"""The application of people and cities."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NetworkConfig(AppConfig):
    """Cities, users, roles, memberships; also the home of the project's settings and URLs."""

    name = "network"
    verbose_name = "Sieć"

    def ready(self) -> None:
        """Make the Celery application the current one, so that shared tasks find it; check what a real site wants; count the
        outbox; send what notifications say.
        """
        from network import celery, checks  # noqa: F401
        from network.monitoring import outbox  # noqa: F401
        from network.outbox.registry import register
        from network.services.notifications import send_mails
        from network.topics import MAIL
        from network.web import subjects  # noqa: F401

        register(MAIL, send_mails, slow=True)


class OperatorsPanelConfig(AdminConfig):
    """Django's admin with the platform's own door (`network.admin_site`)."""

    default_site = "network.admin_site.OperatorsSite"
