"""The Polish alphabet: Ł after L and Ś after S, where a database sorts by code points."""

import unicodedata

LETTERS = "AĄBCĆDEĘFGHIJKLŁMNŃOÓPQRSŚTUVWXYZŹŻ"
_PLACE = {letter: place for place, letter in enumerate(LETTERS)}


def letter_of(name: str) -> str:
    """The letter under which a name stands; foreign accents are dropped, "#" for what begins with no letter."""
    first = name.strip()[:1].upper()
    if first in _PLACE:
        return first
    plain = unicodedata.normalize("NFKD", first)[:1]
    return plain if plain in _PLACE else "#"


def sort_key(name: str) -> tuple[int, ...]:
    """A key that sorts names as a Polish register does; spaces before letters."""
    key = []
    for character in name.upper():
        place = _PLACE.get(character)
        if place is None:
            place = _PLACE.get(unicodedata.normalize("NFKD", character)[:1], -1)
        key.append(place)
    return tuple(key)
