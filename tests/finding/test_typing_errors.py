"""Typing errors: what is corrected at once, what is only suggested, and that neither tells of what is not public."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.models import Role
from network.outbox.draining import drain
from practices.services.drafts import save_draft, start_next_version
from practices.services.lifecycle import withdraw_practice
from search.finding.find import count_hits, find
from search.finding.page import Degraded
from search.query.request import SearchRequest
from tests.factories import a_city, a_draft, a_published_practice, a_text, a_user, content, published
from tests.finding.asking import ask, found, ids, index_everything


def a_practice(title: str) -> int:
    """The id of a practice that says hardly anything but this."""
    quiet = dict.fromkeys(("summary", "challenge", "solution", "results", "lessons", "conditions"), "Opis.")
    return a_published_practice(texts={"pl": a_text(title, **quiet)}).pk


def test_a_word_in_no_text_is_put_right_at_once_and_said() -> None:
    id = a_practice("Wypożyczalnia hulajnóg i rowerów")
    index_everything()
    page = ask("Wypoyżczalnia hulanjóg")
    assert ids(page) == [id]
    assert page.corrected == page.query == "Wypożyczalnia hulajnóg"
    assert page.did_you_mean == ""
    assert count_hits(SearchRequest(q="Wypoyżczalnia hulanjóg")) == page.count == 1


def test_a_word_mistyped_and_without_its_polish_letters_is_put_right() -> None:
    id = a_practice("Wypożyczalnia sprzętu")
    index_everything()
    assert found("wypozycazlnia") == found("wypozyczlnia") == [id]


def test_exactly_what_was_typed_is_searched_where_that_is_asked_for() -> None:
    a_practice("Wypożyczalnia hulajnóg")
    index_everything()
    page = ask("wypoyżczalnia", exact=True)
    assert (page.count, page.query, page.corrected, page.did_you_mean) == (0, "wypoyżczalnia", "", "")
    assert count_hits(SearchRequest(q="wypoyżczalnia", exact=True)) == 0


def test_what_is_scoped_or_excluded_is_meant_as_it_stands() -> None:
    a_practice("Wypożyczalnia hulajnóg")
    index_everything()
    for q in ("city:wypoyżczalnia", "-wypoyżczalnia", "tag:hulanjóg"):
        assert ask(q).corrected == ask(q).did_you_mean == "", q


def test_a_quoted_name_beside_words_is_put_right_and_one_alone_only_suggested() -> None:
    id = a_practice("Wypożyczalnia hulajnóg na rynku")
    index_everything()
    page = ask('rynek "wypoyżczalnia hulajnóg"')
    assert (ids(page), page.corrected) == ([id], 'rynek "wypożyczalnia hulajnóg"')
    page = ask('"wypoyżczalnia hulajnóg"')
    assert (page.unquoted, page.corrected, page.did_you_mean) == (True, "", '"wypożyczalnia hulajnóg"')


def test_a_word_of_a_dictionary_is_searched_as_it_stands_and_another_suggested_that_finds_more() -> None:
    id = a_practice("Wyspy zieleni")
    index_everything()
    page = ask("wsypy")
    assert (page.count, page.corrected, page.did_you_mean) == (0, "", "wyspy")
    assert found(page.did_you_mean) == [id]


def test_what_finds_nothing_is_never_suggested() -> None:
    a_practice("Wyspy zieleni")
    index_everything()
    assert ask("wsypy").did_you_mean
    assert ask("wsypy", city="nie-ma-takiego").did_you_mean == ""
    assert ask("wsypy city:nie-ma-takiego").did_you_mean == ""
    assert ask("wsypy -zieleń").did_you_mean == ""


def test_a_right_question_is_left_alone_and_costs_no_statement_more() -> None:
    a_practice("Wypożyczalnia hulajnóg przy szkole")
    index_everything()
    for q in (
        "wypożyczalnia hulajnóg",
        "wypozyczalnie hulajnog",
        "hulajnogami",
        "szkołami w miastach",
        "WYPOŻYCZALNIA",
    ):
        assert (ask(q).corrected, ask(q).did_you_mean) == ("", ""), q
    with CaptureQueriesContext(connection) as corrected:
        ask("wypożyczalnia hulajnóg")
    with CaptureQueriesContext(connection) as exact:
        ask("wypożyczalnia hulajnóg", exact=True)
    assert len(corrected) == len(exact)


def test_words_that_came_after_the_vocabulary_are_known_and_put_right() -> None:
    a_practice("Chodnik")
    index_everything()
    id = a_practice("Tężniomat solankowy")
    drain()
    page = ask("tężniomat")
    assert (ids(page), page.corrected) == ([id], "")
    page = ask("tezniomta")
    assert (ids(page), page.corrected) == ([id], "tężniomat")


def test_the_first_practice_is_found_mistyped_before_any_vocabulary_has_it() -> None:
    index_everything()
    id = a_practice("Wypożyczalnia hulajnóg")
    drain()
    assert found("wypożycazlnia") == [id]


_SECRET, _MISTYPED = "gżegżobot", "gżegżbot"


@pytest.mark.parametrize("drained", [False, True])
def test_a_word_of_a_withdrawn_practice_alone_is_never_shown(drained: bool) -> None:
    practice = a_published_practice(title=f"Miejski {_SECRET}")
    a_practice("Miejski chodnik")
    index_everything()
    assert ask(_MISTYPED).corrected == _SECRET
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=practice, reason="Na prośbę miasta.")
    if drained:
        drain()
    page = ask(f"miejski {_MISTYPED}")
    assert (page.query, page.corrected, page.did_you_mean) == (f"miejski {_MISTYPED}", "", "")


def test_a_word_that_was_edited_away_is_never_shown() -> None:
    practice = a_published_practice(title=f"Miejski {_SECRET}")
    index_everything()
    editor = a_user(Role.CITY_EDITOR, practice.city)
    draft = start_next_version(actor=editor, practice=practice)
    published(save_draft(actor=editor, version=draft, content=content("Miejski chodnik"), revision=draft.revision))
    drain()
    assert (ask(_MISTYPED).corrected, ask(_MISTYPED).did_you_mean) == ("", "")


def test_a_word_of_a_draft_is_never_shown() -> None:
    a_draft(what=content(f"Miejski {_SECRET}"))
    a_practice("Miejski chodnik")
    index_everything()
    assert (ask(_MISTYPED).corrected, ask(_MISTYPED).did_you_mean) == ("", "")


def test_a_name_is_not_shown_because_another_form_of_it_is_public() -> None:
    practice = a_published_practice(title="Ogród pani Gżegżewskiej")
    a_practice("Ogród pana Gżegżewskiego")
    index_everything()
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=practice, reason="Na prośbę miasta.")
    drain()
    assert "gżegżewskiej" not in ask("gżegżewksiej").query


def test_a_city_in_a_label_alone_is_put_right() -> None:
    id = a_published_practice(a_city("Gżegżowice"), title="Chodnik").pk
    index_everything()
    page = ask("gżegżoiwce")
    assert (ids(page), page.corrected) == ([id], "gżegżowice")


def test_without_the_engine_nothing_is_corrected(engine_down: Callable[[], None]) -> None:
    a_practice("Wypożyczalnia hulajnóg")
    index_everything()
    engine_down()
    page = ask("wypoyżczalnia")
    assert (page.degraded, page.corrected, page.did_you_mean) == (Degraded.ENGINE, "", "")


def test_a_question_that_its_corrections_would_make_too_long_stays_as_it_is() -> None:
    a_practice("Wypożyczalnia hulajnóg")
    index_everything()
    q = " ".join(["wypożyczlnia"] * 60).ljust(1000, "x")
    assert len(q) == 1000
    page = find(SearchRequest(q=q))
    assert (page.query, page.corrected, page.did_you_mean) == (q, "", "")


_TITLES = ("Wypożyczalnia hulajnóg", "Chodnik przy szkole", "Ścieżka rowerowa nad rzeką", "Ogród deszczowy")
_WORDS = [word for title in _TITLES for word in title.split()]


@st.composite
def _questions(draw: st.DrawFn) -> str:
    words = []
    for word in draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4)):
        at = draw(st.integers(1, len(word)))
        letter = draw(st.sampled_from("aeiosńż"))
        words.append(draw(st.sampled_from([word, word[:at] + word[at + 1 :], word[:at] + letter + word[at:]])))
    return " ".join(words)


@pytest.fixture
def four_practices() -> None:
    for title in _TITLES:
        a_practice(title)
    index_everything()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(q=_questions(), city=st.sampled_from(["", "nie-ma"]))
def test_every_correction_and_suggestion_can_be_asked_and_leads_somewhere(
    q: str, city: str, four_practices: None
) -> None:
    request = SearchRequest(q=q, facets={"city": (city,)})
    page = find(request)
    assert (page.corrected or q) == page.query
    assert count_hits(request) == page.count
    if page.did_you_mean:
        there = find(request.with_query(page.did_you_mean))
        assert there.count > 0 and page.did_you_mean == there.query and not there.corrected


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6))
def test_the_words_of_the_texts_are_never_touched(words: list[str], four_practices: None) -> None:
    page = find(SearchRequest(q=" ".join(words)))
    assert (page.query, page.corrected, page.did_you_mean) == (" ".join(words), "", "")
