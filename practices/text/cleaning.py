"""Text as it is kept: NFC, no control characters, no stray white space."""

import re
import unicodedata
from collections.abc import Mapping

_SPACES = re.compile(r"\s+")
_TRAILING = re.compile(r"[^\S\n]+\n")
_GAPS = re.compile(r"\n{3,}")


def clean_prose(text: str) -> str:
    """Prose in paragraphs: line ends as \\n, at most one empty line between paragraphs."""
    plain = _without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _GAPS.sub("\n\n", _TRAILING.sub("\n", plain)).strip()


def clean_line(text: str) -> str:
    """A text of one line; non-breaking spaces inside are kept only as plain ones."""
    return _SPACES.sub(" ", _without_controls(text)).strip()


def clean_map(texts: Mapping[str, str]) -> dict[str, str]:
    """A map from language to a text of one line, without the empty ones."""
    return {language: line for language, text in texts.items() if (line := clean_line(text))}


# Soft hyphens, zero-width spaces and byte order marks come along with copied text and cut words in two for search.
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")


def _without_controls(text: str) -> str:
    kept = (c for c in text if c in "\n\t" or not (c in _INVISIBLE or unicodedata.category(c) in {"Cc", "Cs"}))
    return unicodedata.normalize("NFC", "".join(kept))
