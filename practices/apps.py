"""The application of practices."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """Practices, versions, tags, themes, review, public changes."""

    name = "practices"
    verbose_name = "Praktyki"
