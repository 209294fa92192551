"""Explaining hits: what `find` adds to its results where it is asked why they are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from practices.selectors.cards import PracticeCard, Texts
from search.finding.asking import Index
from search.finding.explanation import Explanation, FoundBy, MeaningPart, NearPassage, WordsPart
from search.finding.matching import matched_words
from search.finding.meaning import Meaning
from search.finding.passages import Place
from search.finding.plan import Plan
from search.finding.ranking import MEANING_WEIGHT, Scored
from search.query.syntax import Query


@dataclass(frozen=True, slots=True)
class Explaining:
    """A search that was made, and what it takes to explain its hits.

    `planned` is the question as typed, `asked` as it was searched in the end; `weight` what the share of its words is worth in a score;
    `by_words` the hits to be explained that their words alone would make hits.
    """

    query: Query
    sort: str
    planned: Plan
    asked: Plan
    meaning: Meaning | None
    weight: float
    by_words: frozenset[int]

    def of(self, hit: Scored, card: PracticeCard, texts: Texts, place: Place | None) -> Explanation:
        """Why a hit is there; `place` is where its nearest passage stands."""
        return Explanation(
            sort=self.sort,
            found_by=self._found_by(hit.id),
            words=WordsPart(hit.words / self.weight, self.weight),
            meaning=self._meaning(hit, place),
            matched=matched_words(self.query, self.planned, self.asked, card, texts),
        )

    def _found_by(self, id: int) -> FoundBy:
        if not self.asked.has_words:
            return ""
        if self.meaning is None or id not in self.meaning.nearest:
            return "words"
        return "both" if id in self.by_words else "meaning"

    def _meaning(self, hit: Scored, place: Place | None) -> MeaningPart | None:
        # Without a passage its score has no such part: another order was asked for, or it has no vectors.
        like = self.meaning.of([hit.id]).get(hit.id) if self.meaning and hit.passage is not None else None
        if like is None:
            return None
        passage = NearPassage(place.field, place.language, place.start, place.end) if place else None
        return MeaningPart(hit.meaning + like.typical, like.typical, MEANING_WEIGHT, passage)


def found_by_words(index: Index, asked: Plan, hits: Sequence[Scored]) -> frozenset[int]:
    """Those of the hits that would be hits without meaning; raises EngineUnavailable."""
    return (
        frozenset(index.engine.scores(index.generation, asked.node(), [hit.id for hit in hits]))
        if hits
        else frozenset()
    )
