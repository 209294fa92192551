"""Cards: the database authorises hits and supplies what lists show."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from network.models import Membership, Role
from practices.content import LinkContent, Text
from practices.models import Practice, Tag
from practices.selectors.cards import TagRef, ThemeRef, practice_cards, shortened
from practices.services.tags import merge_tags
from tests.factories import (
    a_city,
    a_draft,
    a_published_practice,
    a_text,
    a_user,
    a_withdrawn_practice,
    an_archived_practice,
    content,
    submitted,
)
from tests.importing.rows import a_file, a_row, imported

pytestmark = pytest.mark.django_db


def test_only_published_practices_have_cards() -> None:
    published, archived = a_published_practice(), an_archived_practice()
    others = [a_withdrawn_practice().pk, a_draft().practice_id, submitted(a_draft()).practice_id, 987654]
    ids = [published.pk, archived.pk, *others]
    assert set(practice_cards(ids, language="pl")) == {published.pk}
    assert set(practice_cards(ids, language="pl", include_archived=True)) == {published.pk, archived.pk}


def test_a_card_says_what_the_practice_is() -> None:
    city = a_city("Łódź", voivodeship="10")
    [card] = practice_cards([a_published_practice(city, tags=("Zieleń", "woda")).pk], language="pl").values()
    assert (card.title, card.slug, card.language) == (
        "Zielone dachy na przystankach", "zielone-dachy-na-przystankach", "pl",
    )  # fmt: skip
    assert card.city and (card.city.slug, card.city.name, card.city.voivodeship, card.city.member) == (
        "lodz", "Łódź", "10", True,
    )  # fmt: skip
    assert card.themes == (ThemeRef("woda", "Woda", "Woda"),)
    assert card.tags == (TagRef("zielen", "Zieleń"), TagRef("woda", "woda"))
    assert card.evidence_level == "monitored" and card.status == "finished"
    assert not card.incomplete and card.languages == ("pl",)


def test_a_card_comes_in_the_asked_language_or_in_the_original() -> None:
    both = a_published_practice(texts={"pl": a_text("Dachy"), "en": a_text("Roofs")})
    only = a_published_practice(texts={"pl": a_text("Bruk")})
    cards = practice_cards([both.pk, only.pk], language="en")
    assert [(cards[p.pk].title, cards[p.pk].language) for p in (both, only)] == [("Roofs", "en"), ("Bruk", "pl")]


def test_a_card_leads_with_the_summary_else_with_the_beginning_of_the_text(tmp_path: Path) -> None:
    with_summary = a_published_practice(texts={"pl": a_text(summary="W skrócie.")})
    [card] = practice_cards([with_summary.pk], language="pl").values()
    assert card.lead == card.summary == "W skrócie."
    text = "Miasto posadziło drzewa.\n\n" + "Zażółć gęślą jaźń, " * 40
    imported(a_file(tmp_path, [a_row(solution=text, challenge="Było gorąco.")]))
    [card] = practice_cards([Practice.objects.get(source_id="1").pk], language="pl").values()
    assert card.summary == ""
    assert card.lead.startswith("Miasto posadziło drzewa. Zażółć") and card.lead.endswith("Zażółć…")
    assert len(card.lead) <= 300


def test_a_lead_is_cut_between_words() -> None:
    assert shortened("Jedno  dwa\ntrzy", 20) == "Jedno dwa trzy"
    assert shortened("Jedno, dwa trzy", 11) == "Jedno, dwa…"
    assert shortened("Jedno, dwa trzy", 9) == "Jedno…"
    assert shortened("nieprzerwane", 5) == "niep…"


def test_a_translation_is_complete_when_it_says_all_the_original_says() -> None:
    part = Text(title="Roofs", summary="In short.")
    practice = a_published_practice(texts={"pl": a_text(), "en": part, "de": a_text("Dächer")})
    assert practice_cards([practice.pk], language="pl")[practice.pk].languages == ("de", "pl")


def test_a_practice_published_without_what_is_required_is_marked() -> None:
    complete, without_mailbox, bare_image = a_published_practice(), a_published_practice(), a_published_practice()
    assert without_mailbox.live and bare_image.live
    without_mailbox.live.contact_mailbox = ""
    without_mailbox.live.save()
    bare_image.live.links.create(kind="image", url="https://example.org/a.jpg", title={"pl": "Dach"}, alt={})
    cards = practice_cards([complete.pk, without_mailbox.pk, bare_image.pk], language="pl")
    assert [cards[p.pk].incomplete for p in (complete, without_mailbox, bare_image)] == [False, True, True]


def test_a_merged_tag_shows_as_its_canonical_one_and_once() -> None:
    practice = a_published_practice(tags=("rower", "rowery"))
    merge_tags(actor=a_user(Role.OPERATOR), tag=Tag.objects.get(key="rower"), into=Tag.objects.get(key="rowery"))
    assert practice_cards([practice.pk], language="pl")[practice.pk].tags == (TagRef("rowery", "rowery"),)


def test_a_city_that_left_is_marked() -> None:
    city = a_city()
    practice = a_published_practice(city)
    Membership.objects.update(left_on=date(2025, 1, 1))
    card = practice_cards([practice.pk], language="pl")[practice.pk]
    assert card.city and not card.city.member


def test_cards_cost_the_same_queries_however_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    link = LinkContent(kind="image", url="https://example.org/a.jpg", title={"pl": "Dach"}, alt={"pl": "Dach wiaty"})
    for i in range(4):
        a_published_practice(what=content(f"Dach {i}", tags=("a", "b"), links=(link,)))
    ids = list(Practice.objects.values_list("id", flat=True))
    # Three, and one for the names of each kind, which inside a transaction are not remembered.
    with django_assert_num_queries(6):
        assert len(practice_cards(ids, language="pl")) == 4
