"""`manage.py release`: what has to be done between a new version (or an empty database) and serving it."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from rich.console import Console


class Command(BaseCommand):
    """Migrate, load register, themes and synonyms, build and promote the index if there is none of this version.

    Each step does only what is still to be done, so it may be stopped and run again, also while the platform is being used.
    """

    help = "Bring database and index in step with this version of the program. Safe to stop and to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Step by step; what stops it is a sentence, and the next run goes on from there."""
        steps: dict[str, Callable[[], Any]] = {
            "tables of the database": lambda: call_command("migrate", interactive=False, verbosity=1),
            "register of cities": lambda: call_command("load_register"),
            "themes": lambda: call_command("load_themes"),
            "synonyms": lambda: call_command("load_synonyms"),
            "search index": lambda: call_command("search_index", "build", "--promote", "--if-needed"),
        }
        console = Console(highlight=False)
        for number, (name, step) in enumerate(steps.items(), start=1):
            console.print(f"{number} of {len(steps)}: {name}", style="bold")
            try:
                step()
            except OperationalError as error:
                raise CommandError(
                    f"The database does not do this now: {str(error).strip()}\nWhen it answers as DATABASE_URL says, run release again."
                ) from error
            except CommandError as error:
                raise CommandError(
                    f"{error}\nWhen that is mended, run release again; what is done stays done."
                ) from error
            except KeyboardInterrupt:
                raise CommandError(f"Stopped at the {name}. Run release again; what is done stays done.") from None
        console.print("Released.", style="bold")
