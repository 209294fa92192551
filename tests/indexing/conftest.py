"""The real embedded engine in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from search.finding.find import find
from search.indexing.building import build
from search.indexing.generations import promote
from search.models import Generation
from search.query.request import SearchRequest

Ask = Callable[..., list[int]]


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: Settings) -> Path:
    """Where the engine keeps its generations."""
    folder = tmp_path / "index"
    settings.SEARCH_URL = f"tantivy://{folder}"
    return folder


@pytest.fixture
def live(db: None) -> Generation:
    """A first generation, built of what there is and promoted."""
    return a_live_generation()


def a_live_generation() -> Generation:
    """Build a generation and make it live."""
    generation = build().generation
    promote(generation)
    return Generation.objects.get(pk=generation.pk)


def hits(q: str = "", **facets: str) -> list[int]:
    """The ids that a search finds, which must be as many as it counts; facets by name and one value."""
    page = find(SearchRequest(q=q, facets={name: (value,) for name, value in facets.items()}, page_size=100))
    assert page.count == len(page.results)
    return sorted(result.card.id for result in page.results)


def counts(facet: str, q: str = "") -> dict[str, int]:
    """The counts of a facet's values."""
    return {value.value: value.count for value in find(SearchRequest(q=q)).facets[facet]}
