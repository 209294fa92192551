"""What the results page offers where nothing was found."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from network.models import Role
from network.outbox.draining import drain
from practices.services.lifecycle import withdraw_practice
from search.indexing.building import build
from search.indexing.embedding import embed_pending
from search.indexing.generations import promote
from search.indexing.meaning_generations import keep_meaning
from tests.factories import a_city, a_draft, a_published_practice, a_theme, a_user, content
from tests.meaning.model import a_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def collection(tmp_path: Path, settings: Settings) -> None:
    """A practice on water of one city, none of its neighbour; a draft."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    water = a_theme("woda", name_pl="Upały i woda")
    a_theme("cien", parent=water, name_pl="Cień")
    a_theme("deszcz", parent=water, name_pl="Deszcz")
    city = a_city("Alfa", voivodeship="18", population=9_000)
    a_city("Beta", voivodeship="18", population=30_000)
    a_published_practice(city, title="Ogród deszczowy", themes=("deszcz",))
    a_draft(city, what=content("Ogród tajny", status="planned"))
    promote(build().generation)
    drain()


def page(client: Client, address: str) -> str:
    """The page of an address that can be answered, with plain spaces."""
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode().replace("\u00a0", " "))


def offered(html: str) -> dict[str, tuple[str, str]]:
    """Address and count by what is offered."""
    found = re.findall(
        r'<li><a href="([^"]*)">([^<]*)</a><span>([^<]*)</span></li>', html.partition('<ul class="ways">')[2]
    )
    return {label: (url, count) for url, label, count in found}


@pytest.mark.parametrize(
    ("address", "label", "way"),
    [
        ("/szukaj/?q=ogród&theme=cien", "Szukaj w całym temacie: Upały i woda", "theme=woda"),
        ("/szukaj/?q=ogród&city=beta", "Szukaj w całym województwie: podkarpackie", "voivodeship=18"),
        ("/szukaj/?q=ogród&population=20-50k", "Weź też: do 20 tys., 50–100 tys.", "population=0-20k&population=20-50k&population=50-100k"),
        ("/szukaj/?q=ogród&status=planned", "Usuń filtr „planowana”", ""),
        ("/szukaj/?q=ogród&status=planned&year=1999", "Usuń wszystkie filtry", ""),
    ],
)  # fmt: skip
def test_a_wider_filter_is_offered_with_its_count(client: Client, address: str, label: str, way: str) -> None:
    found = offered(page(client, address))
    assert found[label] == (f"/szukaj/?q=ogr%C3%B3d{'&' if way else ''}{way}", "1 praktyka")
    assert "1 praktyka" in page(client, found[label][0])


def test_drafts_are_no_way_out(client: Client) -> None:
    html = page(client, "/szukaj/?q=tajny&status=planned")
    assert offered(html) == {} and "Ogród tajny" not in html


def test_without_a_model_nothing_is_said_to_be_near(client: Client) -> None:
    assert "Najbliższe znaczeniem" not in page(client, "/szukaj/?q=ogród&status=planned")


def test_with_results_there_are_no_ways_out(client: Client) -> None:
    assert 'class="ways"' not in page(client, "/szukaj/?q=ogród")


@pytest.mark.parametrize("address", ["/szukaj/?q=kosmodrom", "/en/search/?q=kosmodrom"])
def test_no_need_can_be_posted_where_there_is_no_page_for_it(client: Client, address: str) -> None:
    html = page(client, address)
    assert "potrzeb" not in html.partition('<div class="frame">')[2].partition("</main>")[0].lower()


@pytest.mark.urls("tests.results.needs_urls")
def test_the_question_can_be_posted_as_a_need_where_there_is_a_page_for_it(client: Client) -> None:
    html = page(client, "/szukaj/?q=kosmodrom %26 port")
    [url] = re.findall(r'<a href="([^"]*)">Opisz to jako potrzebę', html)
    assert client.get(url).content.decode() == "kosmodrom & port"
    assert "Opisz to jako potrzebę" not in page(client, "/szukaj/?status=planned"), "there is no question to post"
    assert "Opisz to jako potrzebę" not in page(client, "/szukaj/?q=ogród")


@pytest.mark.django_db(transaction=True)
def test_the_nearest_practices_are_shown_as_such_with_what_was_dropped(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEANING_DIR = tmp_path / "meaning"
    with a_model() as model:
        settings.EMBEDDING_URL = model.url
        for title in ("Ławka miejska", "Tężnia miejska", "Kładka miejska"):
            a_published_practice(what=content(title))
        alike = a_published_practice(what=content("Ogrodnictwo przedszkolne"))
        drain()
        keep_meaning()
        embed_pending()
        while drain().leased:
            pass
        address = "/szukaj/?q=przedszkolaki ogrodniczki&status=planned&city=beta"
        near = page(client, address).partition('aria-labelledby="h-najblizsze"')[2].partition("</section>")[0]
        assert "To nie są wyniki" in near
        assert "Pominęliśmy filtry:" in near and "planowana" in near and "Beta" in near
        assert "Ogrodnictwo przedszkolne" in near and "Ogród tajny" not in near
        withdraw_practice(actor=a_user(Role.OPERATOR), practice=alike, reason="Na prośbę miasta.")
        assert "Ogrodnictwo przedszkolne" not in page(client, address)
