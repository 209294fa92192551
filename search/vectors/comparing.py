"""A question beside all vectors that a file held at one moment, exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors

from .base import ENOUGH_TO_BE_TYPICAL, Likeness

# Less than any cosine.
_NONE = np.float32(-2.0)


@dataclass(frozen=True, slots=True)
class Held:
    """What a generation held when its entries had this size: whose rows are where, in the order of the rows, and in which language each is
    (a number for each of them).
    """

    size: int
    ids: NDArray[np.int64]
    versions: NDArray[np.int64]
    first: NDArray[np.int64]
    end: NDArray[np.int64]
    places: Mapping[int, int]
    rows: Vectors
    languages: NDArray[np.intp]
    language_names: list[str]


class MappedLikenesses:
    """As the contract says."""

    def __init__(self, held: Held, products: Vectors) -> None:
        self._held = held
        self._typical = _typical(held, products)[held.languages] if len(held.ids) else np.zeros_like(products)
        self._products = products - self._typical
        self._told: dict[int, Likeness] = {}

    @cached_property
    def _best(self) -> Vectors:
        """Of each practice, in the order held."""
        return _best_of_each(self._held, self._products)

    def nearest(self, *, above: float, limit: int) -> Sequence[int]:
        """As the contract says."""
        near = np.flatnonzero(self._best >= above)
        order = np.lexsort((self._held.ids[near], -self._best[near]))[:limit]
        found: list[int] = self._held.ids[near[order]].tolist()
        return found

    def of(self, ids: Collection[int]) -> Mapping[int, Likeness]:
        """As the contract says."""
        places = self._held.places
        new = [id for id in ids if id in places and id not in self._told]
        self._told |= self._tell(new)
        return {id: self._told[id] for id in ids if id in self._told}

    def _tell(self, ids: Sequence[int]) -> dict[int, Likeness]:
        """All at once, as a number taken out of an array by itself costs more than what is done with it."""
        at = np.array([self._held.places[id] for id in ids], dtype=np.intp)
        first, end = self._held.first[at], self._held.end[at]
        rows = np.array(
            [self._nearest_row(*bounds) for bounds in zip(first.tolist(), end.tolist(), strict=True)], dtype=np.intp
        )
        names = self._held.language_names
        told = zip(
            ids,
            self._products[rows].tolist(),
            (rows - first).tolist(),
            self._typical[rows].tolist(),
            self._held.languages[rows].tolist(),
            strict=True,
        )
        return {
            id: Likeness(value, passage, typical, names[language]) for id, value, passage, typical, language in told
        }

    def _nearest_row(self, first: int, end: int) -> int:
        return first if end == first + 1 else first + int(self._products[first:end].argmax())


def _best_of_each(held: Held, values: Vectors) -> Vectors:
    """The greatest value among the rows of each practice."""
    if not len(held.ids):
        return np.empty(0, dtype=np.float32)
    # Between the end of one practice's rows and the first of the next there may be rows of nobody.
    bounds = np.stack([held.first, held.end], axis=1).ravel()
    best: Vectors = np.maximum.reduceat(np.append(values, _NONE), bounds)[::2]
    return best


def _typical(held: Held, products: Vectors) -> Vectors:
    """By the number of a language: the likeness of the practice in the middle."""
    of_all = np.median(_best_of_each(held, products))
    found = np.full(len(held.language_names), of_all, dtype=np.float32)
    # Of the only language it is that of all.
    for language in range(len(found)) if len(found) > 1 else ():
        best = _best_of_each(held, np.where(held.languages == language, products, _NONE))
        there = best[best > _NONE]
        if len(there) >= ENOUGH_TO_BE_TYPICAL:
            found[language] = np.median(there)
    return found
