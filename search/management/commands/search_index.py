"""`manage.py search_index`: look after the index."""

import logging
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from network.outbox.draining import drain
from network.outbox.selectors import outbox_state
from network.outbox.services import hurry
from practices.topics import PRACTICE
from search import analysis
from search.engines.base import EngineUnavailable
from search.indexing.building import build
from search.indexing.embedding import embed_pending
from search.indexing.gate import Drift, compare, reconcile
from search.indexing.generations import (
    GenerationRefused,
    is_current,
    is_intact,
    live_generation,
    promote,
    roll_back,
    written_generations,
)
from search.indexing.reading import ReadingFailed
from search.indexing.upkeep import keep_up, keep_up_meaning, renew_vocabulary
from search.models import Generation, GenerationState
from search.vectors.base import StoreUnavailable

logger = logging.getLogger(__name__)

_PAUSE = 1.0
_UPKEEP_SECONDS = 600.0
_LINE_SECONDS = 10.0


class Command(BaseCommand):
    """status | build | verify | promote | rollback | reconcile | drain"""

    help = "Look after the search index: status, build, verify, promote, rollback, reconcile, drain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command each."""
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("status", help="say whether database and index agree, and what waits")
        building = steps.add_parser("build", help="build a new generation beside the live one (goes on if interrupted)")
        building.add_argument("--promote", action="store_true", help="make it live if the gate finds no drift")
        building.add_argument("--if-needed", action="store_true", help="do nothing if the live generation is current")
        steps.add_parser("verify", help="compare every written generation with the database")
        steps.add_parser("promote", help="make the built generation live")
        steps.add_parser("rollback", help="search the previous generation again")
        steps.add_parser("reconcile", help="queue whatever differs, and drain it")
        draining = steps.add_parser("drain", help="write what waits in the outbox")
        draining.add_argument("--follow", action="store_true", help="go on every second until stopped (Ctrl-C)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the step; refusals and trouble of engine or database are a sentence, not a traceback."""
        self.console = Console()
        try:
            getattr(self, f"_{options['step']}")(options)
        except GenerationRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except EngineUnavailable as error:
            raise CommandError(
                f"The search engine does not answer: {error}. Nothing is lost; try again later."
            ) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run the same again, and it goes on where it was.", returncode=130) from None
        except ReadingFailed as error:
            raise CommandError(f"{error} Nothing is lost; run the same again, and it goes on where it was.") from error
        except (OperationalError, InterfaceError) as error:
            raise CommandError(
                f"The database does not answer: {str(error).strip()}\nNothing is lost; try again later, a build goes on."
            ) from error

    def _status(self, options: dict[str, Any]) -> None:
        self._say_outbox()
        generations = written_generations()
        if live_generation() is None:
            raise CommandError("There is no live generation. Run: manage.py search_index build --promote")
        # Every one is reported, also after one that differs.
        agree = [self._report(g) for g in generations]
        state = outbox_state(PRACTICE)
        if state.waiting or state.parked or not all(agree):
            raise CommandError(
                "Database and index do not agree yet. `search_index drain` writes what waits; `reconcile` mends drift."
            )
        self.console.print("Database and index agree.")

    def _report(self, generation: Generation) -> bool:
        if not is_current(generation):
            self.console.print(
                f"{generation} ({generation.state}): built by another version; build and promote a new one"
            )
            return False
        drift = compare(generation)
        self.console.print(f"{generation} ({generation.state}): {_said(drift)}", highlight=False)
        return drift.total == 0

    def _build(self, options: dict[str, Any]) -> None:
        live = live_generation()
        if options["if_needed"] and live is not None and is_current(live) and is_intact(live):
            self.console.print(f"{live} is live and current; nothing to build.")
            return
        with _bar(self.console) as bar:
            task = bar.add_task("Building the index", total=None)
            lines = _Lines(self.console)

            def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)
                lines.update(done, total)

            with _stopping_as_by_ctrl_c():
                built = build(progress=progress)
        self.console.print(
            f"{built.generation}: {built.written} practices written; {_said(built.drift)}", highlight=False
        )
        for refused in built.refused[:20]:
            self.console.print(f"  practice {refused.id} was refused: {refused.error}", style="red", highlight=False)
        if options["promote"]:
            if built.drift.total:
                raise CommandError(
                    "Not promoted, as it differs from the database. Run `search_index drain`, then `promote`."
                )
            promote(built.generation)
            self.console.print(f"{built.generation} is live.")

    def _verify(self, options: dict[str, Any]) -> None:
        agree = [self._report(g) for g in written_generations()]
        if not all(agree):
            raise CommandError("Drift. `search_index reconcile` queues what differs.")

    def _promote(self, options: dict[str, Any]) -> None:
        building = next((g for g in written_generations() if g.state == GenerationState.BUILDING), None)
        if building is None:
            raise GenerationRefused("not-built", "There is no built generation. Run `search_index build` first.")
        promote(building)
        self.console.print(f"{building} is live.")

    def _rollback(self, options: dict[str, Any]) -> None:
        self.console.print(f"{roll_back()} is live again.")

    def _reconcile(self, options: dict[str, Any]) -> None:
        for generation in written_generations():
            drift = compare(generation)
            self.console.print(f"{generation} ({generation.state}): {_said(drift)}", highlight=False)
            reconcile(drift)
        self._drain({"follow": False})

    def _drain(self, options: dict[str, Any]) -> None:
        if options["follow"]:
            self._follow()
            return
        hurry(topic=PRACTICE)
        waiting = outbox_state().waiting
        with _bar(self.console) as bar:
            task = bar.add_task("Draining the outbox", total=waiting)
            while (drained := drain(limit=500)).leased:
                bar.advance(task, drained.done + drained.parked)
                if drained.done == 0 and drained.parked == 0:
                    break
        renew_vocabulary()
        self._say_outbox()

    def _say_outbox(self) -> None:
        state = outbox_state()
        self.console.print(f"Outbox: {state.waiting} waiting, {state.parked} parked", highlight=False)

    def _follow(self) -> None:
        """Drain every second beside a server; no trouble ends it but a signal."""
        stopping = _Stop()
        analysis.warm_up()
        keep_up_meaning()
        upkeep_due = time.monotonic() + 5
        while not stopping.asked:
            try:
                close_old_connections()
                while drain().leased and not stopping.asked:
                    time.sleep(0.05)
                # One practice at a time, so that what is published meanwhile is found by its words at once.
                embed_pending(seconds=_PAUSE, batch=1)
                if renew_vocabulary():
                    self.console.print("The vocabulary was counted anew.")
                if time.monotonic() >= upkeep_due:
                    keep_up()
                    upkeep_due = time.monotonic() + _UPKEEP_SECONDS
            except (EngineUnavailable, StoreUnavailable, OperationalError) as error:
                self.console.print(f"Not now: {error}", style="yellow", highlight=False)
            except Exception:
                logger.exception("The drain stumbled; it goes on.")
            stopping.wait(_PAUSE)


@contextmanager
def _stopping_as_by_ctrl_c() -> Iterator[None]:
    """A build may be stopped at any moment, by SIGTERM too: it goes on where the engine's last answer was noted."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Stop:
    """Whether SIGTERM or Ctrl-C has asked us to stop; the batch under way is finished first."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.asked and time.monotonic() < until:
            time.sleep(0.1)


class _Lines:
    """Where there is no terminal to draw a bar on (the log of a container): a line now and then."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.next = time.monotonic() + _LINE_SECONDS

    def update(self, done: int, total: int) -> None:
        if not self.console.is_terminal and time.monotonic() >= self.next:
            self.console.print(f"Building the index: {done} of {total}", highlight=False)
            self.next = time.monotonic() + _LINE_SECONDS


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )


def _said(drift: Drift) -> str:
    if not drift.total:
        return f"{drift.documents} documents, in step with the database"
    parts = (("missing", drift.missing), ("extra", drift.extra), ("old", drift.old), ("ahead", drift.ahead))
    return f"{drift.documents} documents; " + ", ".join(f"{len(ids)} {name}" for name, ids in parts if ids)
