"""A city's editor, its coordinator, a reviewer and a visitor, each in their own browser."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from practices.demo.accounts import DEMO_PASSWORD

from .conftest import Opened
from .site import COORDINATOR, EDITOR, REVIEWER

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Żółte ule na dachu biblioteki"
TEXTS = {
    "t-summary": "Na dachu biblioteki stanęły cztery żółte ule.",
    "t-challenge": "W śródmieściu brakowało zapylaczy.",
    "t-solution": "Pszczelarka prowadzi pasiekę razem z czytelnikami.",
    "t-lessons": "Pierwszej zimy jedna rodzina nie przetrwała.",
    "t-conditions": "Potrzebny jest płaski dach i zgoda sąsiadów.",
    "d-contact_mailbox": "biblioteka@zmyslin.example",
}
RESULTS = "Latem zebrano czterdzieści słoików miodu."
REASON = "Dopiszcie, co się zmieniło."
OPINION = "Wynik jest liczony co roku."


def _form(page: Page) -> Page:
    expect(page.locator("#formularz")).to_be_visible()
    return page


def _sign_in(page: Page, email: str) -> None:
    page.get_by_role("link", name="Zaloguj się").click()
    page.locator("main").get_by_label("E-mail").fill(email)
    page.locator("main").get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    page.locator("main").get_by_role("button", name="Zaloguj się").click()


def _begin(page: Page, title: str) -> str:
    """A new practice from the desk; the form's address."""
    page.goto("/praktyki/nowa/")
    page.get_by_label("Tytuł").fill(title)
    page.get_by_role("button", name="Zacznij").click()
    return urlsplit(_form(page).url).path


def _fill(page: Page, **changed: str) -> None:
    for name, text in {**TEXTS, "t-results": RESULTS, **changed}.items():
        page.locator(f"[name='{name}']").fill(text)
    page.get_by_role("checkbox", name="Kultura i sport").check()
    page.locator("[name='d-status']").select_option("running")


def _submit(page: Page, form: str) -> None:
    page.goto(form + "wyslij/")
    page.get_by_role("button", name="Wyślij do recenzji").click()


def _decide(page: Page, title: str, decision: str, *, level: str = "", reason: str) -> None:
    page.goto("/recenzje/")
    page.get_by_role("link", name=title).click()
    page.get_by_label(decision).check()
    if level:
        page.get_by_label(level).check()
    page.get_by_label("Opinia i powód").fill(reason)
    page.get_by_role("button", name="Zatwierdź decyzję").click()
    expect(page).to_have_url(re.compile("/recenzje/$"))


def _found(page: Page, question: str) -> list[str]:
    """Titles of what the search answers."""
    page.goto(f"/szukaj/?q={question}")
    return [title.strip() for title in page.locator(".hits .entry-title a").all_inner_texts()]


