"""`manage.py load_themes`: the controlled list of themes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from practices.services.themes import load_themes


class Command(BaseCommand):
    """Load the themes, or bring them in step with the packaged list."""

    help = "Load the controlled list of themes. Safe to run again; practices follow a renamed theme."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what changed."""
        try:
            report = load_themes()
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Themes: {report.created} created, {report.updated} updated, {report.unchanged} unchanged; "
            f"{report.practices} practices follow."
        )
