"""The filters of the results page: all facets, folded but for the first and the chosen, the long ones to be looked through."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from search.query.request import FACETS
from search.web.results import sorts
from tests.factories import a_city, a_published_practice, content
from tests.finding.asking import index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def practices(tmp_path: Path, settings: Settings) -> None:
    """Twelve practices with a tag each, and one that they share."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    city = a_city("Zmyślin", voivodeship="30", population=38412, kind="urban")
    for number in range(12):
        a_published_practice(city, title=f"Ogród {number}", tags=("wspólny", f"własny {number:02}"))
    index_everything()


def page(client: Client, address: str) -> str:
    """A page that can be answered."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def open_groups(text: str) -> dict[str, bool]:
    """The groups by facet, and whether each is unfolded."""
    return {name: bool(is_open) for name, is_open in re.findall(r'class="facet" data-facet="(\w+)"( open)?', text)}


def test_every_facet_with_values_has_a_group_and_only_the_first_are_open(client: Client) -> None:
    groups = open_groups(page(client, "/szukaj/?q=ogr%C3%B3d"))
    assert set(groups) <= set(FACETS) and {"kind", "freshness", "status", "tag", "city", "language", "year"} <= set(
        groups
    )
    assert {name for name, is_open in groups.items() if is_open} == {"theme", "evidence", "population"}


def test_a_group_with_a_choice_is_open_and_says_how_many(client: Client) -> None:
    text = page(client, "/szukaj/?tag=wspolny&status=finished")
    assert open_groups(text)["tag"] and open_groups(text)["status"]
    assert '<span class="facet-chosen">1</span>' in text


@pytest.mark.parametrize("sort", [value for value, _ in sorts()])
def test_every_order_can_be_chosen_and_stays_chosen(client: Client, sort: str) -> None:
    assert f'<option value="{sort}" selected>' in page(client, f"/szukaj/?q=ogr%C3%B3d&sort={sort}")


def test_all_values_of_a_long_facet_are_on_a_page_of_their_own(client: Client) -> None:
    text = page(client, "/szukaj/?q=ogr%C3%B3d")
    [there] = re.findall(r'href="(/szukaj/wartosci/tag/[^"]*)"', text)
    listed = page(client, there)
    assert "13 wartości" in listed and listed.count("<li><a href=") - listed.count("hreflang") >= 13
    assert "?q=ogr%C3%B3d&amp;tag=wlasny-07" in listed


def test_values_are_found_by_part_of_their_name_whatever_its_letters(client: Client) -> None:
    listed = page(client, "/szukaj/wartosci/tag/?q=ogr%C3%B3d&find=WLASNY+0")
    assert "10 wartości" in listed and "wspólny" not in listed
    assert "Nic takiego tu nie ma" in page(client, "/szukaj/wartosci/tag/?find=zzz")


def test_the_choice_inside_a_facet_narrows_nothing_in_it_and_stays_in_sight(client: Client) -> None:
    listed = page(client, "/szukaj/wartosci/tag/?tag=wlasny-03&find=wspolny")
    assert "2 wartości" in listed and 'aria-current="true">własny 03' in listed
    assert re.search(r"wspólny</a> <span>12</span>", listed)


def test_the_other_filters_narrow_it(client: Client) -> None:
    a_published_practice(a_city("Wzorcowo"), what=content("Inna", tags=("osobny",)))
    index_everything()
    assert "osobny" in page(client, "/szukaj/wartosci/tag/?city=wzorcowo")
    assert "własny" not in page(client, "/szukaj/wartosci/tag/?city=wzorcowo")


def test_the_fragment_has_boxes_that_the_form_sends(client: Client) -> None:
    answer = client.get("/szukaj/wartosci/tag/?find=wlasny+05", headers={"X-Requested-With": "fetch"})
    text = answer.content.decode()
    assert "<html" not in text and 'name="tag" value="wlasny-05"' in text and "1 wartość" in text


def test_a_facet_that_is_none_of_the_long_ones_has_no_page(client: Client) -> None:
    assert client.get("/szukaj/wartosci/status/").status_code == 404
    assert client.get("/szukaj/wartosci/nothing/").status_code == 404
    assert client.get("/szukaj/wartosci/tag/?sort=sideways").status_code == 400
