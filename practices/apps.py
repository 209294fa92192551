"""The application of practices."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """Practices, versions, tags, themes, review, public changes."""

    name = "practices"
    verbose_name = "Praktyki"

    def ready(self) -> None:
        """Number public changes once they are committed, follow changed facts of cities, add panels to pages."""
        from network.outbox.registry import register
        from network.topics import CITY
        from practices.services.changes import number_changes
        from practices.services.cities import follow_cities
        from practices.topics import SEQUENCE
        from practices.web import panels, subjects  # noqa: F401
        from practices.web.desk import demo_accounts  # noqa: F401

        register(CITY, follow_cities)
        register(SEQUENCE, number_changes)
