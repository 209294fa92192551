"""Where hits are: every city of all pages, counted as facets are, and none that has nothing public."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from network.models import City, Role
from practices.importing.places import Places as Register
from practices.importing.record import read_record
from practices.models import Practice
from practices.services.importing import import_practice
from practices.services.lifecycle import withdraw_practice
from search.finding.page import Degraded
from search.finding.places import Places, find_places
from search.query.request import CHOICES, FACETS, SearchRequest
from tests.factories import a_city, a_draft, a_published_practice, a_user, content, submitted
from tests.finding.asking import ask, counts, index_everything

pytestmark = pytest.mark.django_db


def places(q: str = "", **chosen: tuple[str, ...]) -> Places:
    """Where the hits of a search are."""
    return find_places(SearchRequest(q=q, facets=chosen))


def by_city(found: Places) -> dict[str, int]:
    """Hits by address of the city."""
    return {hits.city.slug: hits.count for hits in found.cities}


def practices(city: City, count: int, title: str = "Ogród", **fields: Any) -> list[Practice]:
    """So many published practices of a city."""
    return [a_published_practice(city, title=f"{title} {number}", **fields) for number in range(count)]


def an_organisations_practice(title: str) -> None:
    """A published practice that names no city."""
    place = {"organisation": "Wasserverband", "country": "DE", "scope": "regional"}
    record = read_record(json.dumps({"source_id": "r-1", "language": "de", "title": title, "place": place}))
    import_practice(record=record, place=Register().find(record.place), source="Wasser", publish=True)


@pytest.fixture
def three_cities() -> None:
    """Two cities of one voivodeship, one of another, one abroad, and an organisation without a city."""
    practices(a_city("Alfa", voivodeship="18", latitude=50.0, longitude=22.0), 3)
    practices(a_city("Beta", voivodeship="18"), 1)
    practices(a_city("Gamma", voivodeship="14", latitude=52.0, longitude=21.0), 2, status="running")
    practices(a_city("Graz", country="AT", latitude=47.1, longitude=15.4), 2)
    an_organisations_practice("Ogród 1")
    index_everything()


@pytest.mark.usefixtures("three_cities")
def test_all_hits_are_counted_by_city_those_with_the_most_first() -> None:
    found = places("ogród")
    assert list(by_city(found).items()) == [("alfa", 3), ("gamma", 2), ("graz", 2), ("beta", 1)]
    assert found.voivodeships == {"18": 4, "14": 2}
    assert [hits.city.name for hits in found.in_poland] == ["Alfa", "Gamma", "Beta"]
    assert (found.total, found.abroad, found.without_city, found.degraded) == (9, 2, 1, Degraded.NO)


@pytest.mark.usefixtures("three_cities")
@pytest.mark.parametrize(
    "chosen",
    [{}, {"city": ("alfa",)}, {"city": ("alfa", "graz")}, {"status": ("running",)}, {"voivodeship": ("18",)}],
    ids=str,
)
def test_a_count_is_that_of_the_facet_and_the_number_of_hits_behind_it(chosen: dict[str, tuple[str, ...]]) -> None:
    found = places("ogród", **chosen)
    others = {name: values for name, values in chosen.items() if name != "city"}
    assert by_city(found) == {slug: n for slug, n in counts(ask("ogród", **chosen), "city").items() if n}
    for slug, count in by_city(found).items():
        assert count == ask("ogród", **others, city=slug).count
    elsewhere = {name: values for name, values in others.items() if name != "voivodeship"}
    for teryt, count in found.voivodeships.items():
        assert count == ask("ogród", **elsewhere, voivodeship=teryt).count


def test_more_cities_are_counted_than_a_facet_shows() -> None:
    for number in range(103):
        practices(a_city(f"Miasto {number:03}", voivodeship="18"), 1)
    index_everything()
    assert len(counts(ask(), "city")) == 100
    assert len(places().cities) == 103


def test_a_city_with_nothing_public_is_nowhere() -> None:
    practices(a_city("Alfa"), 1)
    secretive = a_city("Tajnów")
    a_draft(secretive, what=content("Ogród tajny"))
    submitted(a_draft(secretive, what=content("Ogród zgłoszony")))
    index_everything()
    assert by_city(places()) == by_city(places("ogród")) == {"alfa": 1}


def test_a_city_whose_last_practice_was_withdrawn_is_gone_before_the_index_knows() -> None:
    practices(a_city("Alfa"), 1)
    [last] = practices(a_city("Beta", voivodeship="18"), 1)
    index_everything()
    assert by_city(places()) == {"alfa": 1, "beta": 1}
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=last, reason="Na prośbę miasta.")
    found = places()
    assert (by_city(found), found.voivodeships, found.total) == ({"alfa": 1}, {}, 1)


@pytest.mark.usefixtures("three_cities")
def test_names_in_quotes_that_are_nowhere_count_by_their_words_as_in_the_search() -> None:
    q = 'ogród "trzy wielkie lipy"'
    assert places(q).total == ask(q).count == 9


@pytest.mark.usefixtures("three_cities")
def test_without_an_engine_nothing_is_counted_and_it_says_so(engine_down: Callable[[], None]) -> None:
    engine_down()
    assert places("ogród") == Places(0, [], {}, Degraded.ENGINE)


@pytest.mark.parametrize("name", [name for name in FACETS if name != "city"])
def test_every_facet_of_a_search_restricts_the_map(name: str) -> None:
    practices(a_city("Alfa", voivodeship="18", population=9_000), 1, tags=("dach",))
    index_everything()
    without = {"voivodeship": "14", "language": "en", **{name: values[-1] for name, values in CHOICES.items()}}
    chosen = {name: (without.get(name, "1999"),)}
    assert places(**chosen).cities == []  # type: ignore[arg-type]
