"""The practices nearest in meaning to a question that found nothing: whatever its filters, and however few of its words they have."""

from dataclasses import replace

from practices.selectors.cards import PracticeCard, practice_cards
from search.finding.beginning import begin
from search.finding.meaning import MeaningUnavailable, meaning_of
from search.finding.question import question_of
from search.query.parser import without_quotes
from search.query.request import SearchRequest
from search.vectors.base import StoreUnavailable

# Beyond this a practice is as like the question as the typical one of its language.
_TYPICAL = 0.0
# Times as many candidates as are wanted: some may have left the public since.
_SPARE = 4


def nearest_in_meaning(request: SearchRequest, limit: int) -> list[PracticeCard]:
    """At most `limit` published practices, the nearest first. None where the question has no words, or while there is no meaning."""
    # What is quoted means something too, though it is nowhere as such.
    asked = replace(request, q=without_quotes(request.q), facets={}, page=1)
    known = begin(asked.query)
    question = question_of(asked, known)
    try:
        meaning = meaning_of(question.searched, question.vocabulary, known.meaning)
        candidates = meaning.likenesses.nearest(above=_TYPICAL, limit=_SPARE * limit) if meaning else []
    except (MeaningUnavailable, StoreUnavailable):
        return []
    cards = practice_cards(candidates, language=request.lang)
    return [cards[id] for id in candidates if id in cards][:limit]
