"""The names of the tags, themes and cities that public practices bear, in the memory of each process, to be looked up by their beginnings.

Read from the facets of the live generation, so a name that no public practice bears is never in it; made anew after a minute, or once
anything is renamed. What it says of frequency only orders candidates: what is shown is counted afresh (`names`).
"""

import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from search import analysis
from search.documents import facet_field
from search.engines.base import All, EngineQuery, Facet
from search.suggesting.asked import Asked
from search.suggesting.typed import Typed

KINDS = ("tag", "theme", "city")
# More values of a facet than there will be: the cities of Poland, and tags as people make them.
_EVERY = 50_000
_SECONDS = 60
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Name:
    """A tag, theme or city of public practices; `words` are those of its label, lowercased and without diacritics."""

    kind: str
    slug: str
    label: str
    words: tuple[str, ...]
    practices: int

    def begins_with(self, bare: tuple[str, ...]) -> bool:
        """Whether its words begin with these, one after the other."""
        return all(word.startswith(start) for word, start in zip(self.words, bare, strict=False))


@dataclass(slots=True)
class Directory:
    """All names in one language by their words."""

    names: list[Name] = field(default_factory=list)
    _words: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, names: list[Name]) -> "Directory":
        """A directory of these names."""
        return cls(names, sorted({(word, place) for place, name in enumerate(names) for word in name.words}))

    def beginning_with(self, typed: Typed) -> list[Name]:
        """The names in which every word that was typed is, or begins one; those that begin so first, then the most used, then by label."""
        longest = max(typed.bare, key=len)
        places = {place for _, place in self._range(longest)}
        found = [name for name in map(self.names.__getitem__, places) if _has_all(name, typed.bare)]
        return sorted(found, key=lambda name: (not name.begins_with(typed.bare), -name.practices, name.label))

    def _range(self, beginning: str) -> Iterator[tuple[str, int]]:
        first = bisect_left(self._words, (beginning, -1))
        last = bisect_left(self._words, (beginning + _LAST, -1), first)
        yield from self._words[first:last]


def _has_all(name: Name, bare: tuple[str, ...]) -> bool:
    return all(any(word.startswith(beginning) for word in name.words) for beginning in bare)


@dataclass(frozen=True, slots=True)
class _Memory:
    generation: str
    renamings: int
    made_at: float
    directory: Directory


# One a language.
_remembered: dict[str, _Memory] = {}


def directory(language: str, asked: Asked) -> Directory:
    """As of this minute; raises EngineUnavailable."""
    language = "pl" if language == "pl" else "en"
    now, known = time.monotonic(), _remembered.get(language)
    if (
        known is None
        or (known.generation, known.renamings) != (asked.generation.name, asked.names.renamings)
        or now - known.made_at > _SECONDS
    ):
        known = _Memory(asked.generation.name, asked.names.renamings, now, _read(language, asked))
        if known.renamings >= 0:  # else read inside a transaction, which may yet be rolled back
            _remembered[language] = known
    return known.directory


def forget_directory() -> None:
    """Read everything anew; for tests, which replace a whole database."""
    _remembered.clear()


def _read(language: str, asked: Asked) -> Directory:
    facets = {kind: Facet(facet_field(kind), _EVERY) for kind in KINDS}
    counted = asked.search(EngineQuery(All(()), limit=0, facets=facets)).facets
    return Directory.of([name for kind in KINDS for name in _named(kind, counted[kind], language, asked)])


def _named(kind: str, counts: Mapping[str, int], language: str, asked: Asked) -> Iterator[Name]:
    labels = asked.names.labels(kind, counts, language)
    for slug, count in counts.items():
        if slug in labels:
            label = labels[slug]
            yield Name(
                kind, slug, label, tuple(analysis.bare(token.word) for token in analysis.tokens(label, "xx")), count
            )
