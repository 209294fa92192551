"""The map of a search's hits, and the same cities as a list."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from network.models import City
from search.indexing.building import build
from search.indexing.generations import promote
from search.query.request import SearchRequest
from search.web.hit_map import hit_map
from tests.factories import a_city, a_draft, a_published_practice, content
from tests.web.markup import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(tmp_path: Path, settings: Settings) -> None:
    """An engine of its own."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"


def city(name: str, practices: int, *, voivodeship: str = "30", at: tuple[float, float] | None = (52.2, 17.0)) -> City:
    """A city with so many published practices on a garden."""
    latitude, longitude = at or (None, None)
    place = a_city(name, voivodeship=voivodeship, population=9_000, latitude=latitude, longitude=longitude)
    for number in range(practices):
        a_published_practice(place, title=f"Ogród {number}")
    return place


@pytest.fixture
def cities(engine: None) -> None:
    """One with three practices, one with one; one in the list only, one abroad, one with drafts only."""
    city("Zmyślin", 3)
    city("Łąkowo", 1, at=(50.0, 22.0), voivodeship="18")
    city("Nigdzie", 2, at=None, voivodeship="18")
    city("Graz", 2, at=(47.1, 15.4), voivodeship="")
    City.objects.filter(name="Graz").update(country="AT")
    a_draft(city("Tajnów", 0, at=(51.0, 19.0)), what=content("Ogród tajny"))
    promote(build().generation)


