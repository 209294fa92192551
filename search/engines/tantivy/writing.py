"""Writing to a generation: one process at a time, everything of one context in one commit.

tantivy has no external versions. The lock is taken before the caller reads its database, so what it brings is never
older than what another writer has just brought; a write older than the index holds is refused all the same.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice

import tantivy

from ..base import Deletion, Document, EngineUnavailable, Schema, WriteOutcome, WriteResult
from ..checks import refusal
from .compiling import Compiler
from .failures import engine_failures, is_panic
from .fields import ID, VERSION, open_index
from .folders import Folders
from .searching import Reading

_PATIENCE_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 0.25
_HEAP_BYTES = 50_000_000  # at least 15 MB; one thread indexes faster than texts are analysed
_PIECE = 1000  # writes whose versions are asked for together


class WriterBusy(EngineUnavailable):
    """Another process kept the writer's lock for as long as we wait."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A generation under its writer's lock."""

    index: tantivy.Index
    writer: tantivy.IndexWriter

    def release(self) -> None:
        """Let the lock go once background merges are done; what was not committed is lost."""
        self.writer.wait_merging_threads()

    def give_up(self) -> None:
        """Undo and release, whatever state the writer is in."""
        for step in (self.writer.rollback, self.release):
            try:
                step()
            except BaseException as error:
                if not isinstance(error, Exception) and not is_panic(error):
                    raise


class TantivyWriter:
    """The contract's Writer over an open tantivy writer."""

    def __init__(self, locked: Locked, schema: Schema) -> None:
        self._writer = locked.writer
        self._schema = schema
        self._index_schema = locked.index.schema
        self._compiler = Compiler(self._index_schema, schema)
        self._committed = Reading(locked.index.searcher(), self._compiler)
        self._versions: dict[int, int] = {}  # of all ids met in this context, deleted ones too
        self._present: set[int] = set()
        self.changed = False

    def apply(self, writes: Iterable[Document | Deletion]) -> list[WriteResult]:
        """As the contract says; the caller's iterable is read between calls of tantivy, so its exceptions stay its
        own.
        """
        remaining = iter(writes)
        results: list[WriteResult] = []
        while piece := list(islice(remaining, _PIECE)):
            with engine_failures("writing"):
                results += self._apply(piece)
        return results

    def _apply(self, piece: list[Document | Deletion]) -> list[WriteResult]:
        reasons = [refusal(write, self._schema) for write in piece]
        self._learn_versions({write.id for write, reason in zip(piece, reasons, strict=True) if not reason})
        results: list[WriteResult] = []
        winners: dict[int, Document | Deletion] = {}
        for write, reason in zip(piece, reasons, strict=True):
            if reason:
                results.append(WriteResult(write.id, WriteOutcome.REJECTED, reason))
            elif write.version < (newest := self._versions.get(write.id, 0)):
                reason = f"The index has version {newest}, which is newer than {write.version}."
                results.append(WriteResult(write.id, WriteOutcome.STALE, reason))
            else:
                self._versions[write.id] = write.version
                winners[write.id] = write
                results.append(WriteResult(write.id, WriteOutcome.APPLIED))
        for write in winners.values():
            self._put(write)
        return results

    def _learn_versions(self, ids: set[int]) -> None:
        found = self._committed.versions_of(ids - self._versions.keys())
        self._versions |= found
        self._present |= found.keys()

    def _put(self, write: Document | Deletion) -> None:
        if write.id in self._present:
            self._writer.delete_documents_by_query(self._compiler.id(write.id))
            self._present.discard(write.id)
            self.changed = True
        if isinstance(write, Document):
            self._writer.add_document(tantivy.Document.from_dict(_values(write), self._index_schema))
            self._present.add(write.id)
            self.changed = True


@contextmanager
def writing(folders: Folders, generation: str) -> Iterator[TantivyWriter]:
    """The writer's context: lock, then the caller's block, then one commit; nothing is applied if the block raises."""
    description = folders.description(generation)
    if description is None:
        raise EngineUnavailable(f"There is no generation {generation}: build one.")
    locked = lock(folders, generation)
    try:
        with engine_failures(f"opening generation {generation} for writing"):
            writer = TantivyWriter(locked, description.schema)
        yield writer
        with engine_failures(f"committing to generation {generation}"):
            if writer.changed:
                locked.writer.commit()
            locked.release()
    except BaseException:
        locked.give_up()
        raise


def lock(folders: Folders, generation: str) -> Locked:
    """Open the one writer of a generation, waiting while another has it; EngineUnavailable after a minute, or where
    it cannot be opened.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    pause = 0.005
    while True:
        stamp = folders.stamp(generation)
        with engine_failures(f"opening generation {generation} for writing"):
            index = open_index(folders.index(generation))
            writer = _writer_unless_busy(index)
            if writer is not None:
                # It may have been dropped and made anew while we waited: then the lock is on files that are gone.
                with suppress(EngineUnavailable):
                    if folders.stamp(generation) == stamp:
                        index.reload()
                        return Locked(index, writer)
                Locked(index, writer).give_up()
        if time.monotonic() > deadline:
            raise WriterBusy(
                f"Another process has been writing to generation {generation} for {_PATIENCE_SECONDS:.0f} seconds."
            )
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def _writer_unless_busy(index: tantivy.Index) -> tantivy.IndexWriter | None:
    try:
        return index.writer(_HEAP_BYTES, 1)
    except ValueError as error:
        if "LockBusy" in str(error):  # tantivy has no exception class of its own
            return None
        raise


def _values(document: Document) -> dict[str, object]:
    # A value that stood twice in one document would be counted twice.
    keywords = {name: list(dict.fromkeys(values)) for name, values in document.keyword.items()}
    return {ID: document.id, VERSION: document.version, **document.text, **keywords, **document.integer}
