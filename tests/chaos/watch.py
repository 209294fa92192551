"""What a run has seen so far, told by clients, readers, partner and killer; safe for threads."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from tests.chaos.asking import Answer
from tests.chaos.journal import Entry, Outcome
from tests.chaos.reader import Asked


@dataclass(frozen=True, slots=True)
class Down:
    """A part was killed at `since` and worked again at `until` (seconds of the monotonic clock)."""

    part: str
    since: float
    until: float


@dataclass
class Watch:
    """The run's memory."""

    entries: list[Entry] = field(default_factory=list)
    downs: list[Down] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    withdrawn: dict[int, str] = field(default_factory=dict)
    latest: int = 1
    # The age of the oldest row of the outbox in seconds, looked at now and then.
    ages: list[float] = field(default_factory=list)
    # From the first operation to the last part that was up again, in seconds.
    worked_for: float = 0.0
    _silent: list[Answer] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def answered(self) -> int:
        """How many operations were answered: the clock of the plan."""
        return len(self.entries)

    def happened(self, entry: Entry) -> None:
        """An operation was answered."""
        with self._lock:
            self.entries.append(entry)
            self.latest = max(self.latest, entry.practice)
            if entry.kind == "withdraw" and entry.outcome is Outcome.DONE:
                # A new one each time, as readers go through the one they were given.
                self.withdrawn = self.withdrawn | {entry.practice: entry.canary}
            if entry.outcome is Outcome.BROKEN:
                self.faults.append(f"operation {entry.number}, {entry.kind}: {entry.error}")

    def asked(self, asked: Asked) -> None:
        """A request was answered, or not."""
        answer = asked.answer
        with self._lock:
            self.statuses[str(answer.status or "no answer")] += 1
            if asked.shown:
                self.leaks.append(asked.shown)
            if answer.status == 0 or (answer.status == 503 and answer.retry_after):
                self._silent.append(answer)
            elif answer.status >= 500:
                self.faults.append(f"{answer.path} answers {answer.status}: {answer.body[:300]!r}")

    def was_down(self, down: Down) -> None:
        """A part was killed and is back."""
        with self._lock:
            self.downs.append(down)

    def fault(self, what: str) -> None:
        """Something happened that may not."""
        with self._lock:
            self.faults.append(what)

    def unexplained(self) -> list[str]:
        """Missing answers while nothing was down that would explain them; asked when everything is over."""
        found = [
            f"{answer.path} was not answered ({answer.status} {answer.error}) while all was well"
            for answer in self._silent
            if not self._down_meanwhile(answer.began, answer.ended, "web", *(["postgresql"] if answer.status else []))
        ]
        for entry in self.entries:
            parts = ("postgresql", "web") if entry.by_form else ("postgresql",)
            if entry.outcome is Outcome.UNKNOWN and not self._down_meanwhile(entry.began, entry.ended, *parts):
                found.append(f"operation {entry.number}, {entry.kind}, failed while all was well: {entry.error}")
        return found

    def _down_meanwhile(self, began: float, ended: float, *parts: str) -> bool:
        return any(d.part in parts and d.since <= ended and began <= d.until for d in self.downs)
