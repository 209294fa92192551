"""What holds on every page: nothing that axe objects to, no request to others, nothing to scroll sideways."""

import pytest
from playwright.sync_api import Page

from .barriers import violations
from .conftest import Opened
from .pages import ALL, Visit
from .site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Page by page the languages meet the other theme and width, so that each pair is seen on half of the pages.
_LOOKS = [
    (("light", 1280), ("dark", 390)),
    (("dark", 1280), ("light", 390)),
]


@pytest.mark.parametrize(
    ("visit", "looks"), [pytest.param(visit, _LOOKS[i % 2], id=visit.name) for i, visit in enumerate(ALL)]
)
def test_a_page_has_no_barrier_and_fits_into_320_pixels_in_either_language(
    visit: Visit, looks: tuple[tuple[str, int], ...], site: Site, open_browser: Opened
) -> None:
    # One window for all of it: opening one costs more than a page.
    page = open_browser(visit.who)
    (theme, width), (other_theme, other_width) = looks
    _look(page, theme, width)
    answer = page.goto(visit.address(site))
    assert answer is not None and answer.status == visit.status
    assert page.locator("html").get_attribute("lang") == "pl"
    assert violations(page) == []
    _look(page, theme, 320)
    assert page.evaluate(_TOO_WIDE) == 0

    english = page.locator(".top-tools a[hreflang=en]").get_attribute("href")
    _look(page, other_theme, other_width)
    answer = page.goto(english or "")
    # An address that does not exist has no translation either: there English begins at home.
    assert answer is not None and answer.status == (200 if visit.name == "not found" else visit.status)
    assert page.locator("html").get_attribute("lang") == "en"
    assert violations(page) == []
    _look(page, other_theme, 320)
    assert page.evaluate(_TOO_WIDE) == 0


def _look(page: Page, theme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
