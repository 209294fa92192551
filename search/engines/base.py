"""The contract of an engine: what the rest of search may ask of it, and what it may rely on.

Both engines receive terms that `search.analysis` made, joined by single spaces, and facet values as exact strings.
They give back ids, scores and counts, never texts: the database authorises and supplies every hit. Scores are BM25
(k1 1.2, b 0.75) of boosted terms and agree between engines to 1e-4 on a fresh generation in which every document has the
field; where some lack it, an engine may count them in N and in the mean length (tantivy) or not (Elasticsearch). An
engine decides nothing about visibility, ranking or paging.

A term contains no white space. A term or value that no document can hold (too long, not encodable) matches nothing. A
field that a generation does not have is empty in all its documents: after a release the old generation goes on
answering newer questions. What can be checked without an engine (names, sizes, types) is in `checks`, so that all
engines refuse the same things.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class EngineUnavailable(Exception):
    """The engine cannot answer now (down, timed out, generation missing or unreadable); the caller falls back or
    retries.
    """


class GenerationExists(ValueError):
    """A generation of this name is already there."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of a search document, fixed for a generation.

    `text`: fields of space-joined terms, indexed with positions and norms. `keyword`: exact values, several per
    document, filterable and countable. `integer`: one signed 64-bit number per document, filterable and sortable.
    Every document also has `id` and `version`.
    """

    text: tuple[str, ...]
    keyword: tuple[str, ...]
    integer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document to be written: absent fields are empty; `id` is at least 1. `version` is the database's and
    decides which of two writes stays: the greater, and of equal ones the later.
    """

    id: int
    version: int
    text: Mapping[str, str] = field(default_factory=dict)
    keyword: Mapping[str, Sequence[str]] = field(default_factory=dict)
    integer: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deletion:
    """A document that must not be in the index, as of the database's `version`."""

    id: int
    version: int


class WriteOutcome(StrEnum):
    """What became of one write. APPLIED and STALE (a newer write was there) are both fine."""

    APPLIED = "applied"
    STALE = "stale"
    RETRY = "retry"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The outcome for one id, with the engine's reason where it was not applied."""

    id: int
    outcome: WriteOutcome
    error: str = ""


class Writer(Protocol):
    """Writes to one generation while its context is open; what was applied is searchable when it has closed."""

    def apply(self, writes: Iterable[Document | Deletion]) -> list[WriteResult]:
        """Write each item; a result for every one, in their order. A bad document is REJECTED alone, and leaves what
        was there before.

        May be called repeatedly; reads its iterable piece by piece.
        """
        ...


# A page of a filling, read when the engine is ready for it.
Page = Callable[[], Sequence[Document]]


# --- what to look for: a tree each engine compiles --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """Documents with this term in a text field; scores BM25 times `boost`."""

    field: str
    term: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents with these terms next to each other in a text field (of none: no documents; of one: as `Term`);
    scores times `boost`.
    """

    field: str
    terms: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Best:
    """Documents matching any clause (of none: no documents); the score is that of the best clause plus `tie` times
    the others (dis_max).
    """

    clauses: tuple[Node, ...]
    tie: float = 0.0


@dataclass(frozen=True, slots=True)
class Any:
    """Documents matching at least `minimum` clauses (of none: no documents; below one is one); scores add up."""

    clauses: tuple[Node, ...]
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class All:
    """Documents matching every clause (of none: all documents, score 0); scores add up. `optional` only adds to
    scores of those.
    """

    clauses: tuple[Node, ...]
    optional: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """Documents with any of these values in a keyword field (of none: no documents); adds nothing to scores."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ids:
    """Documents with these ids (of none: no documents); adds nothing to scores."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All documents but those that match; adds nothing to scores."""

    clause: Node


@dataclass(frozen=True, slots=True)
class Constant:
    """Documents that match the clause; each of them scores `score`, which is at least 0, whatever the clause would."""

    clause: Node
    score: float


Node = Term | Phrase | Best | Any | All | Values | Ids | Not | Constant


@dataclass(frozen=True, slots=True)
class Facet:
    """Counting the values of a keyword field: among the documents of the query and of every filter but those of
    `without`.

    At most `size` values, the most frequent first, ties by value; a document counts once for a value. `without` names
    a key of `EngineQuery.filters` (its own, so that OR inside a facet works); a key that is not there leaves nothing
    out.
    """

    field: str
    size: int
    without: str | None = None


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """A whole question: scored by `query`, restricted by every `filters` node (which adds nothing to scores), at most
    `limit` hits.

    `sort` empty: by score descending, ties by id ascending (an engine rounds scores to 5 significant digits first).
    Else an integer field, descending, then id descending, documents without a value last; scores are then 0. The
    first n hits are the same whatever the `limit`; with `loose_end`, any of those that tie with the last may be given,
    which costs less. `limit` 0 asks for counts only.
    """

    query: Node
    filters: Mapping[str, Node] = field(default_factory=dict)
    limit: int = 10
    sort: str = ""
    facets: Mapping[str, Facet] = field(default_factory=dict)
    loose_end: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: an id and its score."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """`total` is exact; `hits` are ordered; `facets` are value -> exact count (most frequent first) by the query's
    facet names; `took` in milliseconds.
    """

    total: int
    hits: list[Hit]
    facets: Mapping[str, Mapping[str, int]]
    took: float


class Engine(Protocol):
    """One search engine. Every method may raise EngineUnavailable, and no other error for what a user or a document
    contains.
    """

    name: str
    version: str  # of what decides the form of the index; part of a generation's fingerprint
    ordered: bool  # whether an older write never overwrites a newer one, so that what was read before `writer` was opened may be written
    place: str  # tells this engine from any other that SEARCH_URL may name beside it; kept with each generation, never a password

    def create(self, generation: str, schema: Schema, fingerprint: str) -> None:
        """Make an empty generation that remembers its fingerprint.

        Raises GenerationExists where one of that name is there, ValueError for a bad name (`checks.generation_name`)
        or schema.
        """
        ...

    def drop(self, generation: str) -> None:
        """Remove a generation once its readers are done; one that is not there is fine."""
        ...

    def generations(self) -> list[str]:
        """The names of all generations the engine holds."""
        ...

    def fingerprint(self, generation: str) -> str | None:
        """The fingerprint it was created with; None where there is no such generation."""
        ...

    def promote(self, generation: str, previous: str | None) -> None:
        """Told when a generation goes live (aliases and the like); reads are by name, so nothing may depend on it."""
        ...

    def writer(self, generation: str) -> AbstractContextManager[Writer]:
        """A writer; where the engine has no external versions of its own, it holds the one writer's lock before
        anything is read.

        A write older than what the index holds, or than an earlier write of the same context, is STALE. An exception
        inside the context is passed on; what was applied in it may then be lost, but is never half a document.
        """
        ...

    def fill(self, generation: str, pages: Iterable[Page]) -> Iterator[list[WriteResult]]:
        """Write many pages to a generation that nobody searches yet, as quickly as the engine can; yields the results of each page, in
        order, once it is kept.

        A page is read as inside `writer`, and other writers have their turn between pages. It may be read before the page ahead of it is
        kept, so whoever is interrupted goes on behind the last page that was yielded. All is searchable once the last results were taken.
        """
        ...

    def search(self, generation: str, query: EngineQuery) -> EngineAnswer:
        """Answer a question from what was committed before the call."""
        ...

    def search_many(self, generation: str, queries: Sequence[EngineQuery]) -> list[EngineAnswer]:
        """Answer several questions, in their order, on one way to the engine and back; each as `search` does. One that cannot be
        answered is an error for all.
        """
        ...

    def scores(self, generation: str, query: Node, ids: Collection[int]) -> dict[int, float]:
        """The scores of given documents for a query; those that do not match are absent."""
        ...

    def versions(self, generation: str, *, after: int = 0, limit: int = 5000) -> Iterator[tuple[int, int]]:
        """(id, version) of documents with an id above `after`, ascending, at most `limit`: what the gate compares."""
        ...

    def count(self, generation: str) -> int:
        """How many documents the generation holds."""
        ...

    def healthy(self) -> bool:
        """Whether the engine answers, in bounded time; never raises."""
        ...
