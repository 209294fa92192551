"""Polish words that a word typed without (some of) its Polish letters may stand for.

"sciezkami" can only be "ścieżkami": every placement of Polish letters that spelling rules allow is looked up in the
dictionary of the analysis. It finds forms that no document has used yet, which a vocabulary cannot.
"""

from collections.abc import Iterator
from functools import lru_cache

from search.analysis import in_dictionary

MAX_LENGTH = 24
MAX_PLACED = 4
MAX_TRIED = 200

_VARIANTS = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"}
_VOWELS = frozenset("aąeęioóuy")
# Softness before a vowel is written with an i ("ci"), and a nasal vowel or ó is followed by no vowel.
_NEVER_BEFORE_VOWELS = frozenset("ćńśźąęó")


@lru_cache(maxsize=4096)
def spellings(word: str) -> tuple[str, ...]:
    """Dictionary words that keep every letter of the lowercased word, but for Polish letters in place of bare ones.

    Fewest replaced first, of those the latest in the word. At most four letters are replaced and 200 placements tried,
    which takes some milliseconds, as anyone may ask for any word.
    """
    if len(word) > MAX_LENGTH:
        return ()
    return tuple(placed for placed in _placements(word) if in_dictionary(placed, "pl"))


def _placements(word: str) -> Iterator[str]:
    tried = 0
    for number in range(1, MAX_PLACED + 1):
        for placed in _with_letters(word, len(word) - 1, number, ""):
            yield placed
            tried += 1
            if tried >= MAX_TRIED:
                return


def _with_letters(word: str, at: int, number: int, ending: str) -> Iterator[str]:
    """The words with `number` letters replaced up to position `at`, and the ending after it; built from the end so that
    each letter's follower is known."""
    if number == 0:
        yield word[: at + 1] + ending
    elif at >= 0:
        for letter in _VARIANTS.get(word[at], "") + word[at]:
            if _may_stand(letter, at, ending):
                yield from _with_letters(word, at - 1, number - (letter != word[at]), letter + ending)


def _may_stand(letter: str, at: int, ending: str) -> bool:
    if letter in _NEVER_BEFORE_VOWELS and ending and ending[0] in _VOWELS:
        return False
    return not (letter in "ąę" and at == 0) and not (letter == "ł" and ending[:1] == "i")
