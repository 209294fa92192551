"""The contract of a store of vectors: a few passages a practice, one likeness a practice, which is that of its nearest passage.

A store decides nothing about visibility or ranking, and keeps no text. Whatever it holds can be made again from the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from search.embedding.base import Vectors

# So many practices a language must have to have a typical likeness of its own.
ENOUGH_TO_BE_TYPICAL = 20


class StoreUnavailable(Exception):
    """The store cannot answer now (missing, unreadable, locked too long): words are searched alone, writes wait."""


@dataclass(frozen=True, slots=True)
class PracticeVectors:
    """What is kept of a practice, as of the database's `version`: a vector of unit length for each passage, in the passages' order, and
    the language of each (ISO 639-1; none: of one language that has no name). No rows: the practice must not be in the store.
    """

    id: int
    version: int
    vectors: Vectors | None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a question the nearest passage of a practice is, and which passage that is (counted from 0).

    `value` is its cosine less what is typical of its language: of the practices with a passage in that language, the likeness of the one in
    the middle. A model finds texts in the question's own language nearer, whatever they are about; so told, likenesses in all languages
    can be compared, and 0 is a practice like any other. Of a language of few practices, the typical of all is taken. `typical` is what was
    taken off, so that the cosine can be told; `language` that of the passage.
    """

    value: float
    passage: int
    typical: float
    language: str


def check_fits(write: PracticeVectors, dimension: int) -> None:
    """Refuse what no store of so many dimensions can keep; raises StoreUnavailable."""
    if write.vectors is None:
        return
    if write.vectors.ndim != 2 or write.vectors.shape[1] != dimension:
        raise StoreUnavailable(f"Vectors of shape {write.vectors.shape} do not fit a store of {dimension} dimensions.")
    if write.languages and len(write.languages) != len(write.vectors):
        raise StoreUnavailable(f"There are {len(write.languages)} languages of {len(write.vectors)} vectors.")


class Likenesses(Protocol):
    """A question beside everything that the store held at one moment."""

    def nearest(self, *, above: float, limit: int) -> Sequence[int]:
        """Ids of the practices that are as like the question as that or more, the nearest first (ties by id), at most `limit`."""
        ...

    def of(self, ids: Collection[int]) -> Mapping[int, Likeness]:
        """Those of the practices that the store holds."""
        ...


class VectorStore(Protocol):
    """One store of several generations. Every method may raise StoreUnavailable."""

    def create(self, generation: str, dimension: int, fingerprint: str) -> None:
        """Make an empty generation."""
        ...

    def drop(self, generation: str) -> None:
        """Remove a generation; one that is not there is fine."""
        ...

    def generations(self) -> list[str]:
        """Those that are there."""
        ...

    def fingerprint(self, generation: str) -> str:
        """What the generation was made with."""
        ...

    def writer(self, generation: str) -> AbstractContextManager[VectorWriter]:
        """The one writer at a time; what is written must be read from the database while it is held."""
        ...

    def versions(self, generation: str) -> Mapping[int, int]:
        """The version of every practice that is in it."""
        ...

    def likenesses(self, generation: str, question: Vectors) -> Likenesses:
        """The question compared with everything; what was written before is in it."""
        ...


class VectorWriter(Protocol):
    """Writes to one generation while its context is open."""

    def apply(self, writes: Iterable[PracticeVectors]) -> None:
        """Replace what is kept of each of these practices; all is there when it returns."""
        ...
