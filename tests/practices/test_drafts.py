"""Drafts: creating, saving without losing anything, the next version, closing."""

from dataclasses import replace
from decimal import Decimal

import pytest

from network.models import Role
from practices.content import (
    BlockContent,
    CostContent,
    IndicatorContent,
    LinkContent,
    PracticeContent,
    Text,
)
from practices.errors import Refused
from practices.models import Practice, PracticeVersion, VersionState, WorkflowEvent
from practices.selectors.content import content_of
from practices.services.drafts import create_practice, discard_draft, save_draft, start_next_version
from practices.services.review import submit_practice
from tests.factories import a_city, a_draft, a_published_practice, a_text, a_user, content, published

pytestmark = pytest.mark.django_db


def whole() -> PracticeContent:
    """A content in which every field says something."""
    return content(
        texts={
            "pl": a_text("Dachy", partners="Szkoła", target_groups="Pasażerowie", legal_basis="Uchwała", participation="Tak"),
            "en": a_text("Roofs"),
        },
        themes=("zielen", "woda"),
        tags=("rozchodnik", "Wiaty"),
        started_on="2023",
        ended_on="2024-05",
        staff_fte=Decimal("0.50"),
        months_to_implement=8,
        sdgs=(11, 13),
        licence="CC0-1.0",
        contact_unit="Wydział Zieleni",
        contact_role="Ogrodnik miejski",
        contact_person="Jan Kowalski",
        contact_person_email="jan@miasto.example",
        contact_person_phone="12 345 67 89",
        indicators=(
            IndicatorContent(
                name={"pl": "Temperatura", "en": "Temperature"}, baseline=Decimal("41.5000"), value=Decimal("34.0000"),
                unit="°C", measured_on="2024-07", source={"pl": "Pomiar"},
            ),
            IndicatorContent(name={"pl": "Wiaty"}, value=Decimal("12.0000")),
        ),
        costs=(
            CostContent(
                what={"pl": "Sadzonki"}, amount=Decimal("12000.00"), price_year=2023, yearly=True,
                funding_source={"pl": "Budżet"},
            ),
        ),
        blocks=(BlockContent(name={"pl": "Konstrukcja"}, description={"pl": "Rysunek wiaty."}), BlockContent(name={"pl": "Umowa"})),
        links=(
            LinkContent(kind="document", url="https://example.org/u.pdf", title={"pl": "Uchwała"}, language="pl", accessible=True, block=1),
            LinkContent(kind="image", url="https://example.org/d.jpg", title={"pl": "Dach"}, alt={"pl": "Dach"}, author="A", licence="CC0"),
        ),
    )  # fmt: skip


def test_what_is_saved_is_what_is_read() -> None:
    version = a_draft(what=whole())
    assert content_of(PracticeVersion.objects.get(pk=version.pk)) == whole()


def test_a_next_version_starts_as_a_copy_of_the_live_one_which_stays() -> None:
    practice = a_published_practice(what=whole())
    editor = a_user(Role.CITY_EDITOR, practice.city)
    version = start_next_version(actor=editor, practice=practice)
    assert (version.number, version.state, content_of(version)) == (2, VersionState.DRAFT, whole())
    save_draft(actor=editor, version=version, content=replace(whole(), tags=("inne",)), revision=0)
    practice.refresh_from_db()
    assert practice.live and practice.live.number == 1 and content_of(practice.live) == whole()


def test_there_is_at_most_one_version_in_preparation() -> None:
    practice = a_published_practice()
    editor = a_user(Role.CITY_EDITOR, practice.city)
    start_next_version(actor=editor, practice=practice)
    with pytest.raises(Refused) as refused:
        start_next_version(actor=editor, practice=practice)
    assert refused.value.code == "illegal-step"


def test_a_closed_draft_can_be_begun_again() -> None:
    draft = a_draft(what=whole())
    editor = a_user(Role.CITY_EDITOR, draft.practice.city)
    discard_draft(actor=editor, version=draft)
    again = start_next_version(actor=editor, practice=draft.practice)
    assert again.number == 2 and content_of(again) == whole()


def test_a_saving_based_on_an_older_one_is_refused_and_overwrites_nothing() -> None:
    version = a_draft()
    first, second = (a_user(Role.CITY_EDITOR, version.practice.city) for _ in range(2))
    saved = save_draft(actor=first, version=version, content=content("Pierwsza redakcja"), revision=version.revision)
    assert saved.revision == version.revision + 1
    with pytest.raises(Refused) as refused:
        save_draft(actor=second, version=version, content=content("Druga redakcja"), revision=version.revision)
    assert refused.value.code == "conflict"
    kept = PracticeVersion.objects.get(pk=version.pk)
    assert content_of(kept).texts["pl"].title == "Pierwsza redakcja" and kept.revision == saved.revision