def page(client: Client, address: str) -> str:
    """The page of an address that can be answered, with plain spaces."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def points(html: str) -> dict[str, str]:
    """Addresses by the name that each point of the map is called."""
    drawn = html.partition('<g class="points">')[2].partition("</g>")[0]
    found = re.findall(r'<a href="([^"]*)"[^>]*><title>([^<]*)</title><circle', drawn)
    return {unescape(label): unescape(url) for url, label in found}


def rows(html: str) -> list[tuple[str, str, int]]:
    """Name, address and number of each city in the list, in order."""
    listed = html.partition('<div id="miasta">')[2]
    found = re.findall(
        r'<th scope="row"><a href="(\?[^"]*)"[^>]*>([^<]*)</a> <small>.*?<td class="num-c">(\d+)', listed
    )
    return [(name, unescape(url), int(count)) for url, name, count in found]


@pytest.mark.usefixtures("cities")
def test_every_polish_city_with_hits_is_a_point_called_by_its_name_and_number(client: Client) -> None:
    assert list(points(page(client, "/szukaj/?q=ogród&view=map"))) == ["Zmyślin: 3 praktyki", "Łąkowo: 1 praktyka"]


@pytest.mark.usefixtures("cities")
def test_the_list_has_the_same_cities_and_those_whose_place_is_unknown(client: Client) -> None:
    html = page(client, "/szukaj/?q=ogród&view=map")
    assert [(name, count) for name, _, count in rows(html)] == [("Zmyślin", 3), ("Nigdzie", 2), ("Łąkowo", 1)]
    assert "1 miasto jest tylko na liście, bo nie znamy jego położenia." in html
    assert "Oraz 2 praktyk" in html and "spoza Polski" in html


@pytest.mark.usefixtures("cities")
def test_a_city_with_drafts_only_is_nowhere_on_the_page(client: Client) -> None:
    for address in ("/szukaj/?view=map", "/szukaj/?q=ogród&view=map", "/szukaj/?view=map&voivodeship=30"):
        assert "Tajnów" not in page(client, address) and "tajnow" not in page(client, address)


@pytest.mark.usefixtures("cities")
def test_a_point_and_a_row_lead_to_the_hits_that_they_promise(client: Client) -> None:
    html = page(client, "/szukaj/?q=ogród&status=finished&city=lakowo&view=map")
    links = {*points(html).values(), *(url for _, url, _ in rows(html))}
    asked = [parse_qs(urlsplit(url).query) for url in sorted(links)]
    assert asked == [
        {"q": ["ogród"], "status": ["finished"], "city": [slug]} for slug in ("lakowo", "nigdzie", "zmyslin")
    ]
    assert "3 praktyki" in page(client, f"/szukaj/{points(html)['Zmyślin: 3 praktyki']}")


@pytest.mark.usefixtures("cities")
def test_a_chosen_city_is_marked_and_the_others_stay(client: Client) -> None:
    html = page(client, "/szukaj/?city=lakowo&view=map")
    assert re.search(r'city=lakowo" aria-current="true"><title>Łąkowo: 1 praktyka', html)
    assert "Zmyślin: 3 praktyki" in points(html)


@pytest.mark.usefixtures("cities")
def test_voivodeships_are_links_to_their_own_map(client: Client) -> None:
    html = page(client, "/szukaj/?q=ogród&city=zmyslin&view=map")
    url = "/szukaj/?q=ogr%C3%B3d&amp;voivodeship=18&amp;view=map"
    assert f'<a href="{url}"><title>podkarpackie: 3 praktyki</title><path' in html
    assert f'<a href="{url}">podkarpackie</a>' in html, "the list has them too"
    near = page(client, unescape(url))
    assert list(points(near)) == ["Łąkowo: 1 praktyka"]
    assert 'href="/szukaj/?q=ogr%C3%B3d&amp;view=map">Cała Polska' in near
    assert "mazowieckie" not in html.partition('<g class="areas"')[2].partition("</g>")[0], "no hits, no link"


@pytest.mark.usefixtures("cities")
def test_a_larger_number_is_a_larger_point_and_is_drawn_below_smaller_ones(client: Client) -> None:
    radii = [int(r) for r in re.findall(r'<circle cx="\d+" cy="\d+" r="(\d+)"', page(client, "/szukaj/?view=map"))]
    assert len(radii) == 2 and radii[0] > radii[1]


@pytest.mark.usefixtures("cities")
def test_both_views_lead_to_each_other_and_filters_keep_the_map(client: Client) -> None:
    assert 'href="/szukaj/?q=ogr%C3%B3d&amp;view=map"' in page(client, "/szukaj/?q=ogród")
    html = page(client, "/szukaj/?q=ogród&status=finished&view=map")
    assert 'id="view-list" href="/szukaj/?q=ogr%C3%B3d&amp;status=finished"' in html
    assert '<input type="hidden" name="view" value="map">' in html
    assert 'class="chip" href="/szukaj/?q=ogr%C3%B3d&amp;view=map"' in html
    assert '<ol class="hits"' not in html


@pytest.mark.usefixtures("cities")
def test_an_unknown_view_is_the_list(client: Client) -> None:
    assert '<ol class="hits"' in page(client, "/szukaj/?q=ogród&view=globe")


@pytest.mark.usefixtures("cities")
def test_the_page_keeps_to_the_policy(client: Client) -> None:
    read = Page(page(client, "/szukaj/?view=map"))
    assert (read.inline, read.foreign) == ([], [])
    assert [id for id, count in read.ids.items() if count > 1] == []


@pytest.mark.usefixtures("cities")
def test_without_hits_the_map_says_what_the_list_says(client: Client) -> None:
    assert "Nie ma praktyk" in page(client, "/szukaj/?q=kosmodrom&view=map")


def test_without_an_engine_the_map_says_that_it_will_be_back(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    city("Zmyślin", 1)
    promote(build().generation)
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'away'}"
    assert "Mapa wróci razem z pełnym wyszukiwaniem." in page(client, "/szukaj/?view=map")


def test_a_map_costs_a_fixed_number_of_queries(client: Client) -> None:
    city("Zmyślin", 1)
    promote(build().generation)
    page(client, "/szukaj/?view=map")
    with CaptureQueriesContext(connection) as few:
        page(client, "/szukaj/?view=map")
    for number in range(5):
        city(f"Miasto {number}", 2, at=(50 + number / 2, 20))
    promote(build().generation)
    page(client, "/szukaj/?view=map")
    with CaptureQueriesContext(connection) as many:
        page(client, "/szukaj/?view=map")
    assert len(many) == len(few)


def test_with_a_long_question_the_map_stays_light_and_says_what_the_list_lacks(client: Client) -> None:
    for number in range(60):
        city(f"Miasto {number:02}", 1, at=(50 + number / 20, 18 + number % 7 / 2))
    promote(build().generation)
    long = " ".join(["ogród", *(f"-żółćźdźbłoś{number}" for number in range(60))])
    html = page(client, f"/szukaj/?q={long}&view=map")
    drawn = html[html.index('<svg class="map map-hits') : html.index("</svg>", html.index('<svg class="map map-hits'))]
    assert len(drawn.encode()) < 110_000
    assert len(points(html)) + drawn.partition('class="specks" d="')[2].partition('"')[0].count("M") == 60
    assert "Wybierz województwo, żeby je zobaczyć." in html


def test_a_target_never_covers_the_middle_of_another_point() -> None:
    for number in range(20):
        city(f"Miasto {number:02}", 1, at=(50 + number * number / 90, 19))
    promote(build().generation)
    drawn = hit_map(SearchRequest()).points
    assert len(drawn) == 20
    for point in drawn:
        target = point.r + point.reach / 2
        others = [abs(other.y - point.y) for other in drawn if other is not point]
        assert point.reach == 0 or min(others) >= target
    assert any(point.reach for point in drawn) and not all(point.reach for point in drawn)