def test_a_practice_goes_from_an_editor_to_every_visitor_and_away_again(open_browser: Opened) -> None:
    editor, coordinator, reviewer, visitor = (
        open_browser(),
        *(open_browser(who) for who in (COORDINATOR, REVIEWER)),
        open_browser(),
    )

    editor.goto("/")
    _sign_in(editor, EDITOR)
    expect(editor.locator("h1")).to_have_text("Zmyślin")
    editor.get_by_role("link", name="Opisz praktykę").first.click()
    form = _begin(editor, TITLE)

    missing = editor.locator("#postep .lacking")
    missing.locator("summary").click()
    expect(missing.get_by_role("link")).to_have_count(9)
    missing.get_by_role("link").first.click()
    expect(editor.locator("[name='t-summary']")).to_be_focused()
    _fill(editor)
    expect(editor.locator("#stan-zapisu")).to_contain_text("Szkic zapisany o", timeout=15_000)
    expect(editor.locator("#postep")).to_contain_text("Jest wszystko, co potrzebne do wysłania.", timeout=15_000)
    editor.locator(".form-end").first.get_by_role("button", name="Podgląd").click()
    expect(editor.locator("h1")).to_have_text(TITLE)
    expect(editor.locator("#wyniki")).to_contain_text(RESULTS)
    assert _found(visitor, "ule") == []

    _submit(coordinator, form)
    _decide(reviewer, TITLE, "Zwróć do poprawy", reason=REASON)

    editor.goto("/moje-miasto/")
    expect(editor.locator("#powiadomienia")).to_contain_text(f"Do poprawy: {TITLE}")
    editor.get_by_role("link", name=f"Do poprawy: {TITLE}").click()
    expect(editor.locator("main")).to_contain_text(REASON)
    editor.goto(form)
    editor.locator("[name='t-results']").fill(RESULTS + " W okolicy jest więcej kwiatów.")
    editor.locator(".form-end").first.get_by_role("button", name="Zapisz szkic").click()
    expect(editor.get_by_text("Szkic zapisany o").first).to_be_visible()
    _submit(coordinator, form)
    _decide(reviewer, TITLE, "Opublikuj", level="Stały pomiar", reason=OPINION)

    for question in ("zoltymi ulami", "pszczelarki", "ŻÓŁTY UL"):
        assert TITLE in _found(visitor, question), question
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.locator("main")).to_contain_text(OPINION)
    public = urlsplit(visitor.url).path
    number = public.split("/")[2].split("-")[0]

    editor.goto(f"/praktyki/{number}/edycja/")
    editor.get_by_role("button", name="Zacznij edycję").click()
    following = urlsplit(_form(editor).url).path
    editor.locator("[name='t-summary']").fill("Pasieka ma już dziewięć uli i własną miodarkę.")
    editor.locator(".form-end").first.get_by_role("button", name="Zapisz szkic").click()
    expect(editor.get_by_text("Szkic zapisany o").first).to_be_visible()
    visitor.goto(public)
    expect(visitor.locator("main")).to_contain_text(TEXTS["t-summary"])
    expect(visitor.locator("main")).not_to_contain_text("miodarkę")
    assert TITLE not in _found(visitor, "miodarka") and TITLE in _found(visitor, "ule")
    _submit(coordinator, following)
    _decide(reviewer, TITLE, "Opublikuj", level="Stały pomiar", reason=OPINION)
    assert TITLE in _found(visitor, "miodarkami")

    coordinator.goto(f"/praktyki/{number}/wycofaj/")
    coordinator.get_by_role("button", name="Wycofaj").click()
    expect(coordinator.locator("#bledy, .error-summary")).to_be_visible()
    coordinator.get_by_label("Powód").fill("Biblioteka się przenosi.")
    coordinator.get_by_role("button", name="Wycofaj").click()
    expect(coordinator.locator("h1")).to_have_text("Zmyślin")
    for question in ("ule", "pszczelarka", "miodarka"):
        assert TITLE not in _found(visitor, question)
    answer = visitor.goto(public)
    assert answer is not None and answer.status == 410
    expect(visitor.locator("main")).not_to_contain_text("ule")


def test_what_was_typed_survives_a_refusal_and_the_focus_goes_to_what_is_wrong(open_browser: Opened) -> None:
    page = open_browser(COORDINATOR)
    _begin(page, "Murale z historią ulic")
    page.locator("[name='t-challenge']").fill("Szare ściany szczytowe.")
    page.locator(".form-end").first.get_by_role("button", name="Wyślij do recenzji").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Błąd:"))
    expect(page.locator("[name='t-challenge']")).to_have_value("Szare ściany szczytowe.")
    summary.get_by_role("link").first.click()
    expect(page.locator("[name='t-summary']")).to_be_focused()


def test_the_whole_way_of_a_draft_needs_no_scripts(open_browser: Opened) -> None:
    title = "Rowerowe taksówki dla seniorek"
    page = open_browser(COORDINATOR, java_script_enabled=False)
    form = _begin(page, title)
    _fill(page)
    page.get_by_role("button", name="Dodaj pozycję").click()
    page.locator("[name='costs-0-what']").fill("Riksze")
    page.locator("[name='costs-0-amount']").fill("48 000,50")
    page.locator(".form-end").last.get_by_role("button", name="Zapisz szkic").click()
    expect(page.locator("#postep")).to_contain_text("Jest wszystko, co potrzebne do wysłania.")
    expect(page.locator("[name='t-results']")).to_have_value(RESULTS)
    expect(page.locator("[name='costs-0-amount']")).to_have_value(re.compile("48.?000,5"))
    _submit(page, form)
    reviewer = open_browser(REVIEWER, java_script_enabled=False)
    _decide(reviewer, title, "Opublikuj", level="Deklaracja miasta", reason="")
    assert title in _found(open_browser(java_script_enabled=False), "taksówkami")


def test_a_row_of_costs_is_added_and_removed(open_browser: Opened) -> None:
    page = open_browser(EDITOR)
    _begin(page, "Ławki przy przystankach")
    page.get_by_role("button", name="Dodaj pozycję").click()
    page.locator("[name='costs-0-what']").fill("Ławki")
    page.locator("[name='costs-0-amount']").fill("12000")
    page.get_by_role("button", name="Dodaj pozycję").click()
    expect(page.locator("[name='costs-1-what']")).to_be_visible()
    expect(page.locator("[name='costs-0-what']")).to_have_value("Ławki")
    page.locator("#koszty .item-cost").first.get_by_role("button", name="Usuń").click()
    expect(page.locator("[name='costs-0-what'][value='Ławki']")).to_have_count(0)
