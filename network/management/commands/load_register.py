"""`manage.py load_register`: the towns of Poland into the register of cities."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from network.services.register import load_register


class Command(BaseCommand):
    """Load, or bring in step with the packaged facts; running it again changes nothing."""

    help = "Load the 1,013 towns of Poland into the register of cities. Safe to run again: what people wrote stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Show how far it is, then what it did."""
        console = Console()
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"))
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("Towns of the register", total=None)
            report = load_register(progress=lambda done, total: bar.update(task, completed=done, total=total))
        self.stdout.write(
            f"Register: {report.created} created, {report.updated} updated, {report.unchanged} unchanged."
        )
