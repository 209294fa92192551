"""A whole file, line by line: bounded memory, bad rows set aside, safe to repeat."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db import DatabaseError, OperationalError, transaction

from practices.importing.places import Places
from practices.importing.record import BadRecord, ImportRecord, read_record
from practices.importing.seen import SeenIds
from practices.services.importing import Imported, import_practice
from practices.text.cleaning import clean_line

# A line longer than this is refused rather than read into memory.
LONGEST_LINE = 2_000_000
LONGEST_SOURCE = 80
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
        done = f"{self.created} new, {self.updated} changed, {self.unchanged} unchanged, {self.rejected} rejected."
        return done + tail


def import_file(
    path: Path,
    *,
    source: str,
    publish: bool,
    rejects: Path,
    dry_run: bool = False,
    progress: Progress | None = None,
    report: Report | None = None,
    counts: Counts | None = None,
) -> Counts:
    """Import every row of a JSON Lines file, each in its own transaction, so that an interrupted run keeps what it did.

    `progress` gets the bytes read so far; `report` the first reasons with their line numbers (from 1); `counts` is
    counted on, for those who want to know them after an interruption. Empty lines are passed over. Raises ValueError
    for a source that is too long and for rejects that would overwrite the file, OSError, and OperationalError when the
    database cannot be written: none of these is the fault of a row.
    """
    if len(source) > LONGEST_SOURCE or source != clean_line(source):
        raise ValueError(f"The name of the collection must be one line of at most {LONGEST_SOURCE} characters.")
    if rejects.exists() and rejects.samefile(path):
        raise ValueError("The rejects cannot be written into the file that is being imported.")
    counts = counts or Counts(rejects_file=rejects)
    # What an earlier run rejected would pass for this run's.
    rejects.unlink(missing_ok=True)
    read = 0
    with path.open("rb") as file, _Rejects(rejects) as rejected, SeenIds() as seen:
        run = _Run(source=source, publish=publish, dry_run=dry_run, places=Places(), seen=seen)
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            read += len(line)
            if len(line) > LONGEST_LINE:
                read += _skip_line(file, line)
            if reason := _take(line, number, run, counts):
                rejected.add(number, reason, line)
                counts.rejected += 1
                if report and counts.rejected <= _PRINTED:
                    report(number, reason)
            if progress:
                progress(read)
    return counts


class _DryRun(Exception):
    """Undoes the transaction of a row that was only checked."""


@dataclass(frozen=True, slots=True)
class _Run:
    source: str
    publish: bool
    dry_run: bool
    places: Places
    seen: SeenIds

    def take(self, line: bytes, number: int) -> Imported:
        """Import one line; raises BadRecord or DatabaseError, and then nothing of it is stored."""
        record = read_record(line)
        if earlier := self.seen.line_of(record.source_id):
            raise BadRecord(f"source_id: {record.source_id!r} stood already in line {earlier}, which was imported.")
        outcome = self._checked_only(record) if self.dry_run else self._stored(record, self.places)
        self.seen.add(record.source_id, number)
        return outcome

    def _stored(self, record: ImportRecord, places: Places) -> Imported:
        place = places.find(record.place)
        return import_practice(record=record, place=place, source=self.source, publish=self.publish)

    def _checked_only(self, record: ImportRecord) -> Imported:
        try:
            with transaction.atomic():
                # Places of its own: the cities it adds are undone with the row.
                outcome = self._stored(record, Places())
                raise _DryRun
        except _DryRun:
            return outcome


def _take(line: bytes, number: int, run: _Run, counts: Counts) -> str:
    """Import a line and count it; returns why it was rejected, or nothing."""
    if not line.strip(b" \t\r\n\xef\xbb\xbf"):
        return ""
    if len(line) > LONGEST_LINE:
        return f"The line is longer than {LONGEST_LINE:,} bytes."
    try:
        outcome = run.take(line, number)
    except BadRecord as error:
        return str(error)
    except OperationalError:
        raise
    except DatabaseError as error:
        return f"The database refused it: {error}".replace("\n", " ")
    setattr(counts, outcome.value, getattr(counts, outcome.value) + 1)
    return ""


def _skip_line(file: IO[bytes], part: bytes) -> int:
    """Pass over the rest of a line that is too long; returns its bytes."""
    skipped = 0
    while part and not part.endswith(b"\n"):
        part = file.readline(LONGEST_LINE)
        skipped += len(part)
    return skipped


class _Rejects:
    """The file of bad rows, made with the first of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def __enter__(self) -> "_Rejects":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file:
            self._file.close()

    def add(self, number: int, reason: str, line: bytes) -> None:
        """One more: its line number, the reason, and the row as it stood in the file."""
        self._file = self._file or self._path.open("wb")
        row = line.decode("utf-8", "replace").rstrip("\r\n")
        entry = json.dumps({"line": number, "reason": reason, "row": row}, ensure_ascii=False)
        self._file.write(entry.encode("utf-8", "replace") + b"\n")
        self._file.flush()
