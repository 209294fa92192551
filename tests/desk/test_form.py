"""The form: what is typed is never lost, two people never overwrite each other, rows come and go without JavaScript."""

from decimal import Decimal

import pytest
from django.test import Client

from network.models import City, Role
from practices.content import PracticeContent, Text
from practices.models import PracticeVersion
from practices.selectors.content import content_of
from practices.services.drafts import save_draft
from tests.desk.pages import edit_page, form_of, signed_in
from tests.factories import a_city, a_draft, a_text, a_theme, a_user, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return a_city("Nibygród", population=1000)


@pytest.fixture
def version(city: City) -> PracticeVersion:
    return a_draft(city)


@pytest.fixture
def editor(city: City, version: PracticeVersion) -> Client:
    return signed_in(a_user(Role.CITY_EDITOR, city, email="redakcja@example.org"))


def _now(version: PracticeVersion) -> PracticeContent:
    return content_of(PracticeVersion.objects.get(pk=version.pk))


def test_sending_the_form_back_untouched_changes_nothing(editor: Client, version: PracticeVersion) -> None:
    before = _now(version)
    answer = editor.post(f"/szkice/{version.pk}/", form_of(edit_page(editor, version)))
    assert answer.status_code == 302
    assert _now(version) == before


def test_every_part_of_the_record_survives_the_form(city: City) -> None:
    from practices.content import BlockContent, CostContent, IndicatorContent, LinkContent

    whole = content(
        texts={"pl": a_text(partners="Szkoły", legal_basis="Uchwała"), "en": a_text("Green roofs")},
        tags=("woda", "zieleń miejska"), started_on="2024-03", ended_on="2025", staff_fte=Decimal("0.40"),
        months_to_implement=14, sdgs=(6, 13), licence="CC0-1.0", contact_unit="Wydział", contact_role="kierowniczka",
        contact_person="Anna Zmyślona", contact_person_email="anna@miasto.example", contact_person_phone="22 111 22 33",
        indicators=(
            IndicatorContent(name={"pl": "Temperatura", "en": "Temperature"}, baseline=Decimal("51.4"),
                             value=Decimal("-2"), unit="°C", measured_on="2025-07-16", source={"pl": "czujnik"}),
        ),
        costs=(CostContent(what={"pl": "Rośliny", "en": "Plants"}, amount=Decimal("1234.50"), currency="EUR",
                           price_year=2024, yearly=True, funding_source={"en": "EU"}),),
        blocks=(BlockContent(name={"pl": "Umowa"}, description={"pl": "Pierwszy akapit.\n\nDrugi."}),),
        links=(LinkContent(kind="image", url="https://miasto.example/a.jpg", title={"pl": "Zdjęcie"},
                           alt={"pl": "Dach"}, author="J. K.", licence="CC-BY-4.0", language="pl", accessible=False,
                           block=0),),
    )  # fmt: skip
    version = a_draft(city, what=whole)
    client = signed_in(a_user(Role.CITY_EDITOR, city))
    before = _now(version)
    for query in ("", "?lang=en"):
        form = form_of(edit_page(client, version, query))
        assert client.post(f"/szkice/{version.pk}/{query}", form).status_code == 302
        assert _now(version) == before


def test_sub_themes_stand_under_their_theme_and_are_unfolded_where_one_is_chosen(city: City) -> None:
    for slug in ("woda", "ruch"):
        a_theme(f"{slug}-a", parent=a_theme(slug), description_pl=f"Opis {slug}.")
    version = a_draft(city, what=content(themes=("woda-a",)))
    client = signed_in(a_user(Role.CITY_EDITOR, city))
    html = edit_page(client, version)
    assert html.count('<details class="sub" open>') == html.count('<details class="sub">') == 1
    chosen = html.partition('<details class="sub" open>')[2].partition("</details>")[0]
    assert 'value="woda-a" id="id_d-themes_woda-a" checked aria-describedby="id_d-themes_woda-a_o"' in chosen
    assert '<p class="note" id="id_d-themes_woda-a_o">Opis woda.</p>' in chosen
    form = form_of(html) | {"d-themes": ["ruch", "ruch-a", "woda"]}
    assert client.post(f"/szkice/{version.pk}/", form).status_code == 302
    assert _now(version).themes == ("ruch", "ruch-a", "woda")


def test_a_fourth_theme_is_refused_and_all_four_stay_ticked(city: City) -> None:
    slugs = [a_theme(f"pod-{number}", parent=a_theme("woda")).slug for number in range(4)]
    version = a_draft(city, what=content(themes=()))
    client = signed_in(a_user(Role.CITY_EDITOR, city))
    answer = client.post(f"/szkice/{version.pk}/", form_of(edit_page(client, version)) | {"d-themes": slugs})
    html = answer.content.decode()
    assert "Zostaw najwyżej trzy tematy. Teraz wybranych jest 4" in html
    assert all(f'value="{slug}" id="id_d-themes_{slug}" checked' in html for slug in slugs)


def test_what_cannot_be_read_is_said_at_its_field_and_everything_typed_stays(
    editor: Client, version: PracticeVersion
) -> None:
    form = form_of(edit_page(editor, version)) | {
        "t-results": "Tego nie wolno zgubić.", "d-contact_mailbox": "biuro.miasto", "d-started_on": "wiosna",
        "costs-count": "1", "costs-0-what": "Rośliny", "costs-0-amount": "około 12 tys.",
    }  # fmt: skip
    answer = editor.post(f"/szkice/{version.pk}/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("Tego nie wolno zgubić.", "biuro.miasto", "wiosna", "około 12 tys."):
        assert kept in page
    for target in ("id_d-contact_mailbox", "id_d-started_on", "id_costs-0-amount"):
        assert f'href="#{target}"' in page and f'id="{target}"' in page
    assert "Wpisz liczbę cyframi" in page
    assert _now(version).texts["pl"].results != "Tego nie wolno zgubić."


def test_a_title_that_is_too_long_is_saved_in_a_draft_and_only_stops_the_submission(
    editor: Client, version: PracticeVersion
) -> None:
    form = form_of(edit_page(editor, version)) | {"t-title": "x" * 150}
    assert editor.post(f"/szkice/{version.pk}/", form).status_code == 302
    assert _now(version).texts["pl"].title == "x" * 150
    page = edit_page(editor, version)
    assert "Skróć tytuł do 120" in page


def test_rows_are_added_and_removed_by_buttons_that_save(editor: Client, version: PracticeVersion) -> None:
    form = form_of(edit_page(editor, version)) | {"do": "add-costs", "t-results": "Zapisane po drodze."}
    answer = editor.post(f"/szkice/{version.pk}/", form)
    assert answer.headers["Location"].endswith("?add=costs#id_costs-0-what")
    page = edit_page(editor, version, "?add=costs")
    form = form_of(page)
    assert form["costs-count"] == ["1"] and 'id="id_costs-0-what"' in page
    form |= {"costs-0-what": "Rośliny", "costs-0-amount": "12 500", "do": "add-costs"}
    editor.post(f"/szkice/{version.pk}/", form)
    form = form_of(edit_page(editor, version, "?add=costs")) | {"costs-1-what": "Ziemia", "costs-1-amount": "1,5"}
    editor.post(f"/szkice/{version.pk}/", form)
    assert [cost.amount for cost in _now(version).costs] == [Decimal(12500), Decimal("1.5")]
    assert "12,50 zł" in edit_page(editor, version).replace("\u00a0", " ")
    form = form_of(edit_page(editor, version)) | {"remove": "costs-0"}
    editor.post(f"/szkice/{version.pk}/", form)
    assert [dict(cost.what) for cost in _now(version).costs] == [{"pl": "Ziemia"}]
    assert _now(version).texts["pl"].results == "Zapisane po drodze."


def test_a_suggested_tag_is_added_by_a_button(editor: Client, version: PracticeVersion) -> None:
    form = form_of(edit_page(editor, version)) | {"d-tags": "woda", "add_tag": "zieleń miejska"}
    editor.post(f"/szkice/{version.pk}/", form)
    assert _now(version).tags == ("woda", "zieleń miejska")


def test_two_people_saving_at_once_lose_nothing(city: City, version: PracticeVersion, editor: Client) -> None:
    mine = form_of(edit_page(editor, version)) | {"t-results": "Mój tekst.", "t-partners": "Moi partnerzy."}
    theirs = signed_in(a_user(Role.CITY_COORDINATOR, city))
    theirs.post(
        f"/szkice/{version.pk}/",
        form_of(edit_page(theirs, version)) | {"t-results": "Cudzy tekst.", "d-status": "stopped"},
    )
    answer = editor.post(f"/szkice/{version.pk}/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mój" in page and "Cudzy" in page and "Moi partnerzy." in page
    assert _now(version).texts["pl"].results == "Cudzy tekst."

    again = mine | {"revision": str(PracticeVersion.objects.get(pk=version.pk).revision), "keep_saved": ["status"]}
    assert editor.post(f"/szkice/{version.pk}/", again).status_code == 302
    now = _now(version)
    assert now.texts["pl"].results == "Mój tekst." and now.texts["pl"].partners == "Moi partnerzy."
    assert now.status == "stopped"


def test_the_conflict_page_carries_everything_typed_into_its_own_form(
    city: City, version: PracticeVersion, editor: Client
) -> None:
    mine = form_of(edit_page(editor, version)) | {"t-solution": "Pierwszy akapit.\n\nDrugi <b>akapit</b>."}
    saved = content_of(version)
    other = Text(**{**{"title": "Inny tytuł"}})
    save_draft(
        actor=a_user(Role.CITY_COORDINATOR, city), version=version, revision=version.revision,
        content=PracticeContent(texts={**saved.texts, "en": other}),
    )  # fmt: skip
    page = editor.post(f"/szkice/{version.pk}/", mine).content.decode()
    assert "Drugi &lt;b&gt;akapit&lt;/b&gt;." in page
    assert 'name="t-solution"' in page


def test_a_second_window_that_says_the_same_is_no_conflict(editor: Client, version: PracticeVersion) -> None:
    form = form_of(edit_page(editor, version)) | {"t-results": "To samo."}
    assert editor.post(f"/szkice/{version.pk}/", form | {"do": "autosave"}).status_code == 200
    assert editor.post(f"/szkice/{version.pk}/", form).status_code == 302


def test_autosave_saves_and_answers_with_the_new_revision(editor: Client, version: PracticeVersion) -> None:
    form = form_of(edit_page(editor, version)) | {"t-results": "W pół zdania", "do": "autosave"}
    answer = editor.post(f"/szkice/{version.pk}/", form, headers={"HX-Request": "true"})
    page = answer.content.decode()
    revision = PracticeVersion.objects.get(pk=version.pk).revision
    assert "Szkic zapisany o" in page and f'value="{revision}"' in page and "<html" not in page
    assert _now(version).texts["pl"].results == "W pół zdania"


def test_autosave_says_what_it_could_not_save(editor: Client, version: PracticeVersion) -> None:
    form = form_of(edit_page(editor, version)) | {"d-contact_mailbox": "bez małpy", "do": "autosave"}
    page = editor.post(f"/szkice/{version.pk}/", form).content.decode()
    assert "Nie zapisano" in page and 'name="revision"' not in page


def test_a_second_language_is_written_beside_the_original(editor: Client, version: PracticeVersion) -> None:
    page = edit_page(editor, version, "?lang=en")
    assert "Pokaż oryginał" in page and "Miasto obsadziło dachy" in page
    form = form_of(page) | {"t-title": "Green roofs on bus stops"}
    editor.post(f"/szkice/{version.pk}/?lang=en", form)
    now = _now(version)
    assert (
        now.texts["en"].title == "Green roofs on bus stops" and now.texts["pl"].title == "Zielone dachy na przystankach"
    )


def test_what_is_missing_leads_to_its_field(city: City) -> None:
    version = a_draft(city, what=PracticeContent(texts={"pl": Text(title="Tytuł")}))
    page = edit_page(signed_in(a_user(Role.CITY_EDITOR, city)), version)
    assert "Kompletność: 10%" in page
    for target in ("id_t-summary", "id_d-themes", "id_d-status", "id_d-contact_mailbox"):
        assert f'href="#{target}"' in page and f'id="{target}"' in page
