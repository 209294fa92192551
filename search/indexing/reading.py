"""Reading many practices for a build: a page at a time, analysed and with its words counted, by several processes where that pays.

Analysis is what a rebuild costs, and Python analyses on one core a process. Reading processes hand over ready documents; everything is
written, and every outcome read, in the process that builds.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from django.db import connection

from search import analysis
from search.documents import analyse
from search.engines.base import Document
from search.indexing import reader_process
from search.records import Record, read_records
from search.vocabulary import VocabularyBuilder

# Fewer practices are read sooner than processes are started.
_WORTH_STARTING = 5_000
_MOST_PROCESSES = 4


class ReadingFailed(Exception):
    """A page could not be read, through no fault of what is on it; the message says why."""


@dataclass(slots=True)
class ReadPage:
    """The documents of those practices of a page that are public, what their words add to the vocabulary, and by language the terms that
    a reading process did not know before.
    """

    documents: list[Document]
    words: VocabularyBuilder
    learnt: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """One page of ids; `page` once it was read. A page of another process was read at some moment before it is asked for here."""

    ids: list[int]
    _read: Callable[[], ReadPage]
    page: ReadPage | None = None

    def read(self) -> list[Document]:
        """Its documents."""
        self.page = self._read()
        return self.page.documents

    def done(self) -> ReadPage:
        """What was read."""
        return self.page or self._read()


Readings = Callable[[Iterable[list[int]]], Iterator[Reading]]


def read_page(ids: list[int]) -> ReadPage:
    """Read and analyse these practices now, in this process; those that are no longer public are the drain's business."""
    page = ReadPage([], VocabularyBuilder())
    for record in read_records(ids):
        if isinstance(record, Record):
            analysed = analyse(record)
            page.documents.append(analysed.document)
            page.words.add_document(analysed.terms)
    return page


@contextmanager
def readers(expected: int, *, early: bool) -> Iterator[Readings]:
    """A way to read pages of ids. `early`: they may be read before they are asked for, as nobody minds a document that is a moment old."""
    count = _processes(expected) if early else 0
    if not count:
        yield _one_by_one
        return
    with ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=reader_process.begin,
        initargs=(connection.settings_dict["NAME"],),
    ) as pool:
        try:
            yield lambda pages: _ahead(pool, pages, count + 1)
        finally:
            pool.shutdown(cancel_futures=True)


def _processes(expected: int) -> int:
    # One of Celery's processes may have no children of its own.
    if expected < _WORTH_STARTING or multiprocessing.current_process().daemon:
        return 0
    count = min(_MOST_PROCESSES, os.cpu_count() or 1)
    return count if count > 1 else 0


def _one_by_one(pages: Iterable[list[int]]) -> Iterator[Reading]:
    for ids in pages:
        yield Reading(ids, partial(read_page, ids))


def _ahead(pool: ProcessPoolExecutor, pages: Iterable[list[int]], depth: int) -> Iterator[Reading]:
    """The pages in their order, with `depth` of them given to the pool before the first is asked for."""
    given: deque[Reading] = deque()
    for ids in pages:
        with _ended_early():
            future: Future[ReadPage] = pool.submit(reader_process.read, ids)
        given.append(Reading(ids, partial(_result, future)))
        if len(given) > depth:
            yield given.popleft()
    yield from given


def _result(future: "Future[ReadPage]") -> ReadPage:
    with _ended_early():
        page = future.result()
    # The vocabulary that is made here keeps them, so that they need not be looked up for the next one.
    for language, terms in page.learnt.items():
        analysis.learn(terms, language)
    return page


@contextmanager
def _ended_early() -> Iterator[None]:
    """A pool whose process was killed says so wherever it is asked next: for a result, or to take a page."""
    try:
        yield
    except BrokenProcessPool as error:
        raise ReadingFailed("A reading process ended before its time, perhaps for want of memory.") from error
