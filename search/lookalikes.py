"""Words that look nearly like another: every word of a language at a few errors from a given one.

An error is one letter too many, one lost, one for another, or two neighbours swapped; Polish letters are compared without their marks, so
that a word both bare and mistyped is found. No index of mistakes is kept: the words, sorted, are walked letter by letter as if they were
a tree, and what no word begins with ends the walk. So a vocabulary of 100,000 words costs one sorted list.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

# Behind every letter.
_LAST = "\U0010ffff"
# So many words hold nearly every three letters that follow each other in a language.
_TELLING, _ENOUGH = 5_000, 50_000


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def an_error_apart(bare: str) -> set[str]:
    """Every bare word that one error may have turned into this one, its first letter being right: some 54 a letter."""
    found = set()
    for at in range(1, len(bare) + 1):
        before, after = bare[:at], bare[at:]
        found |= {before + letter + rest for letter in _LETTERS for rest in (after, after[1:])}
        found |= {before + after[1:], before + after[1:2] + after[:1] + after[2:]}
    return found


class Lookalikes:
    """The words of one language by how they look. `words`: all of them; `spellings`: bare form -> the words with Polish letters."""

    def __init__(self, words: Collection[str], spellings: Mapping[str, Sequence[str]]) -> None:
        self._words = words
        self._spellings = spellings
        accented = {word for spelled in spellings.values() for word in spelled}
        self._sorted = sorted({word for word in words if word not in accented}.union(spellings))

    def spelled(self, bare: str) -> list[str]:
        """The words whose bare form this is."""
        plain = [bare] if bare in self._words else []
        return [*plain, *self._spellings.get(bare, ())]

    def beginning_with(self, bare: str, most: int) -> Sequence[str]:
        """The bare forms that begin so, at most so many."""
        low = bisect_left(self._sorted, bare)
        return self._sorted[low : min(low + most, bisect_left(self._sorted, bare + _LAST, low))]

    def near(self, bare: str, *, errors: int, kept: int = 1, steps: int = 20_000) -> set[str]:
        """The bare forms of words that at most so many errors may have turned into `bare`.

        `kept`: so many letters at the beginning are right. `steps`: so many words are looked up at most; then what was found by then is
        all that is given.
        """
        walk = _Walk(self, self._sorted, steps)
        return {*walk.reached("", bare, errors, kept), *walk.reached("", bare, 0)}

    @cached_property
    def _triples(self) -> frozenset[str]:
        sample = islice(self._words, 0, None, len(self._words) // _ENOUGH + 1)
        return frozenset(triple for word in sample for triple in _triples(word))

    def seems_a_word(self, word: str) -> bool:
        """Whether all of its letters follow each other so in some of the words; few words cannot tell, so then anything does."""
        return len(self._words) < _TELLING or self._triples.issuperset(_triples(word))

    def places_of_error(self, word: str) -> range:
        """Behind how many letters one error may stand, the first letter being right, if the word would else be one that `seems_a_word`."""
        strange = (
            [] if self.seems_a_word(word) else [at for at, t in enumerate(_triples(word)) if t not in self._triples]
        )
        if not strange:
            return range(1, len(word) + 1)
        # An error reaches from the three letters that end with the one before it to those that begin with the second one after it.
        return range(max(1, strange[-1] - 2), min(len(word), strange[0] + 1) + 1)

    def __contains__(self, bare: str) -> bool:
        return bare in self._words or bare in self._spellings


def _triples(word: str) -> Iterator[str]:
    marked = f"^{word}$"
    return (marked[at : at + 3] for at in range(len(marked) - 2))


class _Walk:
    def __init__(self, known: Lookalikes, words: Sequence[str], steps: int) -> None:
        self._known = known
        self._words = words
        self._steps = steps

    def reached(self, start: str, rest: str, errors: int, kept: int = 0) -> Iterator[str]:
        """The words that begin with `start` and go on as `rest` would without so many errors."""
        if errors == 0:
            self._steps -= 1
            if start + rest in self._known:
                yield start + rest
            return
        low, high = 0, len(self._words)
        for at in range(len(rest) + 1):
            here, left = start + rest[:at], rest[at:]
            low = bisect_left(self._words, here, low, high)
            high = bisect_left(self._words, here + _LAST, low, high)
            if low == high or self._steps <= 0:
                return
            if at >= kept:
                for beginning, ending in self._after_an_error(here, left, low, high):
                    yield from self.reached(beginning, ending, errors - 1)

    def _after_an_error(self, here: str, left: str, low: int, high: int) -> Iterator[tuple[str, str]]:
        """What may have been meant where an error stands behind `here`: a right beginning, and what was typed after the error."""
        if left:
            yield here, left[1:]
        if len(left) > 1 and left[0] != left[1]:
            yield here + left[1] + left[0], left[2:]
        for letter in self._letters(len(here), low, high):
            yield here + letter, left
            if left and letter != left[0]:
                yield here + letter, left[1:]

    def _letters(self, at: int, low: int, high: int) -> Iterator[str]:
        """The letters that stand at a place in the words from `low` to `high`, which are the same up to it."""
        low += len(self._words[low]) == at
        while low < high:
            beginning = self._words[low][: at + 1]
            yield beginning[-1]
            low = bisect_left(self._words, beginning + _LAST, low, high)
