"""The results page as a visitor meets it."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from network.models import Role
from network.outbox.draining import drain
from practices.services.lifecycle import withdraw_practice
from search.indexing.building import build
from search.indexing.generations import promote
from search.models import Generation, GenerationState
from tests.factories import a_city, a_published_practice, a_theme, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(tmp_path: Path, settings: Settings) -> None:
    """A live generation, empty at first."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    promote(build().generation)


def publish(*titles: str, city: str = "Zmyślin", **fields: object) -> None:
    """Published and findable."""
    place = a_city(city, voivodeship="30", population=38412, latitude=52.16, longitude=17.08)
    for title in titles:
        a_published_practice(place, **{"title": title, **fields})  # type: ignore[arg-type]
    drain()


def page(client: Client, address: str, **headers: str) -> str:
    """The page of an address that can be answered."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_results_are_counted_in_the_right_polish_plural(client: Client) -> None:
    publish("Ogród deszczowy")
    assert "1 praktyka" in page(client, "/szukaj/?q=deszczowe ogrody")
    publish("Ogród deszczowy przy szkole", "Dwa ogrody deszczowe", city="Nibygród")
    assert "3 praktyki" in page(client, "/szukaj/?q=ogrod deszczowy").replace("\u00a0", " ")


def test_the_english_page_searches_the_same_practices(client: Client) -> None:
    publish("Ogród deszczowy")
    assert "1 practice" in page(client, "/en/search/?q=ogród")


def test_a_match_is_marked_and_what_was_typed_is_escaped(client: Client) -> None:
    publish("Ogród <b>deszczowy</b>")
    found = page(client, '/szukaj/?q="><script>alert(1)</script> ogrodem')
    assert "<mark>Ogród</mark> &lt;b&gt;" in found
    assert "<script>alert" not in found


def test_each_chip_takes_its_own_filter_away(client: Client) -> None:
    publish("Ogród deszczowy", tags=("zieleń", "retencja"))
    found = page(client, "/szukaj/?q=ogród&tag=zielen&tag=retencja&theme=woda")
    assert 'href="/szukaj/?q=ogr%C3%B3d&amp;theme=woda&amp;tag=retencja"' in found
    assert 'href="/szukaj/?q=ogr%C3%B3d&amp;tag=retencja&amp;tag=zielen"' in found


def test_without_hits_the_page_offers_what_to_drop_and_how_much_that_finds(client: Client) -> None:
    publish("Ogród deszczowy", tags=("zieleń",))
    found = page(client, "/szukaj/?q=ogród&status=planned").replace("\u00a0", " ")
    assert "Usuń filtr „planowana”" in found
    assert "0 praktyk" in found
    assert "1 praktyka" in found


def test_a_chosen_value_without_hits_stays_visible(client: Client) -> None:
    publish("Ogród deszczowy")
    assert 'value="stopped" checked' in page(client, "/szukaj/?q=ogród&status=stopped")


def test_sub_themes_are_folded_under_their_theme_and_unfold_where_one_is_chosen(client: Client) -> None:
    for number in range(4):
        top = a_theme(f"temat-{number}", name_pl=f"Temat {number}")
        for name in ("a", "b"):
            a_theme(f"pod-{number}{name}", parent=top, name_pl=f"Podtemat {number}{name}")
            publish(f"Ogród {number}{name}", city=f"Miasto {number}{name}", themes=(f"pod-{number}{name}",))
    found = page(client, "/szukaj/?q=ogród").replace("\u00a0", " ")
    assert found.count('<details class="sub">') == 4
    assert 'Podtematy: 2<span class="vh"> (Temat 0)</span>' in found
    within = found.partition('aria-label="Podtematy tematu Temat 1"')[2].partition("</details>")[0]
    assert [value in within for value in ("pod-1a", "pod-1b", "pod-2a", "temat-1")] == [True, True, False, False]
    chosen = page(client, "/szukaj/?q=ogród&theme=pod-2b")
    unfolded = chosen.partition('<details class="sub" open>')[2].partition("</details>")[0]
    assert 'value="pod-2b" checked' in unfolded and 'value="pod-2a"' in unfolded
    assert chosen.count('<details class="sub" open>') == 1
    assert 'value="temat-2"' in chosen


def test_few_themes_are_shown_unfolded(client: Client) -> None:
    a_theme("cien", parent=a_theme("woda"))
    publish("Ogród deszczowy", themes=("cien",))
    assert '<details class="sub" open>' in page(client, "/szukaj/?q=ogród")


def test_marks_of_campaigns_in_the_address_do_no_harm(client: Client) -> None:
    publish("Ogród deszczowy")
    assert "1 praktyka" in page(client, "/szukaj/?q=ogród&utm_source=list&fbclid=1").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/szukaj/?page=51", 404),
        ("/szukaj/?page=2", 404),
        ("/szukaj/?page=abc", 400),
        ("/szukaj/?status=weird", 400),
        ("/szukaj/?q=" + "a" * 1001, 400),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence_and_a_search_box(
    client: Client, address: str, status: int
) -> None:
    publish("Ogród deszczowy")
    answer = client.get(address)
    assert answer.status_code == status
    assert 'name="q"' in answer.content.decode()


def test_the_results_can_be_taken_along_as_files(client: Client) -> None:
    publish("Ogród deszczowy", tags=("zieleń",))
    found = page(client, "/szukaj/?q=ogród&tag=zielen&sort=newest")
    links = [html.unescape(link) for link in re.findall(r'href="(/api/v1/search/export/[^"]+)"', found)]
    assert [parse_qs(urlsplit(link).query) for link in links] == [
        {"format": [name], "q": ["ogród"], "tag": ["zielen"], "sort": ["newest"]}
        for name in ("csv", "xlsx", "json", "ris")
    ]
    for link in links:
        file = client.get(link)
        assert (file.status_code, file["X-Total-Count"]) == (200, "1")
    assert "lang=en" in page(client, "/en/search/?q=ogród").partition("/api/v1/search/export/")[2][:60]
    assert "/api/v1/search/export/" not in page(client, "/szukaj/?q=kosmodrom")


def test_htmx_gets_only_the_part_under_the_search_box(client: Client) -> None:
    publish("Ogród deszczowy")
    part = page(client, "/szukaj/?q=ogród", **{"HX-Request": "true"})
    assert part.lstrip().startswith('<div id="znalezione"')
    assert "<html" not in part


def test_without_an_engine_the_database_answers_and_the_page_says_so(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    publish("Ogród deszczowy")
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'away'}"
    found = page(client, "/szukaj/?q=ogrody&theme=woda").replace("\u00a0", " ")
    assert "Szukamy teraz prościej niż zwykle" in found
    assert "1 praktyka" in found


def test_before_the_first_build_the_page_answers_from_the_database(client: Client) -> None:
    Generation.objects.filter(state=GenerationState.LIVE).delete()
    assert "Szukamy teraz prościej" in page(client, "/szukaj/").replace("\u00a0", " ")


def test_a_withdrawn_practice_is_gone_before_the_index_knows(client: Client) -> None:
    publish("Ogród deszczowy")
    secret = a_published_practice(a_city("Makietów"), title="Ogród tajny")
    drain()
    assert "tajny" in page(client, "/szukaj/?q=ogród")
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=secret, reason="Na prośbę miasta.")
    found = page(client, "/szukaj/?q=ogród").replace("\u00a0", " ")
    assert "tajny" not in found
    assert "1 praktyka" in found


def test_a_page_of_results_costs_a_fixed_number_of_queries(client: Client, settings: Settings) -> None:
    settings.PAST_SEARCHES = False  # a worker's part, done in the request where there is none
    publish("Ogród deszczowy")
    page(client, "/szukaj/?q=ogród")
    with CaptureQueriesContext(connection) as few:
        page(client, "/szukaj/?q=ogród")
    publish(*(f"Ogród numer {number}" for number in range(8)), city="Nibygród")
    with CaptureQueriesContext(connection) as many:
        page(client, "/szukaj/?q=ogród")
    assert len(many) == len(few) <= 14
