"""Words and meaning together: the order of a search's hits.

    score = words' score / what the whole question could score + MEANING_WEIGHT x likeness (beyond what is typical of its language)

A practice that is near in another language cannot have the question's words: its first part is FOREIGN_SHARE at least.

Both parts are absolute, so a hit's score depends on nothing but the question, the practice and the collection: never on the page, on a
filter, or on which list a hit came from. The part that a hit lacks, as only one list gave it, is looked up. A practice without vectors
(yet) is taken as typical.

The best n of all hits are found without scoring all of them: the nearest practices are looked up together with the words' list, of the
others those that could be among the n, and the words' list is read on only where something further down could reach the nth (after the
threshold algorithm of Fagin, Lotem and Naor, 2001).
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.engines.base import EngineAnswer, Hit
from search.engines.ordering import rounded
from search.finding.meaning import MARGIN, Meaning
from search.finding.plan import Plan
from search.query.request import WINDOW

# Fits the narrow cosines of e5; measured on the open sets (docs/search.md).
MEANING_WEIGHT = 4.0
# What a text in another language is taken to carry of the words: more, and it stands before what answers in the question's own language.
FOREIGN_SHARE = 0.1
# How many hits of the words' list, and how many of the nearest practices, are asked for at once: each costs some 10 microseconds, another
# way to a server 10 to 30 milliseconds, which half of the questions needed with 100 and 200 of them, and one in fifteen with these.
_FIRST_DEPTH = 300
_FIRST_NEAR = 300
# Scores that agree in five digits are equal: by so much, of the greater of them and 1, two of them may differ at most.
_ROUNDING = 2e-4


class WordsList(Protocol):
    """The hits of a search in the order of their words' scores, as an engine gives them."""

    def begin(self, limit: int, near: Sequence[int]) -> tuple[EngineAnswer, Mapping[int, float]]:
        """The first hits with everything counted, and what `among` says of these practices: asked together, as each way to an engine costs
        more than what is asked.
        """
        ...

    def longer(self, limit: int) -> EngineAnswer:
        """More of the first hits, with nothing counted."""
        ...

    def among(self, ids: Sequence[int]) -> Mapping[int, float]:
        """The words' scores of those of the practices that are hits."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A hit and the parts of its score: the share of the question's weight that its words carry, and its likeness beyond the typical, which
    is that of the `passage` of this number.
    """

    id: int
    words: float
    meaning: float = 0.0
    passage: int | None = None

    @property
    def score(self) -> float:
        """The parts together."""
        return self.words + MEANING_WEIGHT * self.meaning


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best hits, and the answer that says how many there are."""

    hits: list[Scored]
    answer: EngineAnswer


def ranked(by_words: WordsList, meaning: Meaning, question: Plan, wanted: int) -> Ranked:
    """The `wanted` best hits of both lists in order; scores of equal size (to five digits) go by id."""
    whole_weight = question.whole_weight
    likenesses = meaning.of(meaning.nearest)
    near, depth = meaning.nearest[:_FIRST_NEAR], min(max(_FIRST_DEPTH, 2 * wanted), WINDOW)
    first, known = by_words.begin(depth, near)
    looked_up = set(near)
    answer, scores = first, dict(known)
    while True:
        scores |= {hit.id: hit.score for hit in answer.hits}
        best = _best(scores, meaning, whole_weight, wanted)
        behind = _behind(answer, whole_weight)
        if behind is None:  # every hit is in the words' list, at its end with a score of zero
            return Ranked(best, first)
        least = _least(best, wanted)
        within_reach = [
            id
            for id, like in likenesses.items()
            if id not in scores and id not in looked_up and behind + MEANING_WEIGHT * like.value >= least
        ]
        if within_reach:
            scores |= by_words.among(within_reach)
            looked_up.update(within_reach)
            best = _best(scores, meaning, whole_weight, wanted)
        if depth >= WINDOW or _least(best, wanted) > behind + MEANING_WEIGHT * _farther(meaning):
            return Ranked(best, first)
        depth, answer = WINDOW, by_words.longer(WINDOW)


def _behind(answer: EngineAnswer, whole_weight: float) -> float | None:
    """What a hit behind the words' list may carry of the words at most; None where there is no such hit."""
    if len(answer.hits) >= answer.total:
        return None
    return max(answer.hits[-1].score / whole_weight if whole_weight else 0.0, FOREIGN_SHARE)


def _least(found: Sequence[Scored], wanted: int) -> float:
    """What a hit must score to be among the wanted ones, less what rounding may hide."""
    return _may_round_to(found[wanted - 1].score) if len(found) >= wanted else -math.inf


def _farther(meaning: Meaning) -> float:
    """The likeness that no practice beyond the nearest reaches."""
    if len(meaning.nearest) < WINDOW:
        return MARGIN
    last = meaning.nearest[-1]
    return meaning.of([last])[last].value


def _best(scores: Mapping[int, float], meaning: Meaning, whole_weight: float, wanted: int) -> list[Scored]:
    """The best of these hits, which have these scores of words."""
    likenesses = meaning.of(scores)
    hits = []
    for id, score in scores.items():
        words = score / whole_weight if whole_weight else 0.0
        like = likenesses.get(id)
        if like and meaning.is_foreign(like):
            words = max(words, FOREIGN_SHARE)
        hits.append(Scored(id, words, like.value, like.passage) if like else Scored(id, words))
    # Rounding costs more than all else here, so only what may be among the best is rounded.
    exact = [hit.score for hit in hits]
    least = _may_round_to(heapq.nlargest(wanted, exact)[-1]) if len(hits) > wanted else -math.inf
    within = [hit for hit, score in zip(hits, exact, strict=True) if score >= least]
    return sorted(within, key=lambda hit: (-rounded(hit.score), hit.id))[:wanted]


def _may_round_to(score: float) -> float:
    """No score below this is rounded to the same as `score`."""
    return score - _ROUNDING * max(1.0, abs(score))


def by_words_alone(hits: Sequence[Hit]) -> list[Scored]:
    """Hits of a search without meaning: the engine's own scores."""
    return [Scored(hit.id, hit.score) for hit in hits]
