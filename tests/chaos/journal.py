"""The journal: what each client began, and how it was answered. Written by the clients, one line at a time, and read by the judge."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """How an operation was answered. UNKNOWN: the answer did not come, so it may have happened or not. IDLE: there was nothing to do it to.
    BROKEN: an error that nothing that was down explains by itself; the run has failed.
    """

    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    IDLE = "idle"
    BROKEN = "broken"


class Write(NamedTuple):
    """`target` is given `value`; whoever writes a target last decides what it is."""

    target: str
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation on `practice` (0: on none, or on many), whose texts all bear the word `canary`."""

    number: int
    kind: str
    by_form: bool
    began: float
    practice: int = 0
    canary: str = ""
    writes: tuple[Write, ...] = ()
    ended: float = float("inf")
    outcome: Outcome = Outcome.UNKNOWN
    error: str = ""


class Journal:
    """One client's journal."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def begun(self, entry: Entry) -> None:
        """Before anything is done."""
        self._write("begun", entry)

    def answered(self, entry: Entry) -> None:
        """After; what was begun and never answered stays unknown."""
        self._write("answered", entry)

    def _write(self, event: str, entry: Entry) -> None:
        self._file.write(json.dumps({"event": event, **asdict(entry)}) + "\n")


def read_journals(folder: Path) -> list[Entry]:
    """Every operation of every client, in the order of the plan."""
    entries: dict[int, Entry] = {}
    for path in sorted(folder.glob("client-*.jsonl")):
        entries |= {entry.number: entry for entry in _entries(path.read_text(encoding="utf-8").splitlines())}
    return [entries[number] for number in sorted(entries)]


def _entries(lines: Iterable[str]) -> Iterator[Entry]:
    """The later line of an operation comes later, and decides."""
    for line in lines:
        row: dict[str, Any] = json.loads(line)
        entry = Entry(**{name: value for name, value in row.items() if name != "event"})
        writes = tuple(Write(*write) for write in row["writes"])
        yield replace(entry, writes=writes, outcome=Outcome(row["outcome"]))
