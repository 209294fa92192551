"""The application of practices."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """Practices, versions, tags, themes, review, public changes."""

    name = "practices"
    verbose_name = "Praktyki"

    def ready(self) -> None:
        """Number public changes once they are committed, and register what practices add to pages."""
        from network.outbox.registry import register
        from practices.services.changes import number_changes
        from practices.topics import SEQUENCE
        from practices.web import panels  # noqa: F401

        register(SEQUENCE, number_changes)
