"""Words and meaning together: the order is that of all hits scored, however few of them were looked at."""

from collections.abc import Collection, Mapping, Sequence
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from search.engines.base import EngineAnswer, Hit
from search.engines.ordering import rounded
from search.finding import ranking
from search.finding.meaning import MARGIN, Meaning
from search.finding.plan import plan
from search.finding.ranking import FOREIGN_SHARE, MEANING_WEIGHT, ranked
from search.query.parser import parse
from search.vectors.base import Likeness
from search.vocabulary import Vocabulary

_QUESTION = plan(parse("zielone dachy"), Vocabulary.empty(), {})
_WEIGHT = _QUESTION.whole_weight


class Known:
    """Likenesses by id; every third practice is in English, the others in Polish."""

    def __init__(self, values: Mapping[int, float]) -> None:
        self.values = values

    def nearest(self, *, above: float, limit: int) -> Sequence[int]:
        return sorted((id for id, v in self.values.items() if v >= above), key=lambda id: (-self.values[id], id))[
            :limit
        ]

    def of(self, ids: Collection[int]) -> Mapping[int, Likeness]:
        return {id: Likeness(self.values[id], 0, 0.0, "pl" if id % 3 else "en") for id in ids if id in self.values}


class Listed:
    """The hits of a search, by their words."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.hits = sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def begin(self, limit: int, near: Sequence[int]) -> tuple[EngineAnswer, Mapping[int, float]]:
        # Of those that tie with the last any may be given, so here the wrong ones are.
        wrong = sorted(self.hits, key=lambda hit: (-hit.score, -hit.id))[:limit]
        return EngineAnswer(len(self.hits), wrong, {}, 0.0), self.among(near)

    def longer(self, limit: int) -> EngineAnswer:
        return EngineAnswer(len(self.hits), self.hits[:limit], {}, 0.0)

    def among(self, ids: Sequence[int]) -> Mapping[int, float]:
        return {hit.id: hit.score for hit in self.hits if hit.id in ids}


# Of each practice: the score of its words (0: none), its likeness (None: no vectors yet), and whether the filters let it through.
_PRACTICES = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1.0, 2.0, 3.5, 4.0, 5.0]),
        st.none() | st.sampled_from([-0.05, 0.0, 0.05, 0.08, 0.15]),
        st.booleans(),
    ),
    max_size=40,
)


def _expected(practices: Mapping[int, tuple[float, float | None, bool]], meaning: Meaning) -> list[int]:
    def score(id: int) -> float:
        words, likeness, _ = practices[id]
        foreign = likeness is not None and likeness >= MARGIN and id % 3 == 0
        share = max(words / _WEIGHT, FOREIGN_SHARE if foreign else 0.0)
        return share + MEANING_WEIGHT * (likeness if likeness is not None else 0.0)

    hits = [id for id, (words, _, passes) in practices.items() if passes and (words or id in meaning.nearest)]
    return sorted(hits, key=lambda id: (-rounded(score(id)), id))


def _found(practices: Mapping[int, tuple[float, float | None, bool]], meaning: Meaning, wanted: int) -> list[int]:
    hits = [
        Hit(id, words) for id, (words, _, passes) in practices.items() if passes and (words or id in meaning.nearest)
    ]
    return [hit.id for hit in ranked(Listed(hits), meaning, _QUESTION, wanted).hits]


@given(_PRACTICES, st.integers(1, 12), st.integers(1, 6), st.integers(0, 6))
def test_the_best_hits_are_those_of_all_hits_scored_whatever_was_looked_at(
    rows: list[tuple[float, float | None, bool]], wanted: int, depth: int, near: int
) -> None:
    practices = dict(enumerate(rows, start=1))
    known = Known({id: likeness for id, (_, likeness, _) in practices.items() if likeness is not None})
    meaning = Meaning(tuple(known.nearest(above=MARGIN, limit=1000)), known, "pl")
    # So that few rows are many.
    with patch.object(ranking, "_FIRST_DEPTH", depth), patch.object(ranking, "_FIRST_NEAR", near):
        assert _found(practices, meaning, wanted) == _expected(practices, meaning)[:wanted]


def test_a_practice_without_vectors_yet_stands_where_its_words_put_it_among_typical_ones() -> None:
    practices = {1: (5.0, None, True), 2: (5.0, -0.05, True), 3: (1.0, 0.05, True), 4: (1.0, 0.0, True)}
    known = Known({2: -0.05, 3: 0.05, 4: 0.0})
    assert _found(practices, Meaning((), known), 4)[0] == 1


def test_the_order_does_not_depend_on_how_many_were_asked_for() -> None:
    practices = {id: (float(id % 7), (id % 11) / 50 - 0.1, True) for id in range(1, 400)}
    known = Known({id: likeness for id, (_, likeness, _) in practices.items()})
    meaning = Meaning(tuple(known.nearest(above=MARGIN, limit=1000)), known, "pl")
    whole = _found(practices, meaning, 300)
    for wanted in (1, 20, 100):
        assert _found(practices, meaning, wanted) == whole[:wanted]


def test_what_is_near_in_another_language_is_not_held_against_for_lacking_the_words() -> None:
    practices = {2: (0.0, 0.06, True), 3: (0.0, 0.06, True)}
    known = Known({2: 0.06, 3: 0.06})
    assert _found(practices, Meaning((2, 3), known, "pl"), 2) == [3, 2]
    assert _found(practices, Meaning((2, 3), known, "en"), 2) == [2, 3]
    assert _found(practices, Meaning((2, 3), known), 2) == [2, 3]
