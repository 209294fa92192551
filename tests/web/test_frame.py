"""What stands around every page: the joined stylesheet, the theme, icons, languages, errors, robots."""

import subprocess
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from network.models import Role
from network.web.errors import csrf_failure, server_error
from network.web.icons import note_use, symbols
from network.web.stylesheet import HERE, ORDER, TARGET, stylesheet
from tests.factories import a_user
from tests.web.conftest import World
from tests.web.markup import Page

LOCALE = Path(settings.LOCALE_PATHS[0])


def test_the_stylesheet_is_what_its_readable_parts_make() -> None:
    assert TARGET.read_text(encoding="utf-8") == stylesheet(), "Run: make css"
    assert sorted(path.stem for path in (HERE / "css").glob("*.css")) == sorted(ORDER)


def test_the_stylesheet_asks_nobody_else_for_anything() -> None:
    assert "http" not in stylesheet().replace("http://", "").replace("https://", "") or "url(http" not in stylesheet()
    assert "url(data:" not in stylesheet()
    assert "@import" not in stylesheet()


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_compiled_translations_are_those_of_the_sources(language: str) -> None:
    source = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))
    said = {(entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in source if entry.translated()}
    assert {(e.msgctxt, e.msgid): e.msgstr_plural or e.msgstr for e in compiled} == said
    assert not [entry.msgid for entry in source if entry.fuzzy]


def test_everything_collected_for_translation_is_said_in_english() -> None:
    source = polib.pofile(str(LOCALE / "en" / "LC_MESSAGES" / "django.po"))
    assert not [entry.msgid for entry in source.untranslated_entries()]


def test_polish_has_all_its_plural_forms() -> None:
    source = polib.pofile(str(LOCALE / "pl" / "LC_MESSAGES" / "django.po"))
    assert not [entry.msgid for entry in source if entry.msgid_plural and not entry.translated()]


@pytest.mark.parametrize(("theme", "kept"), [("dark", "dark"), ("light", "light"), ("auto", ""), ("<b>", "")])
def test_the_chosen_theme_is_kept_in_a_cookie_and_read_by_the_server(
    client: Client, world: World, theme: str, kept: str
) -> None:
    answer = client.post("/wyglad/", {"theme": theme, "next": "/miasta/?q=a"})
    assert (answer.status_code, answer["Location"]) == (302, "/miasta/?q=a")
    html = client.get("/miasta/").content.decode()
    assert (f'<html lang="pl" data-theme="{kept}">' if kept else '<html lang="pl">') in html


def test_the_theme_form_leads_nowhere_else(client: Client, world: World) -> None:
    assert client.post("/wyglad/", {"theme": "dark", "next": "https://evil.example/"})["Location"] == "/"
    assert client.get("/wyglad/").status_code == 405


def test_a_visitor_gets_no_cookie(client: Client, world: World) -> None:
    assert not client.get("/").cookies
    assert not client.get(world.practice_path).cookies


def test_the_header_offers_what_the_reader_may_do(client: Client, world: World) -> None:
    def header() -> str:
        return client.get("/tematy/").content.decode().partition("</header>")[0]

    assert "Zaloguj się" in header()
    assert "Recenzje" not in header()
    client.force_login(a_user(Role.CITY_EDITOR, world.city))
    assert "Zmyślin" in header()
    assert "Wyloguj się" in header()
    assert "Recenzje" not in header()
    client.force_login(a_user(Role.REVIEWER))
    assert "Recenzje" in header()
    assert "Zmyślin" not in header()


def test_the_demo_is_announced_only_where_it_is_one(client: Client, world: World, settings: Any) -> None:
    settings.DEMO = True
    assert "Wersja przykładowa." in client.get("/").content.decode()
    settings.DEMO = False
    assert "Wersja przykładowa." not in client.get("/").content.decode()


def test_an_icon_that_is_not_there_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="no icon 'nie-ma'"):
        note_use(None, "nie-ma")
    assert {"search", "check", "ev1", "ev4"} <= set(symbols())


def test_a_lost_token_says_what_to_do(world: World, client: Client) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    answer = csrf_failure(request)
    assert answer.status_code == 403
    assert "odśwież stronę" in answer.content.decode()


def test_the_page_for_our_own_failure_needs_nothing_that_may_have_failed() -> None:
    answer = server_error(RequestFactory().get("/"))
    page = Page(answer.content.decode())
    assert answer.status_code == 500
    assert page.faults() == []


def test_crawlers_are_told_what_not_to_read(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in answer.content.decode()


def test_pages_are_light(client: Client, world: World) -> None:
    """Bytes of HTML; the stylesheet, fonts and script come once and are cached."""
    for path, most in {"/": 45_000, "/miasta/": 40_000, world.practice_path: 40_000, "/tematy/": 20_000}.items():
        assert len(client.get(path).content) < most, path
    assert len(TARGET.read_bytes()) < 65_000
    fonts = sum(path.stat().st_size for path in (HERE / "static/network/fonts").glob("*.woff2"))
    assert fonts < 50_000


def test_the_script_is_a_script(tmp_path: Path) -> None:
    try:
        done = subprocess.run(["node", "--check", str(HERE / "static/network/site.js")], capture_output=True)
    except FileNotFoundError:
        pytest.skip("node is not here")
    assert done.returncode == 0, done.stderr
