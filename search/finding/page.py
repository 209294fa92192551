"""What a search gives back: a page of results that the database has supplied."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from practices.selectors.cards import PracticeCard
from search.finding.explanation import Explanation
from search.finding.snippets import Segment
from search.query.request import WINDOW, SearchRequest

# Who answered when no engine did.
DATABASE = "database"


class Degraded(StrEnum):
    """Why a search is simpler than usual."""

    NO = ""
    ENGINE = "engine"  # the engine cannot answer: the database does, without facets
    OUTDATED = "outdated"  # the index was built by another version of the program
    MEANING = "meaning"  # the model of meaning cannot answer: words do alone


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: how many hits there would be if it alone were chosen in its facet, the other facets as they are.

    `parent` is the value it stands under, which comes before it: a sub-theme's theme; empty for all others.
    """

    value: str
    label: str
    count: int
    selected: bool
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a field (`title`, `summary`, `challenge`, ...) that shows why a practice was found."""

    field: str
    language: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A hit: its card, its score (0 without words), its title with the matched words marked, its passages, and why it is there where that
    was asked.
    """

    card: PracticeCard
    score: float
    title: list[Segment]
    snippets: list[Snippet]
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search. `query` is the question as it was understood, `engine` the name of who answered it, `mode` whether words alone
    were searched or words and meaning. `unquoted`: what was quoted is nowhere as such, so its words were searched. `corrected`: what was
    searched instead of what was typed, `did_you_mean`: a question that would find more, or better; each empty where there is none.
    """

    request: SearchRequest
    query: str
    count: int
    degraded: Degraded
    facets: Mapping[str, list[FacetValue]]
    results: list[SearchResult]
    engine: str
    mode: Literal["words", "hybrid"] = "words"
    unquoted: bool = False
    corrected: str = ""
    did_you_mean: str = ""

    @property
    def pages(self) -> int:
        """How many pages can be opened: those within the window."""
        reachable = min(self.count, WINDOW // self.request.page_size * self.request.page_size)
        return max(1, -(-reachable // self.request.page_size))