def test_what_was_not_seen_is_not_submitted() -> None:
    version = a_draft()
    coordinator = a_user(Role.CITY_COORDINATOR, version.practice.city)
    save_draft(actor=coordinator, version=version, content=content("Inny tytuł"), revision=0)
    with pytest.raises(Refused) as refused:
        submit_practice(actor=coordinator, version=version, revision=0)
    assert refused.value.code == "conflict"


def test_the_address_follows_the_title_until_the_first_publication() -> None:
    version = a_draft(what=content("Łąki zamiast trawników — Żółć!"))
    assert version.practice.slug == "laki-zamiast-trawnikow-zolc"
    editor = a_user(Role.CITY_EDITOR, version.practice.city)
    saved = save_draft(actor=editor, version=version, content=content("Łąki"), revision=0)
    practice = published(saved)
    assert practice.slug == "laki"
    following = start_next_version(actor=editor, practice=practice)
    save_draft(actor=editor, version=following, content=content("Kwietne łąki"), revision=0)
    assert Practice.objects.get(pk=practice.pk).slug == "laki"


def test_a_long_title_makes_a_short_address_cut_between_words() -> None:
    version = a_draft(what=content("Bardzo długi tytuł " * 8))
    assert len(version.practice.slug) <= 80 and version.practice.slug.endswith(("bardzo", "dlugi", "tytul"))


def test_an_empty_form_makes_a_draft_with_an_address() -> None:
    version = a_draft(what=PracticeContent())
    assert version.practice.slug == "praktyka"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"themes": ("nie-ma-takiego",)}, "themes"),
        ({"themes": ("a", "b", "c", "d")}, "themes"),
        ({"texts": {"polski": Text(title="x")}}, "texts"),
        ({"texts": {"pl": Text(solution="x" * 50_001)}}, "solution"),
        ({"started_on": "2024-13"}, "started_on"),
        ({"ended_on": "wczoraj"}, "ended_on"),
        ({"status": "gotowe"}, "status"),
        ({"contact_mailbox": "sekretariat"}, "contact_mailbox"),
        ({"sdgs": (18,)}, "sdgs"),
        ({"staff_fte": Decimal("NaN")}, "staff_fte"),
        ({"staff_fte": Decimal("-0.5")}, "staff_fte"),
        ({"staff_fte": Decimal("1E+9")}, "staff_fte"),
        ({"months_to_implement": -1}, "months_to_implement"),
        ({"tags": tuple(f"tag {i}" for i in range(31))}, "tags"),
        ({"tags": ("x" * 101,)}, "tags"),
        ({"links": (LinkContent(url="javascript:alert(1)", title={"pl": "x"}),)}, "links.0.url"),
        ({"links": (LinkContent(url="https://example.org", title={"pl": "x"}, block=0),)}, "links.0.block"),
        ({"links": (LinkContent(url="https://example.org"),)}, "links.0.title"),
        ({"costs": (CostContent(what={"pl": "x"}, amount=Decimal(-1)),)}, "costs.0.amount"),
        ({"costs": (CostContent(what={"pl": "x"}, amount=Decimal(1), currency="zł"),)}, "costs.0.currency"),
        ({"indicators": (IndicatorContent(name={}),)}, "indicators.0.name"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(wrong: dict[str, object], field: str) -> None:
    city = a_city()
    editor = a_user(Role.CITY_EDITOR, city)
    with pytest.raises(Refused) as refused:
        create_practice(actor=editor, city=city, content=replace(PracticeContent(), **wrong))  # type: ignore[arg-type]
    assert refused.value.code == "invalid"
    assert field in {problem.field for problem in refused.value.problems}
    assert not Practice.objects.exists()


def test_control_characters_never_reach_the_database() -> None:
    text = Text(title="Dachy\x00 i\u00a0\nwiaty ", solution="Raz.\r\n\r\n\r\n\r\nDwa.\x07 \r\nTrzy.")
    kept = content_of(a_draft(what=content(texts={"pl": text}))).texts["pl"]
    assert kept.title == "Dachy i wiaty"
    assert kept.solution == "Raz.\n\nDwa.\nTrzy."


def test_every_step_is_in_the_log_with_who_took_it() -> None:
    city = a_city()
    editor = a_user(Role.CITY_EDITOR, city)
    version = a_draft(city, editor=editor)
    save_draft(actor=editor, version=version, content=content(), revision=0)
    discard_draft(actor=editor, version=version, reason="Powtórzenie.")
    rows = WorkflowEvent.objects.filter(practice=version.practice).values_list("step", "actor", "reason")
    assert list(rows) == [
        ("create", editor.pk, ""), ("save", editor.pk, ""), ("discard", editor.pk, "Powtórzenie."),
    ]  # fmt: skip
