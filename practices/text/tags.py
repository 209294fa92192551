"""Tag names: how they are typed, and when two of them are the same tag. Pure."""

import unicodedata
from collections.abc import Iterable

from practices.text.cleaning import clean_line

LONGEST_TAG = 100


def tag_key(name: str) -> str:
    """What makes two names one tag: casefolded NFKC with single spaces ("ŻÓŁĆ" and "żółć"). Applying it twice changes
    nothing.
    """
    key, before = clean_line(name), None
    while key != before:
        before = key
        key = clean_line(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", key).casefold()))
    return key


def parse_tags(text: str) -> list[str]:
    """The names in a line such as "Zielone dachy, woda, WODA": separated by commas only; of one tag
    the first spelling.
    """
    return distinct(text.split(","))


def distinct(names: Iterable[str]) -> list[str]:
    """The names cleaned, without empty ones and without a second spelling of the same tag."""
    by_key: dict[str, str] = {}
    for name in names:
        if key := tag_key(name):
            by_key.setdefault(key, clean_line(name))
    return list(by_key.values())
