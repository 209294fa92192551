"""A whole file, line by line: bounded memory, bad rows set aside, safe to repeat."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db import DatabaseError, transaction

from practices.importing.places import Places
from practices.importing.record import BadRecord, read_record
from practices.services.importing import Imported, import_practice

# A line longer than this is refused rather than read into memory.
LONGEST_LINE = 2_000_000
# Reasons printed; the rejects file has them all.
_PRINTED = 20

Progress = Callable[[int], None]
Report = Callable[[int, str], None]


@dataclass(slots=True)
class Counts:
    """What became of the rows of a file."""

    rejects_file: Path
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def said(self, *, dry_run: bool) -> str:
        """The counts as a sentence."""
        tail = " Nothing was stored (--dry-run)." if dry_run else ""
        return f"{self.created} new, {self.updated} changed, {self.unchanged} unchanged, {self.rejected} rejected.{tail}"


class _DryRun(Exception):
    """Undoes the transaction of a row that was only checked."""


def import_file(
    path: Path,
    *,
    source: str,
    publish: bool,
    rejects: Path,
    dry_run: bool = False,
    progress: Progress | None = None,
    report: Report | None = None,
) -> Counts:
    """Import every row of a JSON Lines file, each in its own transaction, so that an interrupted run keeps what it did.

    `progress` gets the bytes read so far; `report` the first reasons with their line numbers (from 1). Empty lines are passed over.
    """
    counts = Counts(rejects_file=rejects)
    run = _Run(source=source, publish=publish, dry_run=dry_run, places=Places())
    rejected: IO[bytes] | None = None
    number = read = 0
    try:
        with path.open("rb") as file:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                read += len(line)
                if reason := _take(line, run, counts):
                    rejected = rejected or rejects.open("wb")
                    read += _set_aside(rejected, file, line, number, reason)
                    counts.rejected += 1
                    if report and counts.rejected <= _PRINTED:
                        report(number, reason)
                if progress:
                    progress(read)
    finally:
        if rejected:
            rejected.close()
    return counts


@dataclass(frozen=True, slots=True)
class _Run:
    source: str
    publish: bool
    dry_run: bool
    places: Places

    def take(self, line: bytes) -> Imported:
        """Import one line; raises BadRecord or DatabaseError, and then nothing of it is stored."""
        record = read_record(line)
        if not self.dry_run:
            with transaction.atomic():
                place = self.places.find(record.place)
            return import_practice(record=record, place=place, source=self.source, publish=self.publish)
        try:
            with transaction.atomic():
                place = Places().find(record.place)
                outcome = import_practice(record=record, place=place, source=self.source, publish=self.publish)
                raise _DryRun
        except _DryRun:
            return outcome


def _take(line: bytes, run: _Run, counts: Counts) -> str:
    """Import a line and count it; returns why it was rejected, or nothing."""
    if not line.strip():
        return ""
    if len(line) > LONGEST_LINE:
        return f"The line is longer than {LONGEST_LINE:,} bytes."
    try:
        outcome = run.take(line)
    except BadRecord as error:
        return str(error)
    except DatabaseError as error:
        return f"The database refused it: {error}".replace("\n", " ")
    setattr(counts, outcome.value, getattr(counts, outcome.value) + 1)
    return ""


def _set_aside(rejected: IO[bytes], file: IO[bytes], line: bytes, number: int, reason: str) -> int:
    """Write a bad line beside its reason; the rest of one that is too long is skipped. Returns the further bytes read."""
    skipped = 0
    part = line
    while part and not part.endswith(b"\n") and len(part) > LONGEST_LINE:
        part = file.readline(LONGEST_LINE + 1)
        skipped += len(part)
    text = line[:10_000].decode("utf-8", "replace").rstrip("\n")
    rejected.write(json.dumps({"line": number, "reason": reason, "row": text}, ensure_ascii=False).encode() + b"\n")
    return skipped
