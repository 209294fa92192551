"""The contract of a format, and what it writes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from search.exporting.rows import ExportRow
from search.finding.page import Degraded
from search.query.request import WINDOW, SearchRequest


@dataclass(frozen=True, slots=True)
class Export:
    """A search to be written: `count` hits in all, of which `rows` gives the first 1,000, in the order of the pages of results.

    `rows` can be read once; a practice that has left the public since is not among them.
    """

    request: SearchRequest
    count: int
    degraded: Degraded
    made_at: datetime
    rows: Iterable[ExportRow]

    @property
    def is_cut(self) -> bool:
        """Whether there are more hits than an export has rows."""
        return self.count > WINDOW

    @property
    def language(self) -> str:
        """That of headings and labels: Polish or English."""
        return "pl" if self.request.lang == "pl" else "en"

    @property
    def address(self) -> str:
        """The page with these results."""
        with override(self.language):
            path = reverse("search")
        asked = urlencode(self.request.to_params(without=("lang", "page", "page_size")), doseq=True)
        return f"{settings.SITE_URL}{path}?{asked}" if asked else f"{settings.SITE_URL}{path}"


class Format(Protocol):
    """One kind of file."""

    name: str  # as `format` asks for it, and the ending of the file's name
    content_type: str

    def write(self, export: Export) -> Iterator[bytes]:
        """The file, piece by piece; it reads the rows as it goes."""
        ...
