"""The syntax tree of a search text: what the reader typed, before any analysis.

A `Word` is what stood between spaces and may analyse to several terms ("Bielsko-Biała") or to none ("&").
"""

from collections.abc import Iterator
from dataclasses import dataclass

FIELDS: tuple[str, ...] = ("tag", "theme", "city")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or any text without spaces and quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand next to each other, single spaces between them."""

    text: str


@dataclass(frozen=True, slots=True)
class Scoped:
    """A tag, theme or city by name or slug; `field` is one of `FIELDS`."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What a hit must not have."""

    clause: Word | Phrase | Scoped


Positive = Word | Phrase | Scoped
Clause = Word | Phrase | Scoped | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A whole search text: its clauses in the order they were typed."""

    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @property
    def positive(self) -> tuple[Positive, ...]:
        """The clauses that ask for something."""
        return tuple(clause for clause in self.clauses if not isinstance(clause, Not))

    @property
    def exclusions(self) -> tuple[Positive, ...]:
        """What hits must not have, without the minus."""
        return tuple(clause.clause for clause in self.clauses if isinstance(clause, Not))

    @property
    def words(self) -> tuple[Word, ...]:
        """The positive words."""
        return tuple(clause for clause in self.clauses if isinstance(clause, Word))

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The positive phrases."""
        return tuple(clause for clause in self.clauses if isinstance(clause, Phrase))

    @property
    def scopes(self) -> tuple[Scoped, ...]:
        """The positive `tag:`, `theme:` and `city:` clauses."""
        return tuple(clause for clause in self.clauses if isinstance(clause, Scoped))

    @property
    def text(self) -> str:
        """The positive words and phrases as one text: what to highlight, suggest for or compare by meaning."""
        return " ".join(self._texts())

    def _texts(self) -> Iterator[str]:
        for clause in self.clauses:
            if isinstance(clause, Word | Phrase):
                yield clause.text
