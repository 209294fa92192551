"""What tests of finding share: bringing everything into an index, and asking it."""

from datetime import date
from typing import Any

from django.utils import timezone

from network.outbox.draining import drain
from search.finding.find import find
from search.finding.page import SearchPage
from search.indexing.building import build
from search.indexing.generations import promote
from search.query.request import FACETS, SearchRequest


def index_everything() -> None:
    """A new live generation with all that is public now, its vocabulary counted from it."""
    promote(build().generation)
    drain()


def ask(q: str = "", **asked: Any) -> SearchPage:
    """One page of a search: `sort`, `page`, `page_size`, `lang`, and facets, each as one value or as several."""
    facets = {name: asked.pop(name) for name in FACETS if name in asked}
    chosen = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in facets.items()}
    return find(SearchRequest(q=q, facets=chosen, **asked))


def found(q: str = "", **asked: Any) -> list[int]:
    """The ids of the first page of hits, in order."""
    return ids(ask(q, **asked))


def ids(page: SearchPage) -> list[int]:
    """The practices of a page, in order."""
    return [result.card.id for result in page.results]


def every_hit(q: str = "", **asked: Any) -> list[int]:
    """The ids of all pages, walked one after the other; the count stays the same on each."""
    first = ask(q, page_size=2, **asked)
    walked = ids(first)
    for number in range(2, first.pages + 1):
        page = ask(q, page_size=2, page=number, **asked)
        assert page.count == first.count
        walked += ids(page)
    assert len(walked) == first.count
    return walked


def months_ago(months: int) -> date:
    """A day of the calendar month so many months before this one."""
    year, month = divmod(12 * (today := timezone.localdate()).year + today.month - 1 - months, 12)
    return date(year, month + 1, 15)


def counts(page: SearchPage, facet: str) -> dict[str, int]:
    """The counts of a facet by value."""
    return {value.value: value.count for value in page.facets[facet]}


def marked(page: SearchPage) -> list[str]:
    """Every text that the passages of the first hit mark, field by field."""
    return [f"{s.field}: {part.text}" for s in page.results[0].snippets for part in s.segments if part.matched]
