"""The application of the outbox."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Rows that must still be handled."""

    name = "network.outbox"
    label = "outbox"
    verbose_name = "Skrzynka nadawcza"
