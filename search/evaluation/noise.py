"""Questions as people type them: without Polish letters, or with one typing error in every longer word. The same seed errs the same way."""

import random
import re

from search.analysis import bare

_WORD = re.compile(r"\w+")
_LONG = 4
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_POLISH = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def without_polish_letters(question: str) -> str:
    """As typed on a keyboard that has none."""
    return question.translate(_POLISH)


def with_typing_errors(question: str, seed: str) -> str:
    """One error in every word of four letters or more: two letters swapped, one dropped, one doubled, or a neighbouring key hit."""
    chance = random.Random(seed)  # noqa: S311
    return _WORD.sub(lambda match: _mistyped(match[0], chance), question)


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < _LONG or not word.isalpha():
        return word
    # The first letter is rarely wrong.
    at = chance.randrange(1, len(word) - 1)
    match chance.choice(("swap", "drop", "double", "neighbour")):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[: at + 1] + word[at:]
        case _:
            return word[:at] + _neighbour(word[at], chance) + word[at + 1 :]


def _neighbour(letter: str, chance: random.Random) -> str:
    plain = bare(letter)
    row = next((row for row in _ROWS if plain in row), None)
    if row is None:
        return letter
    place = row.index(plain)
    return chance.choice([row[i] for i in (place - 1, place + 1) if 0 <= i < len(row)])
