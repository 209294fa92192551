"""The contract's Engine over a folder of tantivy indexes."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import tantivy

from ..base import EngineAnswer, EngineQuery, EngineUnavailable, Node, Page, Schema, Writer, WriteResult
from ..checks import generation_name
from .compiling import Compiler
from .failures import engine_failures
from .fields import open_index
from .folders import Folders, Stamp
from .searching import Reading
from .writing import WriterBusy, lock, writing


@dataclass(frozen=True, slots=True)
class _Handle:
    """An index kept open for reading, shared by all threads."""

    stamp: Stamp
    index: tantivy.Index
    compiler: Compiler


class TantivyEngine:
    """Any number of processes may use one folder: all read at any time, one writes at a time and the others wait."""

    name = "tantivy"
    version = metadata.version("tantivy")
    ordered = False
    place = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folders = Folders(folder)
        self._handles: dict[str, _Handle] = {}
        self._opening = threading.Lock()

    def create(self, generation: str, schema: Schema, fingerprint: str) -> None:
        """See Engine.create."""
        self._folders.create(generation, schema, fingerprint)

    def drop(self, generation: str) -> None:
        """See Engine.drop. Waits for the writer; readers finish on the files they hold open."""
        self._handles.pop(generation_name(generation), None)
        try:
            locked = lock(self._folders, generation)
        except WriterBusy:
            raise
        except EngineUnavailable:
            # Gone, or too broken to be locked: then nobody can be writing to it either.
            self._folders.remove(generation)
            return
        try:
            self._folders.remove(generation)
        finally:
            locked.give_up()

    def generations(self) -> list[str]:
        """See Engine.generations."""
        return self._folders.names()

    def fingerprint(self, generation: str) -> str | None:
        """See Engine.fingerprint."""
        description = self._folders.description(generation)
        return description.fingerprint if description else None

    def promote(self, generation: str, previous: str | None) -> None:
        """Nothing to do: every question names its generation."""

    def writer(self, generation: str) -> AbstractContextManager[Writer]:
        """See Engine.writer."""
        return writing(self._folders, generation)

    def fill(self, generation: str, pages: Iterable[Page]) -> Iterator[list[WriteResult]]:
        """See Engine.fill."""
        for page in pages:
            with self.writer(generation) as writer:
                results = writer.apply(page())
            yield results

    def search(self, generation: str, query: EngineQuery) -> EngineAnswer:
        """See Engine.search."""
        return self.search_many(generation, [query])[0]

    def search_many(self, generation: str, queries: Sequence[EngineQuery]) -> list[EngineAnswer]:
        """See Engine.search_many. All are answered from one moment of the index."""
        with engine_failures("searching"):
            reading = self._reading(generation)
            return [_answer(reading, query) for query in queries]

    def scores(self, generation: str, query: Node, ids: Collection[int]) -> dict[int, float]:
        """See Engine.scores."""
        with engine_failures("looking up scores"):
            return self._reading(generation).scores(query, ids)

    def versions(self, generation: str, *, after: int = 0, limit: int = 5000) -> Iterator[tuple[int, int]]:
        """See Engine.versions."""
        with engine_failures("listing versions"):
            return iter(self._reading(generation).versions(after, limit))

    def count(self, generation: str) -> int:
        """See Engine.count."""
        with engine_failures("counting"):
            return self._reading(generation).searcher.num_docs

    def healthy(self) -> bool:
        """Whether the folder can be read and every generation in it opened."""
        try:
            return all(self._opens(generation) for generation in self.generations())
        except EngineUnavailable:
            return False

    def _opens(self, generation: str) -> bool:
        try:
            self.count(generation)
        except EngineUnavailable:
            return generation not in self.generations()  # dropped since it was listed
        return True

    def _reading(self, generation: str) -> Reading:
        """A searcher on what is committed now."""
        handle = self._handle(generation)
        handle.index.reload()
        return Reading(handle.index.searcher(), handle.compiler)

    def _handle(self, generation: str) -> _Handle:
        try:
            stamp = self._folders.stamp(generation)
        except EngineUnavailable:
            self._handles.pop(generation, None)
            raise
        handle = self._handles.get(generation)
        if handle is None or handle.stamp != stamp:
            with self._opening:
                handle = self._handles.get(generation)
                if handle is None or handle.stamp != stamp:
                    handle = self._handles[generation] = self._open(generation, stamp)
        return handle

    def _open(self, generation: str, stamp: Stamp) -> _Handle:
        description = self._folders.description(generation)
        if description is None:
            raise EngineUnavailable(f"Generation {generation} has just been dropped.")
        index = open_index(self._folders.index(generation))
        return _Handle(stamp, index, Compiler(index.schema, description.schema))


def _answer(reading: Reading, query: EngineQuery) -> EngineAnswer:
    began = time.perf_counter()
    total, hits = reading.hits(query)
    return EngineAnswer(total, hits, reading.facets(query), (time.perf_counter() - began) * 1000)
