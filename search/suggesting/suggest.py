"""`suggest()`: what a search box offers for the letters typed so far, the same for the web page and the API."""

import logging
from dataclasses import dataclass
from typing import Literal

from search.engines.base import EngineUnavailable
from search.finding.snippets import Segment
from search.metrics import SUGGEST_SECONDS
from search.suggesting.asked import asked_now
from search.suggesting.names import NameFound, names
from search.suggesting.past import PastFound, past_searches
from search.suggesting.titles import PracticeFound, practices
from search.suggesting.typed import Typed, typed

logger = logging.getLogger(__name__)

Kind = Literal["practice", "search", "tag", "theme", "city"]
KINDS: tuple[Kind, ...] = ("practice", "search", "tag", "theme", "city")
# Of each kind: more than a dozen lines in all nobody reads while typing.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line. `segments` is its text; `beside` the city of a practice; `practices` how many a tag, theme or city has, else None.

    What it stands for: `id` and `slug` of a practice, the `slug` of a name, the text itself of a search. `language`: of the text.
    """

    kind: Kind
    segments: list[Segment]
    language: str
    id: int | None = None
    slug: str = ""
    beside: str = ""
    practices: int | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The lines in the order of `KINDS`. `degraded`: the engine did not answer, so there are none."""

    lines: list[Suggestion]
    degraded: bool = False


@SUGGEST_SECONDS.time()
def suggest(q: str, language: str) -> Suggestions:
    """Practices, past searches, tags, themes and cities that have what was typed, three of each at most. Never raises: what cannot be
    offered is left out, and whoever types can always search.
    """
    begun = typed(q)
    if begun is None:
        return Suggestions([])
    try:
        return Suggestions(_lines(begun, language))
    except EngineUnavailable as error:
        logger.warning("Nothing is suggested: %s", error)
        return Suggestions([], degraded=True)


def _lines(begun: Typed, language: str) -> list[Suggestion]:
    asked = asked_now()
    titles = practices(begun, language, asked, _MOST)
    past = past_searches(begun, language, asked, _MOST)
    known = names(begun, language, asked, _MOST)
    answers = iter(asked.search_many([*titles.queries, *past.queries, *known.queries]))
    found_practices, found_searches, named = titles.answered(answers), past.answered(answers), known.answered(answers)
    return [
        *(_practice(found) for found in found_practices),
        *(_search(found, language) for found in found_searches),
        *(_name("tag", found, language) for found in named["tag"]),
        *(_name("theme", found, language) for found in named["theme"]),
        *(_name("city", found, language) for found in named["city"]),
    ]


def _practice(found: PracticeFound) -> Suggestion:
    practice = found.practice
    return Suggestion("practice", found.title, found.language, id=practice.id, slug=practice.slug, beside=practice.of)


def _search(found: PastFound, language: str) -> Suggestion:
    return Suggestion("search", found.segments, language)


def _name(kind: Kind, found: NameFound, language: str) -> Suggestion:
    return Suggestion(kind, found.label, language, slug=found.name.slug, practices=found.practices)
