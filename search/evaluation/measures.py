"""Measures of a ranking, as the field defines them (binary or graded relevance; gain 2^grade - 1, discount log2(rank + 1))."""

import math
from collections.abc import Mapping, Sequence

CUT = 10


def ndcg(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """nDCG at 10: the discounted gain of the first ten beside that of the best possible ten."""
    best = _dcg(sorted(relevance.values(), reverse=True)[:CUT])
    return _dcg([relevance.get(id, 0) for id in ranking[:CUT]]) / best if best else 0.0


def hit(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """1 where one of the first ten is relevant."""
    return float(any(relevance.get(id, 0) > 0 for id in ranking[:CUT]))


def reciprocal_rank(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """1 / rank of the first relevant one; 0 where none was found."""
    return next((1 / rank for rank, id in enumerate(ranking, start=1) if relevance.get(id, 0) > 0), 0.0)


def _dcg(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
