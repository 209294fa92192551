"""The contract's order of hits, for engines that break ties in another way: by score rounded to 5 significant digits, then by id."""

from collections.abc import Sequence

from .base import Hit


def rounded(score: float) -> float:
    """A score as it is compared: engines add up the same numbers in different orders."""
    return float(f"{score:.4e}")


def with_whole_tie(scores: Sequence[float], limit: int) -> int:
    """How many of these descending scores the first `limit` hits are chosen from: those, and all that tie with the last."""
    end = min(limit, len(scores))
    last = rounded(scores[end - 1]) if end else 0.0
    while end < len(scores) and rounded(scores[end]) == last:
        end += 1
    return end


def in_order(hits: Sequence[Hit]) -> list[Hit]:
    """The hits by score, ties by id."""
    return sorted(hits, key=lambda hit: (-rounded(hit.score), hit.id))
