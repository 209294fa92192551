"""Questions that several people have asked, as long as some public practice answers them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from search import analysis
from search.documents import PARTS
from search.engines.base import All, Best, EngineAnswer, EngineQuery, Node, Term
from search.finding.snippets import Segment
from search.models import PastSearch
from search.suggesting.asked import Asked, Questions
from search.suggesting.typed import Typed, typed

# Read for each one that is shown, as some are answered no more.
_READ = 2


@dataclass(frozen=True, slots=True)
class PastFound:
    """A question with what was typed marked in it."""

    text: str
    segments: list[Segment]


def past_searches(begun: Typed, language: str, asked: Asked, most: int) -> Questions[list[PastFound]]:
    """Those that begin so, or have a word that does; the most asked first."""
    start = " ".join(begun.bare)
    rows = PastSearch.objects.filter(
        Q(key__startswith=start) | Q(key__contains=f" {start}"), language=language, blocked=False
    )
    candidates: list[PastFound] = []
    queries: list[EngineQuery] = []
    for text in rows.order_by("-askers", "key").values_list("text", flat=True)[: _READ * most]:
        words, segments = typed(text), begun.in_text(text, "xx")
        if words and segments and words.bare != begun.bare:
            candidates.append(PastFound(text, segments))
            queries.append(_everywhere(words, asked))

    def found(answers: Sequence[EngineAnswer]) -> list[PastFound]:
        return [past for past, answer in zip(candidates, answers, strict=True) if answer.total][:most]

    return Questions(queries, found)


def is_answered(words: Typed, asked: Asked) -> bool:
    """Whether some public practice has all of these words, in any form; raises EngineUnavailable."""
    return bool(asked.search(_everywhere(words, asked)).total)


def _everywhere(words: Typed, asked: Asked) -> EngineQuery:
    """How many practices have all of the words."""
    return EngineQuery(All(tuple(_anywhere(word, asked) for word in words.words)), limit=0)


def _anywhere(word: str, asked: Asked) -> Node:
    meant = {language: asked.vocabulary.restore(word, language) for language in analysis.LANGUAGES}
    return Best(
        tuple(
            Term(f"{part}_{language}", analysis.term(meant[language], language)) for part in PARTS for language in meant
        )
    )
