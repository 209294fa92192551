"""`manage.py load_synonyms`: the starting list of synonyms."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.synonyms.editing import load_synonyms


class Command(BaseCommand):
    """Load the packaged groups, or bring them in step; what operators have changed stays."""

    help = "Load the starting list of synonyms. Safe to run again: what operators changed or added stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what changed."""
        try:
            report = load_synonyms()
        except ValueError as error:
            raise CommandError(str(error)) from error
        left_out = f" {report.left_out} left out, as operators' groups have their words." if report.left_out else ""
        self.stdout.write(
            f"Synonyms: {report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.kept} kept as operators changed them.{left_out}"
        )
