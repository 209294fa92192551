"""A visitor looks where the hits are: on the map or in the list, with the keyboard alone, without scripts, on a phone."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a link promises: "Zmyślin: 2 praktyki".
_PROMISE = re.compile(r"^(.+): (\d+) praktyk[ai]?$")


def _count(page: Page) -> int:
    heading = page.locator("#h-wyniki").inner_text()
    return int(re.sub(r"\D", "", heading))


def _promised(point: Locator) -> tuple[str, int]:
    """The city and the number that a point is called by."""
    name = str(point.evaluate("link => link.querySelector('title').textContent"))
    said = _PROMISE.match(name.replace("\u00a0", " "))
    assert said is not None, name
    return said[1], int(said[2])


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_keyboard_alone_leads_to_a_city_by_the_map_and_by_the_list(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?q=woda")
    page.locator("#view-map").press("Enter")
    expect(page).to_have_url(re.compile("view=map"))
    expect(page.locator("#view-map[aria-current]")).to_be_focused()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Pomiń mapę")
    expect(skip).to_be_focused()
    point = page.locator(".points a").first
    city, number = _promised(point)
    for _step in range(17):
        page.keyboard.press("Tab")
        if point.evaluate("link => link === document.activeElement"):
            break
    expect(point).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=f"Usuń filtr: {city}")).to_be_visible()
    assert _count(page) == number

    page.goto("/szukaj/?q=woda&view=map")
    page.get_by_role("link", name="Pomiń mapę").press("Enter")
    page.keyboard.press("Tab")
    row = page.locator("#miasta tbody a").first
    expect(row).to_be_focused()
    assert row.inner_text() == city
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=f"Usuń filtr: {city}")).to_be_visible()
    assert _count(page) == number


def test_every_point_is_in_the_list_with_the_same_number(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?view=map")
    points = dict(_promised(point) for point in page.locator(".points a").all())
    listed = {
        row.locator("a").inner_text(): int(row.locator("td").inner_text())
        for row in page.locator("#miasta tr:has(small)").all()
    }
    assert points and points == listed


def test_a_point_is_what_the_pointer_meets_where_it_is_drawn(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?view=map")
    for point in page.locator(".points a").all():
        met = point.evaluate(
            """link => {
                const box = link.querySelector('circle').getBoundingClientRect();
                const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return met.closest('a') === link;
            }"""
        )
        assert met, _promised(point)


def test_the_map_works_without_scripts(open_browser: Opened) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto("/szukaj/?q=woda")
    page.get_by_role("link", name="Mapa i lista miast").click()
    assert _asked(page) == {"q": ["woda"], "view": ["map"]}
    everywhere = _count(page)
    page.locator(".facet[data-facet=status] > summary").click()
    page.locator("#f-status-finished").check()
    page.get_by_role("button", name="Pokaż wyniki").click()
    assert _asked(page)["view"] == ["map"] and _count(page) < everywhere
    name, number = _promised(page.locator(".points a").last)
    page.locator(".points a").last.click()
    assert _count(page) == number == page.locator(".hits > li").count()
    assert name in page.locator(".hits .entry-city").first.inner_text()


def test_a_voivodeship_leads_to_its_own_map_and_back(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?view=map")
    page.locator("summary", has_text="Województwa").click()
    page.locator("#miasta").get_by_role("link", name="wielkopolskie").click()
    assert _asked(page) == {"voivodeship": ["30"], "view": ["map"]}
    assert all("wielkopolskie" in row.inner_text() for row in page.locator("#miasta tr:has(small)").all())
    page.get_by_role("link", name="Cała Polska").click()
    assert _asked(page) == {"view": ["map"]}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_on_a_phone_the_map_is_folded_at_first_and_the_list_is_there(scripts: bool, open_browser: Opened) -> None:
    page = open_browser(width=390, height=844, java_script_enabled=scripts)
    page.goto("/szukaj/?q=woda&view=map")
    expect(page.locator(".points a").first).to_be_hidden()
    expect(page.locator("#miasta tbody a").first).to_be_visible()
    page.locator("summary", has_text="Mapa").click()
    expect(page.locator(".points a").first).to_be_visible()


def test_filters_keep_the_map_in_place(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?view=map")
    before = page.locator(".points a").count()
    page.locator(".facet[data-facet=status] > summary").click()
    page.locator("#f-status-planned").check()
    expect(page).to_have_url(re.compile("status=planned"))
    assert _asked(page)["view"] == ["map"]
    assert 0 < page.locator(".points a").count() < before
