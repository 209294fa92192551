"""A whole run on an installation that is up: everybody works, reads and kills at once; then all is compared."""

import json
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from queue import Empty
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from network.outbox.selectors import outbox_state
from tests.chaos.chores import do_chore
from tests.chaos.clients import Wiring, work
from tests.chaos.installation import Installation
from tests.chaos.journal import Entry, read_journals
from tests.chaos.judge import Verdict, judge, settle
from tests.chaos.killer import Schedule, in_turn, kill
from tests.chaos.partner import Partner
from tests.chaos.plan import PARTS, Chore, Kill, Plan
from tests.chaos.reader import read
from tests.chaos.report import show, wrong
from tests.chaos.watch import Watch

READERS = 2
_PATIENCE_SECONDS = 120.0
# A fork, so that a client need not load everything again; no thread runs yet when they are started.
_processes = multiprocessing.get_context("fork")

Tell = Callable[[str], None]


def run(installation: Installation, plan: Plan, *, clients: int, console: Console) -> bool:
    """Carry the plan out, judge, print; whether nothing was wrong. What was wrong also stands in the folder, in `troubles.json`."""
    began = time.monotonic()
    watch = Watch()
    work_together = _Work(installation, plan, watch, clients)
    # Before the bar, which has a thread.
    work_together.begin()
    with _bar(console) as bar:
        task = bar.add_task("", total=len(plan.operations))

        def tell(what: str) -> None:
            bar.update(task, description=what[:50], completed=watch.answered)

        work_together.carry_out(tell)
        watch.worked_for = time.monotonic() - began
        verdict = _judged(installation, watch, work_together.partner, tell)
    troubles = json.dumps(wrong(watch, verdict), indent=1, ensure_ascii=False)
    (installation.folder / "troubles.json").write_text(troubles, encoding="utf-8")
    return show(console, plan, watch, verdict, installation.ended(), time.monotonic() - began)


def _judged(installation: Installation, watch: Watch, partner: Partner, tell: Tell) -> Verdict:
    connection.close()
    seconds, left = settle(tell)
    partner.catch_up()
    verdict = judge(read_journals(installation.folder), partner.copy, installation.port, tell)
    verdict.settled_in = seconds
    verdict.unsettled += left
    return verdict


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description:50}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


class _Work:
    """The clients, and everyone who is about while they work."""

    def __init__(self, installation: Installation, plan: Plan, watch: Watch, clients: int) -> None:
        self._installation = installation
        self._plan = plan
        self._watch = watch
        self._stop = Event()
        self._wiring = Wiring(
            installation.folder,
            installation.port,
            _processes.Barrier(clients + 1),
            _processes.Value("q", 0),
            _processes.Queue(),
        )
        self._clients: list[BaseProcess] = [
            _processes.Process(target=work, args=(n, plan.operations[n::clients], self._wiring)) for n in range(clients)
        ]
        self.partner = Partner(installation.port, watch, watch.asked, watch.fault)

    def begin(self) -> None:
        """Start the clients; return when all have signed in, while nothing is killed yet."""
        connection.close()
        for client in self._clients:
            client.start()
        self._wiring.ready.wait(_PATIENCE_SECONDS)

    def carry_out(self, tell: Tell) -> None:
        """Return when every operation was answered, every kill has happened and every part is up again."""
        events: list[Kill | Chore] = [*self._plan.kills, *self._plan.chores]
        schedule = Schedule(events, last=len(self._plan.operations), allowed=self._wiring.allowed)
        killers = [Thread(target=self._kill_in_turn, args=(part, schedule, tell)) for part in PARTS]
        killers.append(Thread(target=self._do_chores, args=(schedule, tell)))
        readers = [Thread(target=self._read, args=(number,)) for number in range(READERS)]
        readers.append(Thread(target=self.partner.follow, args=(self._stop,)))
        for thread in (*killers, *readers):
            thread.start()
        try:
            self._listen(tell)
            for thread in killers:
                thread.join()
        finally:
            self._stop.set()
            for client in self._clients:
                client.terminate()
            for thread in (*killers, *readers):
                thread.join()

    def _kill_in_turn(self, part: str, schedule: Schedule, tell: Tell) -> None:
        kills = [kill for kill in self._plan.kills if kill.part == part]

        def do(event: Kill | Chore) -> None:
            assert isinstance(event, Kill)
            kill(event, self._installation.parts, self._watch, tell)

        in_turn(kills, schedule, self._watch, self._stop, do)

    def _do_chores(self, schedule: Schedule, tell: Tell) -> None:
        def do(event: Kill | Chore) -> None:
            assert isinstance(event, Chore)
            do_chore(event, self._installation.platform, self._installation.folder / "chores.log", tell)

        in_turn(self._plan.chores, schedule, self._watch, self._stop, do)

    def _read(self, number: int) -> None:
        read(self._installation.port, self._plan.seed + number, self._watch, self._watch.asked, self._stop)

    def _listen(self, tell: Tell) -> None:
        """Hear what the clients say until they have said everything."""
        looked = 0.0
        while True:
            working = any(client.is_alive() for client in self._clients)
            try:
                said = self._wiring.said.get(timeout=0.2)
            except Empty:
                if not working:
                    break
            else:
                self._watch.happened(said) if isinstance(said, Entry) else self._watch.asked(said)
            if time.monotonic() - looked > 1:
                looked = time.monotonic()
                _look_at_outbox(self._watch)
                tell(f"{len(self._watch.downs)} kills, {sum(self._watch.statuses.values())} requests")
        if self._watch.answered < len(self._plan.operations):
            self._watch.fault(f"a client ended early: {[client.exitcode for client in self._clients]}")
            self._stop.set()


def _look_at_outbox(watch: Watch) -> None:
    try:
        oldest = outbox_state().oldest
    except DatabaseError:
        connection.close()
        return
    watch.ages.append((timezone.now() - oldest).total_seconds() if oldest else 0.0)
