"""RIS for reference managers (Zotero, Mendeley, EndNote): each practice as a report of its city.

The format of Research Information Systems: a tag of two signs, two spaces, a hyphen, a space, a value in one line; lines end with CR LF; a
reference goes from TY to ER. UTF-8 without a mark, as some readers want TY to be the very first. There is no place for notes.
"""

from collections.abc import Iterator

from django.conf import settings

from search.exporting.base import Export
from search.exporting.columns import day
from search.exporting.rows import ExportRow


class Ris:
    """As the contract says."""

    name = "ris"
    content_type = "application/x-research-info-systems; charset=utf-8"

    def write(self, export: Export) -> Iterator[bytes]:
        """A reference a piece."""
        for row in export.rows:
            lines = [f"{tag}  - {_in_one_line(value)}\r\n" for tag, value in _reference(row, export.language) if value]
            yield "".join([*lines, "ER  - \r\n", "\r\n"]).encode()


def _reference(row: ExportRow, language: str) -> Iterator[tuple[str, str]]:
    card, published = row.card, day(row.facts.first_published_at)
    yield "TY", "RPRT"
    yield "TI", card.title
    yield "AU", _author(row.author)
    yield "PY", f"{published:%Y}"
    yield "DA", f"{published:%Y/%m/%d}"
    yield "AB", row.summary
    for name in (*(theme.name(language) for theme in card.themes), *(tag.name for tag in card.tags)):
        yield "KW", name
    yield "LA", card.language
    yield "UR", row.url
    yield "DP", settings.SITE_NAME


def _author(name: str) -> str:
    """A comma would part a family name from given names, which no city and no organisation has."""
    return name.replace(",", " –")


def _in_one_line(value: str) -> str:
    """Else a line of the text could pass for a line of the format."""
    return " ".join(value.split())
