"""A visitor searches: with htmx, without scripts, with the keyboard alone, with the language and colours they want."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from .barriers import violations
from .conftest import Opened
from .site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _count(page: Page) -> int:
    """The number that the status line says."""
    heading = page.get_by_role("status").locator("#h-wyniki").inner_text()
    number = re.match(r"[\d\s]+", heading)
    assert number is not None
    return int(re.sub(r"\s", "", number.group()))


def _offered(box: Locator) -> int:
    """The count beside a facet value."""
    return int(box.locator("xpath=..").inner_text().split()[-1])


def test_a_facet_swaps_the_results_and_keeps_address_status_and_focus(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?q=woda")
    page.evaluate("document.documentElement.dataset.same = ''")
    all_of_them = _count(page)
    box = page.locator("#f-evidence-monitored")
    promised = _offered(box)
    assert 0 < promised < all_of_them
    box.check()
    expect(page).to_have_url(re.compile("evidence=monitored"))
    assert _asked(page) == {"q": ["woda"], "evidence": ["monitored"]}
    assert _count(page) == promised == page.locator(".hits > li").count()
    expect(page.locator("#f-evidence-monitored")).to_be_focused()
    expect(page.locator("#f-evidence-monitored")).to_be_checked()
    expect(page.get_by_role("link", name="Usuń filtr: Stały pomiar")).to_be_visible()
    assert page.evaluate("'same' in document.documentElement.dataset"), "the whole page was loaded"

    page.go_back()
    expect(page.locator("#f-evidence-monitored")).not_to_be_checked()
    assert _asked(page) == {"q": ["woda"]} and _count(page) == all_of_them
    page.go_forward()
    expect(page.locator("#f-evidence-monitored")).to_be_checked()
    assert _count(page) == promised


def test_a_second_facet_keeps_the_first_and_the_order(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?q=woda")
    page.get_by_label("Kolejność").focus()
    page.get_by_label("Kolejność").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(page.get_by_label("Kolejność")).to_be_focused()
    page.locator("#f-evidence-monitored").check()
    expect(page).to_have_url(re.compile("evidence=monitored"))
    page.locator("#f-evidence-before-after").check()
    expect(page).to_have_url(re.compile("evidence=before-after"))
    asked = _asked(page)
    assert sorted(asked["evidence"]) == ["before-after", "monitored"] and asked["sort"] == ["newest"]
    page.reload()
    expect(page.locator("#f-evidence-monitored")).to_be_checked()
    expect(page.get_by_label("Kolejność")).to_have_value("newest")


def test_everything_works_without_scripts(open_browser: Opened) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Szukaj w praktykach").fill("woda")
    page.get_by_role("button", name="Szukaj").click()
    box = page.locator("#f-evidence-monitored")
    promised = _offered(box)
    box.check()
    page.get_by_role("button", name="Pokaż wyniki").click()
    assert _asked(page) == {"q": ["woda"], "evidence": ["monitored"]}
    assert _count(page) == promised
    page.get_by_label("Kolejność").select_option("newest")
    page.get_by_role("button", name="Zastosuj").click()
    assert _asked(page)["sort"] == ["newest"] and _asked(page)["evidence"] == ["monitored"]
    page.get_by_role("link", name="Usuń filtr: Stały pomiar").click()
    assert "evidence" not in _asked(page)
    page.locator(".hits a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_folds_open_without_scripts_on_a_phone(site: Site, open_browser: Opened) -> None:
    page = open_browser(width=390, height=844, java_script_enabled=False)
    page.goto("/szukaj/?q=woda")
    expect(page.locator("#f-evidence-monitored")).to_be_hidden()
    page.locator("summary", has_text="Filtry").click()
    expect(page.locator("#f-evidence-monitored")).to_be_visible()


def test_the_keyboard_alone_leads_from_the_question_to_a_practice(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?q=woda")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Przejdź do treści")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Szukaj w praktykach")).to_be_focused()
    for _step in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "#wyniki":
            break
    expect(page.locator("a[href='#wyniki']")).to_be_focused()
    page.keyboard.press("Enter")
    title = page.locator(".hits .entry-title a").first
    for _step in range(4):
        page.keyboard.press("Tab")
        if title.evaluate("link => link === document.activeElement"):
            break
    expect(title).to_be_focused()
    assert page.locator("#m1").get_attribute("class") == "on", "the map shows where it is"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/praktyki/\d+-"))


def test_the_language_changes_on_the_same_page(site: Site, open_browser: Opened) -> None:
    page = open_browser()
    page.goto(site.paths["bilingual"])
    polish = page.locator("h1").inner_text()
    page.get_by_role("link", name="English", exact=True).first.click()
    number = site.paths["bilingual"].split("/")[2].split("-")[0]
    assert f"/en/practices/{number}-" in page.url
    assert page.locator("h1").inner_text() != polish
    page.goto("/en/search/?q=water&evidence=monitored")
    page.get_by_role("link", name="polski", exact=True).click()
    assert urlsplit(page.url).path == "/szukaj/"
    assert _asked(page) == {"q": ["water"], "evidence": ["monitored"]}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_chosen_colours_stay(scripts: bool, open_browser: Opened) -> None:
    page = open_browser(color_scheme="light", java_script_enabled=scripts)
    page.goto("/miasta/")
    light = _background(page)
    page.get_by_role("button", name="Ciemny").click()
    assert urlsplit(page.url).path == "/miasta/"
    expect(page.get_by_role("button", name="Ciemny")).to_have_attribute("aria-pressed", "true")
    page.goto("/tematy/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert _background(page) != light
    page.get_by_role("button", name="Jak w systemie").click()
    page.goto("/tematy/")
    assert page.locator("html").get_attribute("data-theme") is None
    assert _background(page) == light


def test_a_practice_on_paper_has_all_of_its_text_and_nothing_of_the_frame(site: Site, open_browser: Opened) -> None:
    page = open_browser(width=390)
    page.goto(site.paths["first"])
    page.emulate_media(media="print")
    for gone in ("header.top nav", "footer.foot form", ".toc"):
        expect(page.locator(gone).first).to_be_hidden()
    for kept in ("h1", "#wyzwanie p", "#wyniki table", "#koszty table"):
        expect(page.locator(kept).first).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def _background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_suggestions_are_chosen_with_the_keyboard_and_said_to_screen_readers(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/")
    box = page.get_by_role("combobox", name="Szukaj w praktykach")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("reten")
    lines = page.locator(".listbox [role=option]")
    expect(lines.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form[role=search] [role=status]")).to_contain_text(re.compile(r"\d+ podpowied"))
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(lines.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == lines.nth(1).get_attribute("id")
    expect(box).to_be_focused()
    box.press("ArrowUp")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None, "above the first line is the box itself"
    box.press("ArrowDown")
    box.press("End")
    expect(lines.last).to_have_attribute("aria-selected", "true")
    box.press("Home")
    there = lines.first.get_attribute("href")
    assert there
    box.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(there)))


def test_escape_closes_the_suggestions_and_keeps_the_text(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/")
    box = page.get_by_role("combobox", name="Szukaj w praktykach")
    box.press_sequentially("reten")
    expect(page.locator(".listbox")).to_be_visible()
    box.press("Escape")
    expect(page.locator(".listbox")).to_be_hidden()
    expect(box).to_have_value("reten")
    box.press("ArrowDown")
    expect(page.locator(".listbox")).to_be_visible()
    box.press("Tab")
    expect(page.locator(".listbox")).to_be_hidden()


def test_enter_without_a_chosen_line_searches_what_was_typed(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/")
    box = page.get_by_role("combobox", name="Szukaj w praktykach")
    box.press_sequentially("reten")
    expect(page.locator(".listbox")).to_be_visible()
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"q=reten"))


def test_nothing_to_suggest_is_said_and_shows_no_list(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/miasta/")
    box = page.get_by_role("combobox", name="Szukaj w praktykach")
    box.press_sequentially("qqqxxx")
    expect(page.locator("form[role=search] [role=status]")).to_have_text("Brak podpowiedzi")
    expect(page.locator(".listbox")).to_be_hidden()


def test_a_suggestion_is_opened_by_a_click(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/")
    page.get_by_role("combobox", name="Szukaj w praktykach").first.press_sequentially("przemy")
    city = page.locator(".listbox [role=option]", has_text=re.compile("^Przemyśl"))
    city.click()
    expect(page).to_have_url(re.compile("/miasta/przemysl/"))


@pytest.mark.parametrize("width", [390, 1280])
def test_open_suggestions_have_no_faults_of_access(width: int, open_browser: Opened) -> None:
    page = open_browser(width=width)
    page.goto("/szukaj/?q=woda")
    page.get_by_role("combobox", name="Szukaj w praktykach").fill("reten")
    page.get_by_role("combobox", name="Szukaj w praktykach").press("ArrowDown")
    expect(page.locator(".listbox [role=option]").first).to_be_visible()
    page.get_by_role("combobox", name="Szukaj w praktykach").press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


def test_a_long_facet_is_looked_through_by_name(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?q=miasto")
    group = page.locator(".facet[data-facet=tag]")
    group.locator("summary").first.click()
    group.get_by_role("searchbox").press_sequentially("reten")
    found = group.locator(".facet-found input").first
    expect(found).to_be_visible()
    assert "reten" in found.locator("xpath=..").inner_text().lower()
    promised = _offered(found)
    found.check()
    expect(page).to_have_url(re.compile("tag="))
    assert _count(page) == promised
    expect(page.locator(".facet[data-facet=tag]")).to_have_attribute("open", "")


def test_a_group_that_was_opened_stays_open_when_another_is_used(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/szukaj/?q=woda")
    page.locator(".facet[data-facet=status] > summary").click()
    page.locator("#f-evidence-monitored").check()
    expect(page).to_have_url(re.compile("evidence=monitored"))
    expect(page.locator(".facet[data-facet=status]")).to_have_attribute("open", "")


def test_without_scripts_the_full_list_of_a_facet_is_a_page(open_browser: Opened) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto("/szukaj/?q=miasto")
    page.locator(".facet[data-facet=tag] > summary").click()
    page.get_by_role("link", name=re.compile("Szukaj na pełnej liście.*Tag")).click()
    page.get_by_label("Nazwa albo jej część").fill("reten")
    page.get_by_role("button", name="Pokaż").click()
    link = page.locator(".facet-all a").first
    promised = int(link.locator("xpath=..").inner_text().split()[-1])
    link.click()
    assert _asked(page)["q"] == ["miasto"] and "tag" in _asked(page)
    assert _count(page) == promised
