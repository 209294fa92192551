"""`manage.py search_meaning`: look after what is found by meaning."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from network.outbox.draining import drain
from search.embedding import embedder
from search.embedding.base import Embedder, EmbeddingUnavailable
from search.indexing.embedding import embed_pending, pending
from search.indexing.meaning_generations import build_meaning, keep_meaning, reconcile_meaning
from search.records import searchable
from search.vectors.base import StoreUnavailable


class Command(BaseCommand):
    """status | embed | build"""

    help = "Look after the vectors of practices: status, embed (make those that are missing), build (the store anew, from the database)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command each."""
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("status", help="say of how many practices the vectors are there, and whether the store agrees")
        steps.add_parser("embed", help="make the vectors that are missing (may be stopped and run again)")
        steps.add_parser("build", help="fill a new store from the database; embeds nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the step; trouble is a sentence, not a traceback."""
        self.console = Console()
        model = embedder()
        if model is None:
            raise CommandError("There is no model here, so search goes by words alone: see EMBEDDING_URL.")
        try:
            getattr(self, f"_{options['step']}")(model)
        except (StoreUnavailable, EmbeddingUnavailable) as error:
            raise CommandError(f"{error} Nothing is lost; try again later.") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run the same again, and it goes on where it was.", returncode=130) from None
        except (OperationalError, InterfaceError) as error:
            raise CommandError(
                f"The database does not answer: {str(error).strip()}\nNothing is lost; try again later."
            ) from error

    def _status(self, model: Embedder) -> None:
        total, missing = searchable().count(), pending(model).count()
        self.console.print(
            f"{model.model}: the vectors of {total - missing} of {total} practices are there.", highlight=False
        )
        queued = reconcile_meaning()
        if missing or queued:
            raise CommandError(
                f"{missing} practices lack vectors (`search_meaning embed`), the store differs in {queued} (queued)."
            )

    def _embed(self, model: Embedder) -> None:
        keep_meaning()
        with _bar(self.console) as bar:
            task = bar.add_task("Embedding practices", total=None)
            embed_pending(progress=lambda done, total: bar.update(task, completed=done, total=total))
            while drain(limit=500).leased:
                pass
        if left := pending(model).count():
            raise CommandError(f"{left} practices still lack vectors; the log says why. Run it again later.")

    def _build(self, model: Embedder) -> None:
        build_meaning(model)
        self.console.print("The store of vectors was filled anew.")


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )
