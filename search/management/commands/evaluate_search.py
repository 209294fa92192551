"""`manage.py evaluate_search FOLDER`: how good the search is, by judged questions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from search import analysis
from search.embedding import embedder
from search.embedding.base import EmbeddingUnavailable
from search.engines import engine, engine_named
from search.engines.base import EngineUnavailable
from search.evaluation.judged import InvalidFolder, read_judged
from search.evaluation.noise import with_typing_errors, without_polish_letters
from search.evaluation.running import MODES, measure, throwaway
from search.evaluation.vectors import VectorCache
from search.vectors.base import StoreUnavailable


class Command(BaseCommand):
    """Index a folder of judged questions apart from everything else, ask them, print the measures."""

    help = (
        "Measure the search on a folder with docs.jsonl (or passages.jsonl) and queries.jsonl (with `doc`, or beside qrels.jsonl), "
        "through the same analysis, engine, model and ranking that serve everybody. Nothing that is published is touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to measure, and how questions are typed."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--mode", choices=MODES, action="append", help="several times for several; default: all")
        parser.add_argument("--engine", help="an address as in SEARCH_URL, to measure another engine")
        parser.add_argument("--noise", choices=("none", "bare", "typos"), default="none")
        parser.add_argument("--language", default="pl", help="of texts that name none (default: pl)")
        parser.add_argument("--questions", type=int, default=0, help="only so many; 0: all")
        parser.add_argument("--seed", default="1", help="of the typing errors")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; every refusal is a sentence."""
        try:
            self._evaluate(options)
        except (InvalidFolder, EngineUnavailable, EmbeddingUnavailable, StoreUnavailable, OSError) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database has the synonyms, and cannot be read (run `manage.py release` first): {error}"
            ) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The vectors made so far are kept; run it again.", returncode=130) from None

    def _evaluate(self, options: dict[str, Any]) -> None:
        judged = read_judged(options["folder"], language=options["language"])
        chosen = list(judged.questions.items())[: options["questions"] or None]
        asked = {id: _typed(text, options["noise"], f"{options['seed']} {id}") for id, text in chosen}
        model = embedder()
        modes = options["mode"] or (MODES if model else ("words",))
        if model is None and any(mode != "words" for mode in modes):
            raise CommandError("There is no model here, so only --mode words can be measured: see EMBEDDING_URL.")
        cache = VectorCache(settings.VAR_DIR / "evaluation", model) if model and set(modes) != {"words"} else None
        here = engine_named(options["engine"]) if options["engine"] else engine()
        analysis.warm_up()
        console = Console(stderr=True)
        table = Table("mode", "nDCG@10", "hit@10", "MRR", "ms a question", "its vector, ms")
        with _bar(console) as bar:
            progress = _Shown(bar)
            with throwaway(judged, here, cache, progress) as index:
                for mode in modes:
                    found = measure(judged, index, model, mode=mode, asked=asked, progress=progress)
                    table.add_row(
                        mode, f"{found.ndcg:.4f}", f"{found.hit:.4f}", f"{found.mrr:.4f}", f"{found.milliseconds:.1f}",
                        f"{found.embedding:.1f}",
                    )  # fmt: skip
        table.title = f"{len(asked)} questions, {len(judged.documents)} documents, {here.name}, {model.model if model else 'no model'}"
        Console(width=120).print(table)


def _typed(question: str, noise: str, seed: str) -> str:
    if noise == "bare":
        return without_polish_letters(question)
    return with_typing_errors(question, seed) if noise == "typos" else question


class _Shown:
    """One bar, of what is being done now."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task: tuple[str, TaskID] | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how far it is."""
        if self._task is None or self._task[0] != what:
            if self._task is not None:
                self._bar.remove_task(self._task[1])
            self._task = (what, self._bar.add_task(what, total=total))
        self._bar.update(self._task[1], completed=done, total=total)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )
