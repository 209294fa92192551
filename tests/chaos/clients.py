"""A client: takes its share of the plan in its own process, one operation after the other, and keeps the journal of it."""

import signal
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection

from practices.errors import Refused
from practices.importing.record import BadRecord
from tests.chaos.asking import Browser
from tests.chaos.forms import FormDesk, RefusedByForm, Unanswered
from tests.chaos.journal import Entry, Journal, Outcome
from tests.chaos.operations import Desk, Step
from tests.chaos.plan import Operation
from tests.chaos.reader import Asked, look_for

# PostgreSQL's word for the victim of a deadlock: the services begin again once, so nobody should see it.
_DEADLOCK = "40P01"
_GONE = (OperationalError, InterfaceError)


@dataclass(frozen=True)
class Wiring:
    """What a client shares with the run: when all are ready, how far the plan may go, and where it tells what became of
    each operation.
    """

    folder: Path
    port: int
    ready: Barrier
    allowed: "Synchronized[int]"
    said: "Queue[Entry | Asked]"


def work(name: int, operations: Sequence[Operation], wiring: Wiring) -> None:
    """The whole life of a client's process, which the run ends if somebody ends the run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    connection.close()
    client = _Client(name, wiring)
    wiring.ready.wait()
    for operation in operations:
        while wiring.allowed.value < operation.number:
            time.sleep(0.02)
        client.do(operation)


class _Client:
    def __init__(self, name: int, wiring: Wiring) -> None:
        self._wiring = wiring
        self._journal = Journal(wiring.folder / f"client-{name}.jsonl")
        self._desk = Desk(wiring.folder)
        self._forms = FormDesk(wiring.port)
        self._forms.sign_in()

    def do(self, operation: Operation) -> None:
        """Choose, begin, answer; what has just been withdrawn is looked for at once."""
        began = time.monotonic()
        entry = Entry(operation.number, operation.kind, operation.by_form, began)
        try:
            step = self._chosen(operation)
        except Exception:
            self._answered(entry, Outcome.BROKEN, traceback.format_exc())
            return
        if step is None:
            self._answered(entry, Outcome.IDLE)
            return
        entry = replace(entry, began=time.monotonic(), practice=step.practice, canary=step.canary, writes=step.writes)
        self._journal.begun(entry)
        self._take(operation, step, entry)

    def _chosen(self, operation: Operation) -> Step | None:
        while True:
            try:
                return self._desk.choose(operation)
            except _GONE:
                _wait_for_database()

    def _take(self, operation: Operation, step: Step, entry: Entry) -> None:
        try:
            if operation.by_form:
                self._forms.take(operation.kind, step)
            elif (written := step.act()) is not None:
                entry = replace(entry, writes=written)
        except (Refused, BadRecord, RefusedByForm) as refused:
            self._answered(entry, Outcome.REFUSED, str(refused))
        except Unanswered as error:
            self._answered(entry, Outcome.UNKNOWN, str(error))
            _wait_for_database()
        except _GONE as error:
            deadlock = getattr(error.__cause__, "sqlstate", None) == _DEADLOCK
            self._answered(entry, Outcome.BROKEN if deadlock else Outcome.UNKNOWN, f"{type(error).__name__}: {error}")
            _wait_for_database()
        except Exception:
            self._answered(entry, Outcome.BROKEN, traceback.format_exc())
        else:
            self._answered(entry, Outcome.DONE)
            if operation.kind == "withdraw":
                self._look_for_it(step)

    def _answered(self, entry: Entry, outcome: Outcome, error: str = "") -> None:
        answered = replace(entry, ended=time.monotonic(), outcome=outcome, error=error)
        self._journal.answered(answered)
        self._wiring.said.put(answered)

    def _look_for_it(self, step: Step) -> None:
        """What a stranger sees who asks at this moment."""
        for asked in look_for(Browser(self._wiring.port), step.practice, step.canary):
            self._wiring.said.put(asked)


def _wait_for_database() -> None:
    while True:
        connection.close()
        try:
            connection.ensure_connection()
        except _GONE:
            time.sleep(0.2)
        else:
            return
