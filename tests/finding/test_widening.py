"""Ways out of a search without hits: each gives way in one point, and has the hits that it promises."""

from collections.abc import Callable

import pytest

from search.finding.find import find
from search.finding.widening import Way, Wider, widenings, wider_with_hits
from search.query.request import SearchRequest
from tests.factories import a_city, a_published_practice, a_theme
from tests.finding.asking import index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def collection() -> None:
    """A sub-theme beside another, two cities of one voivodeship and one of another, of three sizes."""
    water = a_theme("woda")
    a_theme("cien", parent=water)
    a_theme("deszcz", parent=water)
    a_theme("ruch")
    small = a_city("Alfa", voivodeship="18", population=9_000)
    a_city("Beta", voivodeship="18", population=30_000)
    large = a_city("Gamma", voivodeship="14", population=400_000)
    a_published_practice(small, title="Ogród deszczowy", themes=("deszcz",))
    a_published_practice(small, title="Ogród przy szkole", themes=("ruch",), status="running")
    a_published_practice(large, title="Fontanna", themes=("cien",))
    index_everything()


def asked(q: str = "", **facets: str | tuple[str, ...]) -> SearchRequest:
    """A search of these words and filters."""
    chosen = {name: (value,) if isinstance(value, str) else value for name, value in facets.items()}
    return SearchRequest(q=q, facets=chosen)


def ways(request: SearchRequest) -> dict[Way, list[tuple[SearchRequest, int]]]:
    """The wider searches with hits, by their way."""
    found: dict[Way, list[tuple[SearchRequest, int]]] = {}
    for wider, count in wider_with_hits(request, most=20):
        found.setdefault(wider.way, []).append((wider.request, count))
    return found


def test_a_sub_theme_gives_way_to_its_theme() -> None:
    assert ways(asked("ogród", theme="cien"))[Way.THEME] == [(asked("ogród", theme="woda"), 1)]


def test_a_city_gives_way_to_its_voivodeship() -> None:
    assert ways(asked("ogród", city="beta"))[Way.VOIVODESHIP] == [(asked("ogród", voivodeship="18"), 2)]


def test_a_size_of_cities_takes_its_neighbours_in() -> None:
    assert ways(asked(population="20-50k"))[Way.NEIGHBOURS] == [(asked(population=("0-20k", "20-50k", "50-100k")), 2)]
    assert ways(asked(population="100-300k"))[Way.NEIGHBOURS] == [
        (asked(population=("50-100k", "100-300k", "300k+")), 1)
    ]


def test_each_filter_can_be_dropped_as_a_whole_and_all_of_them() -> None:
    found = ways(asked("fontanna", status=("planned", "stopped"), theme="ruch"))
    assert Way.FILTER not in found, "either alone still leaves nothing"
    assert found[Way.FILTERS] == [(asked("fontanna"), 1)]
    assert ways(asked("fontanna", status=("planned", "stopped")))[Way.FILTER] == [(asked("fontanna"), 1)]


def test_what_is_quoted_can_be_asked_for_without_quotes() -> None:
    assert ways(asked('"szkole ogród"')) == {Way.QUOTES: [(asked("szkole ogród"), 2)]}
    assert ways(asked("„szkole ogród”", status="finished"))[Way.QUOTES] == [
        (asked("szkole ogród", status="finished"), 1)
    ]


def test_one_word_of_a_few_can_be_dropped() -> None:
    found = ways(asked("fontanna -fontanna"))
    assert found == {Way.WORD: [(asked("-fontanna"), 2), (asked("fontanna"), 1)]}
    assert list(widenings(asked("jedno"))) == []


def test_every_promise_is_kept_and_nothing_wider_finds_less() -> None:
    for request in (
        asked("ogród", theme="cien", city="beta", status="planned"),
        asked("ogród fontanna", population="50-100k", voivodeship="14"),
        asked("", theme=("cien", "ruch"), city=("alfa", "gamma"), year="1999"),
    ):
        before = find(request).count
        for wider, count in wider_with_hits(request, most=20):
            assert count == find(wider.request).count > 0
            assert wider.way is Way.WORD or count >= before


def test_a_wider_search_begins_at_its_first_page_and_is_another_search() -> None:
    request = SearchRequest(q="dwa słowa", facets={"theme": ("woda",), "city": ("nigdzie",)}, page=3, sort="newest")
    found: list[Wider] = list(widenings(request))
    assert found and all(wider.request.page == 1 and wider.request.sort == "newest" for wider in found)
    assert all((wider.request.q, wider.request.facets) != (request.q, request.facets) for wider in found)


def test_without_an_engine_there_are_no_promises(engine_down: Callable[[], None]) -> None:
    engine_down()
    assert wider_with_hits(asked("ogród", theme="cien"), most=20) == []
