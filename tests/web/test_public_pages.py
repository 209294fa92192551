"""What visitors read: every public page in both languages, and what stands in the place of those that are gone."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from network.models import Membership, Role
from practices.importing.run import import_file
from practices.models import Practice
from practices.services.lifecycle import archive, withdraw_practice
from tests.factories import a_published_practice, a_text, a_theme, a_user
from tests.web.conftest import World
from tests.web.markup import Page

POLISH = ["/", "/miasta/", "/miasta/?q=zmy&voivodeship=30", "/miasta/zmyslin/", "/miasta/lakowo/", "/tematy/",
          "/tematy/upaly-i-woda/", "/tematy/cien/"]  # fmt: skip
ENGLISH = ["/en/", "/en/cities/", "/en/cities/zmyslin/", "/en/cities/lakowo/", "/en/themes/", "/en/themes/cien/"]


def get(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    # Which spaces must not break is proved in test_formats.
    return answer.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("path", [*POLISH, *ENGLISH])
def test_a_public_page_is_sound_html_that_our_security_policy_allows(client: Client, world: World, path: str) -> None:
    page = Page(get(client, path))
    assert page.faults() == []
    assert set(page.languages) in ({"pl", "en"}, set())


def test_the_page_of_a_practice_is_sound_in_both_languages(client: Client, world: World) -> None:
    for path in (world.practice_path, f"/en/practices/{world.practice.pk}-{world.practice.slug}/"):
        assert Page(get(client, path)).faults() == []


@pytest.mark.parametrize("path", POLISH)
def test_the_language_switch_leads_to_the_same_page_in_english(client: Client, world: World, path: str) -> None:
    html = get(client, path)
    english = html.partition('hreflang="en">English</a>')[0].rpartition('href="')[2].partition('"')[0]
    assert english.startswith("/en/")
    assert 'lang="en"' in get(client, english.replace("&amp;", "&"))[:60]


def test_an_english_page_says_nothing_in_polish_but_names(client: Client, world: World) -> None:
    html = get(client, "/en/cities/lakowo/")
    for polish in ("Miasta", "Szukaj", "Zaloguj", "w rejestrze", "Mieszkańcy"):
        assert polish not in html


def test_the_themes_page_lists_sub_themes_with_counts_under_their_theme_and_what_it_is_about(
    client: Client, world: World
) -> None:
    a_published_practice(world.city, themes=("cien",))
    html = get(client, "/tematy/")
    section = html.partition('aria-labelledby="h-upaly-i-woda"')[2].partition("</section>")[0]
    assert '<a href="/tematy/upaly-i-woda/">Upały i woda</a>' in section and "O upałach." in section
    assert '<a href="/tematy/cien/">Cień</a><span>1' in section
    assert '<a href="/tematy/upaly-i-woda/">Upały i woda</a><span>2' in html


def test_a_theme_leads_to_its_sub_themes_and_a_sub_theme_to_its_theme_and_neighbours(
    client: Client, world: World
) -> None:
    a_theme("retencja", parent=world.theme, name_pl="Retencja", name_en="Retention")
    a_published_practice(world.city, title="Cień nad ławką", themes=("cien",))
    html = get(client, "/tematy/upaly-i-woda/")
    assert (
        '<a href="/tematy/cien/">Cień</a><span>1' in html and '<a href="/tematy/retencja/">Retencja</a><span>0' in html
    )
    assert "Cień nad ławką" in html and "Zacieniony rynek" in html
    html = get(client, "/tematy/cien/")
    assert 'Podtemat tematu <a href="/tematy/upaly-i-woda/">Upały i woda</a>' in html
    assert '<a href="/tematy/retencja/">Retencja</a><span>0' in html
    assert "Cień nad ławką" in html and "Zacieniony rynek" not in html
    assert 'Sub-theme of <a href="/en/themes/upaly-i-woda/">Heat and water</a>' in get(client, "/en/themes/cien/")


def test_a_practice_of_a_sub_theme_stands_under_both_levels_in_its_path(client: Client, world: World) -> None:
    practice = a_published_practice(world.city, themes=("cien",))
    html = get(client, f"/praktyki/{practice.pk}-{practice.slug}/")
    path = html.partition('class="crumbs"')[2].partition("</nav>")[0]
    assert path.index("/tematy/upaly-i-woda/") < path.index("/tematy/cien/")


def test_a_practice_shows_its_figures_in_chart_and_table_alike(client: Client, world: World) -> None:
    html = get(client, world.practice_path)
    assert html.count("51,4") == 3  # the chart's mark, its sentence, the table
    assert "−13,2 °C" in html
    assert "1 382 000 zł" in html
    assert "36 zł <small>na mieszkańca" in html
    assert "1,5 etatu przez 19 miesięcy" in html


def test_a_practice_is_shown_in_the_language_asked_for_where_it_has_one(client: Client, world: World) -> None:
    assert "A shaded market square" in get(client, f"{world.practice_path}?lang=en")
    assert "Zacieniony rynek" in get(client, f"{world.practice_path}?lang=fr")
    assert "A shaded market square" in get(client, f"/en/practices/{world.practice.pk}-{world.practice.slug}/")


def test_a_part_that_was_not_translated_says_its_language(client: Client, world: World) -> None:
    html = get(client, f"{world.practice_path}?lang=en")
    assert '<div lang="en"><p>' in html
    assert "Wspólnoty" in html


def test_a_wrong_slug_leads_to_the_right_one_for_good(client: Client, world: World) -> None:
    answer = client.get(f"/praktyki/{world.practice.pk}-stary-tytul/?lang=en")
    assert (answer.status_code, answer["Location"]) == (301, f"{world.practice_path}?lang=en")


def test_a_withdrawn_practice_is_gone_and_leaves_no_word_of_itself(client: Client, world: World) -> None:
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=world.practice, reason="Zmiana przepisów.")
    answer = client.get(world.practice_path)
    assert answer.status_code == 410
    assert "Zacieniony" not in answer.content.decode()
    assert "Zmiana przepisów" not in answer.content.decode()
    assert Page(answer.content.decode()).faults() == []


def test_an_archived_practice_stays_readable_and_is_marked(client: Client, world: World) -> None:
    archive(actor=a_user(Role.OPERATOR), practice=world.practice, reason="Nieaktualna.")
    html = get(client, world.practice_path)
    assert "Praktyka archiwalna." in html
    assert 'content="noindex"' in html
    assert "Zacieniony rynek" not in get(client, "/")
    assert "Zacieniony rynek" not in get(client, "/miasta/zmyslin/")


def test_the_practices_of_a_city_that_left_stay_and_are_marked(client: Client, world: World) -> None:
    Membership.objects.filter(city=world.city).update(left_on="2026-06-30")
    assert "Miasto nie jest już w sieci." in get(client, world.practice_path)
    html = get(client, "/miasta/zmyslin/")
    assert "Miasto opuściło sieć" in html
    assert "Zacieniony rynek" in html


def test_a_city_of_the_register_says_how_it_can_join(client: Client, world: World, settings: Any) -> None:
    settings.CONTACT_EMAIL = "siec@example.org"
    html = get(client, "/miasta/lakowo/")
    assert "Tego miasta nie ma jeszcze w sieci" in html
    assert "mailto:siec@example.org" in html


@pytest.mark.parametrize(
    "path", ["/nic/", "/en/nothing/", "/praktyki/999999-x/", "/miasta/nie-ma/", "/tematy/nie-ma/", "/praktyki/1-/"]
)
def test_what_is_not_there_is_a_404_with_a_way_out(client: Client, world: World, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    page = Page(answer.content.decode())
    assert page.faults() == []


def test_a_draft_is_a_404_never_a_410(client: Client, world: World) -> None:
    draft = a_published_practice(world.city)
    draft.state = "unpublished"
    draft.save()
    assert client.get(f"/praktyki/{draft.pk}-{draft.slug}/").status_code == 404


def test_hostile_text_is_shown_not_run(client: Client, world: World) -> None:
    what = '<script>alert(1)</script>"><b onclick=x>'
    text = a_text(what, summary=what, solution=f"{what}\n\n- a {what}\n- b")
    practice = a_published_practice(world.city, texts={"pl": text})
    for path in (f"/praktyki/{practice.pk}-{practice.slug}/", "/", "/miasta/zmyslin/"):
        page = Page(get(client, path))
        assert page.inline == []


def test_the_registers_bad_filters_count_as_not_asked(client: Client, world: World) -> None:
    html = get(client, "/miasta/?voivodeship=99&population=wiele&page=-1&member=maybe&q=%00")
    assert "Łąkowo" in html
    assert "Zmyślin" in html


def test_an_imported_practice_names_its_collection_and_what_is_missing(
    client: Client, world: World, tmp_path: Path
) -> None:
    row = {
        "source_id": "7", "language": "en", "title": "Rain gardens", "url": "https://bank.example/7",
        "place": {"organisation": "Water Institute", "country": "NL", "scope": "national"},
    }  # fmt: skip
    (tmp_path / "bank.jsonl").write_text(json.dumps(row), encoding="utf-8")
    import_file(tmp_path / "bank.jsonl", source="Water bank", publish=True, rejects=tmp_path / "rejects.jsonl")
    practice = Practice.objects.get(source_id="7")
    html = get(client, f"/praktyki/{practice.pk}-{practice.slug}/")
    assert Page(html).faults() == []
    assert "Opis niekompletny." in html
    assert "Zbiór: Water bank." in html
    assert 'href="https://bank.example/7"' in html
    assert "Water Institute, Niderlandy" in html
    assert '<h1 lang="en">Rain gardens</h1>' in html
    assert "Water Institute" in get(client, "/")
