"""`manage.py import_practices FILE`: practices from JSON Lines (docs/import.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from network.outbox.draining import drain
from network.outbox.selectors import outbox_state
from network.outbox.wake import wake, without_waking
from practices.importing.run import Counts, import_file


class Command(BaseCommand):
    """Import a file of practices; running it again doubles nothing."""

    help = "Import practices from a JSON Lines file (docs/import.md). Running it again doubles nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and how to take it in."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", help="name of the collection, shown on its practices (default: the file's)")
        parser.add_argument("--publish", action="store_true", help="publish at once: for trusted collections only")
        parser.add_argument("--dry-run", action="store_true", help="check every row, store nothing")
        parser.add_argument("--rejects", type=Path, help="where bad rows go (default: FILE.rejects.jsonl)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import with a progress bar; bad rows are reported and written to the rejects file, the rest goes on."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        console = Console()
        counts = Counts(rejects_file=options["rejects"] or path.with_name(f"{path.name}.rejects.jsonl"))
        try:
            _import(path, counts, console, options)
        except KeyboardInterrupt:
            raise CommandError(
                f"Interrupted: {counts.said(dry_run=options['dry_run'])} The same command goes on from there."
            ) from None
        except OperationalError as error:
            raise CommandError(
                f"The database does not take more ({error}): {counts.said(dry_run=options['dry_run'])} "
                "The same command goes on from there."
            ) from error
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        console.print(counts.said(dry_run=options["dry_run"]), markup=False, highlight=False)
        if not options["dry_run"]:
            _follow_up(console)
        if counts.rejected:
            raise CommandError(
                f"{counts.rejected} rows were rejected; they are in {counts.rejects_file} with the reason of each."
            )


def _import(path: Path, counts: Counts, console: Console, options: dict[str, Any]) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar, without_waking():
        task = bar.add_task("Importing", total=path.stat().st_size)
        import_file(
            path,
            source=path.stem if options["source"] is None else options["source"],
            publish=options["publish"],
            dry_run=options["dry_run"],
            rejects=counts.rejects_file,
            counts=counts,
            progress=lambda read: bar.update(task, completed=read),
            report=lambda number, reason: bar.console.print(
                f"line {number}: {reason}", style="red", markup=False, highlight=False
            ),
        )


def _follow_up(console: Console) -> None:
    """Where there is no worker, write what the import has queued; else wake one."""
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        wake()
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("Indexing", total=outbox_state().waiting)
        while (drained := drain(limit=500)).done:
            bar.advance(task, drained.done)
    if waiting := outbox_state().waiting:
        console.print(f"{waiting} changes wait in the outbox; `search_index drain` writes them.", highlight=False)
    else:
        console.print(
            "Where no `search_index drain --follow` runs, `search_index drain` brings the vocabulary up to date."
        )
