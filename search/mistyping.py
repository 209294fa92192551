"""How likely one word is typed for another: which errors fingers and ears make.

Letters doubled, swapped or lost, neighbouring keys and letters that sound alike in Polish are likelier than any others. The price of an
error is the negative logarithm of its likelihood, but for a constant, so prices add up. They were set by hand: on two sets of
questions half of them or twice as much changed nothing that could be told from chance.
"""

from collections.abc import Iterator
from itertools import pairwise

from search.analysis import bare

UNLIKELY = 4.0
_SWAPPED, _DOUBLED, _NEIGHBOUR, _ALIKE, _LOST, _BRUSHED, _SEVERAL = 0.0, 0.0, 0.3, 0.3, 0.5, 1.0, 6.0
# A Polish letter typed bare by somebody who has the others, and a mark that the word has not.
_MARK_LOST, _MARK_ADDED = 0.7, 2.0

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# All without marks: u for ó, the common mistakes of English and German ears, and what is one letter too many: "rz" for ż, "en" for ę.
_SOUNDS = frozenset({"uo", "ou", "ij", "ji", "iy", "yi", "wv", "vw", "kc", "ck"})
_FIRST_TOO_MANY, _SECOND_TOO_MANY = frozenset({"rz", "ch", "sz"}), frozenset({"en", "em", "on", "om"})


def price(typed: str, meant: str, *, marked: bool = True) -> float:
    """What it costs to take `typed` for `meant`, both lowercased: 0 for the likeliest errors, from `UNLIKELY` on for the others.

    `marked`: whether who typed it has Polish letters; else one that is lacking costs nothing.
    """
    plain, right = bare(typed), bare(meant)
    start = _same(plain, right)
    end = _same(plain[start:][::-1], right[start:][::-1])
    around = [*zip(typed[:start], meant, strict=False), *zip(typed[::-1][:end], meant[::-1], strict=False)]
    marks = sum(_mark(was, is_, marked=marked) for was, is_ in around if was != is_)
    return marks + _error(plain, start, plain[start : len(plain) - end], right[start : len(right) - end])


def _neighbours() -> Iterator[str]:
    for above, row in zip(("", *_ROWS), _ROWS, strict=False):
        # A row is shifted by about half a key against the one above it.
        for pairs in (
            pairwise(row),
            zip(row, above, strict=False),
            zip(row, above[1:], strict=False),
        ):
            for one, other in pairs:
                yield from (one + other, other + one)


_NEIGHBOURS = frozenset(_neighbours())


def _same(first: str, second: str) -> int:
    """How many letters two words have in common at their beginnings."""
    return next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _mark(was: str, meant: str, *, marked: bool) -> float:
    return _MARK_ADDED if was != bare(meant) else _MARK_LOST * marked


def _error(word: str, at: int, typed: str, meant: str) -> float:
    """The price of the one place where the bare words differ."""
    match len(typed), len(meant):
        case 0, 0:
            return 0.0
        case 2, 2 if typed == meant[::-1]:
            return _SWAPPED
        case 1, 0:
            return _too_many(word, at)
        case 0, 1:
            return _LOST
        case 1, 1:
            return _NEIGHBOUR if typed + meant in _NEIGHBOURS else _ALIKE if typed + meant in _SOUNDS else UNLIKELY
        case _:
            return _SEVERAL


def _too_many(word: str, at: int) -> float:
    before, after = word[at - 1 : at + 1] if at else "", word[at : at + 2]
    if before == word[at] * 2:
        return _DOUBLED
    if after in _FIRST_TOO_MANY or before in _SECOND_TOO_MANY:
        return _ALIKE
    return _BRUSHED if before in _NEIGHBOURS or after in _NEIGHBOURS else UNLIKELY
