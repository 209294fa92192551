"""Reading a collection, and cleaning what was scraped."""

import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Record = dict[str, Any]

VARIABLE = "PRACTICES_DATA"
# What fits the bound of a summary is a summary; anything longer is the description of what was done.
LONGEST_SUMMARY = 300

_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div)\s*/?\s*>", re.I)
_MARKUP = re.compile(r"</?(?:p|a|b|i|u|em|strong|span|div|ul|ol|li|font|h[1-6])\b[^>]*>", re.I)
# Zero-width and directional marks that came along with copying.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Bullets of symbol fonts lie in the private use area.
_BULLET = re.compile("[\ue000-\uf8ff]")
# UTF-8 that was once read as Windows-1252.
_MISREAD = {"â€™": "’", "â€˜": "‘", "â€œ": "“", "â€\x9d": "”", "â€“": "–", "â€”": "—", "â€¦": "…"}
_MISREADING = re.compile("|".join(_MISREAD))
_URL = re.compile(r"https?://[^\s,;<>\"]+")
_WWW = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?", re.I)


def data_folder() -> Path | None:
    """The folder of the collections, or None where PRACTICES_DATA does not name one."""
    named = os.environ.get(VARIABLE, "")
    return folder if named and (folder := Path(named) / "practices").is_dir() else None


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def prose(text: str) -> str:
    """A text in paragraphs: entities and markup resolved, invisible marks gone, one empty line between paragraphs."""
    readable = _MISREADING.sub(lambda found: _MISREAD[found.group()], text)
    plain = _MARKUP.sub("", _BREAK.sub("\n", html.unescape(readable)))
    plain = (
        _BULLET.sub("•", _INVISIBLE.sub("", plain))
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
        .replace("\xa0", " ")
    )
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """A text of one line, cleaned like prose."""
    return " ".join(prose(text).split())


def described(text: str) -> dict[str, str]:
    """A collection's only text, under the field that it is: a short one is the summary, a long one the solution."""
    clean = prose(text)
    return {"summary" if len(clean) <= LONGEST_SUMMARY else "solution": clean}


def first_url(text: str) -> str:
    """The first address in a cell that may hold several, or none; a bare host gets its scheme."""
    if found := _URL.search(text):
        return found.group().rstrip(".)")
    bare = text.strip()
    return f"https://{bare}" if _WWW.fullmatch(bare) else ""


def partial_date(text: str) -> str:
    """A day such as 2017/03/20, or a year such as 2021.0, in the form of the record."""
    day = text.strip().replace("/", "-").removesuffix(".0")
    return day if re.fullmatch(r"\d{4}(-\d\d-\d\d)?", day) else ""


def filled(record: Record) -> Record:
    """The record without its empty fields."""
    return {name: value for name, value in record.items() if value not in ("", None, [], {}, ())}
