"""A question with its typing errors put right keeps everything else as it was typed."""

from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.finding.understanding import Understood, respelled, understood
from search.query.parser import parse, unparse
from tests.search.test_correction import KNOWN, vocabulary


def understand(question: str) -> Understood:
    return understood(parse(question), KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("śceiżka rowerowa", "ścieżka rowerowa"),
        ("Śceiżka, ROWERWA!", "Ścieżka, ROWEROWA!"),
        ("foto woltaika w Przemyśl", "fotowoltaika w Przemyśl"),
        ("foto-woltaika", "fotowoltaika"),
        ("fotowoltaikadachowa w szkole", "fotowoltaika dachowa w szkole"),
        ('śceiżka "śceiżka rowerowa" -hodnik tag:ogrud ogrud', 'ścieżka "ścieżka rowerowa" -hodnik tag:ogrud ogród'),
        ('foto "w" woltaika', 'foto "w" woltaika'),
    ],
)
def test_words_and_phrases_are_put_right_and_nothing_else(typed: str, meant: str) -> None:
    assert unparse(understand(typed).query) == meant


def test_what_was_typed_and_meant_is_told_in_order() -> None:
    assert understand('Ogrud "x" deszczwy').corrections == (("Ogrud", "Ogród"), ("deszczwy", "deszczowy"))


def test_a_question_that_seems_right_stays_and_has_no_corrections() -> None:
    found = understand("ścieżka rowerowa & 2024")
    assert found == Understood(parse("ścieżka rowerowa & 2024"), parse("ścieżka rowerowa & 2024"))


def test_only_what_is_no_word_at_all_is_shown_unasked() -> None:
    assert unparse(understand("śceiżka").certain) == "ścieżka"
    found = understood(parse("śceiżka wsypy"), vocabulary("ścieżka na wyspy"))
    assert unparse(found.query) == "ścieżka wyspy"
    assert unparse(found.certain) == "ścieżka wsypy"


def test_a_question_all_in_quotes_is_put_right_only_as_a_suggestion() -> None:
    found = understand('"śceiżka rowerowa"')
    assert unparse(found.query) == '"ścieżka rowerowa"'
    assert unparse(found.certain) == '"śceiżka rowerowa"'


def test_acronyms_are_left_alone_and_words_all_in_capitals_are_not() -> None:
    known = vocabulary("rower", "lampa uliczna")
    assert unparse(understood(parse("lampa ROWR LaPa"), known).query) == "lampa ROWR LaPa"
    assert unparse(understood(parse("LAMPA ULICNA ROWR"), known).query) == "LAMPA ULICZNA ROWER"


def test_a_correction_that_is_not_confirmed_is_not_made() -> None:
    asked: list[set[str]] = []

    def confirm(words: Collection[str]) -> set[str]:
        asked.append(set(words))
        return {"ogród", "w"}

    found = understood(parse("śceiżka ogrud wbydgoszczy"), KNOWN, confirm=confirm)
    assert asked == [{"ścieżka", "ogród", "bydgoszczy"}]
    assert unparse(found.query) == unparse(found.certain) == "śceiżka ogród wbydgoszczy"


@pytest.mark.parametrize(
    ("typed", "embedded"),
    [
        ("sciezka rowerowa w Bydgoszczy?", "ścieżka rowerowa w Bydgoszczy?"),
        ("SCIEZKA", "ŚCIEŻKA"),
        ("ścieżka rowerowa", "ścieżka rowerowa"),
        ("housing for seniors", "housing for seniors"),
        ("zolw", "żółw"),
    ],
)
def test_what_is_embedded_has_the_letters_it_was_typed_without(typed: str, embedded: str) -> None:
    assert respelled(typed, KNOWN) == embedded


def test_a_word_never_becomes_the_name_of_a_clause() -> None:
    found = understood(parse("temta:woda"), vocabulary("temat woda"))
    assert unparse(found.query) == "temta:woda"
    assert unparse(understood(parse("lapma:woda"), vocabulary("lampa woda")).query) == "lampa:woda"


QUESTIONS = st.one_of(
    st.text(max_size=100),
    st.lists(
        st.sampled_from(
            ["śceiżka", '"śceiżka', "-hodnik", "foto", "woltaika", "tag:x", "ogrud:", "Śceiżka-rowerwa", "w"]
        )
    ).map(" ".join),
)


@settings(deadline=None, max_examples=100)
@given(QUESTIONS)
def test_any_question_is_understood_as_one_that_can_be_typed(text: str) -> None:
    found = understand(text)
    for query in (found.query, found.certain):
        assert parse(unparse(query)) == query
        typed = parse(text)
        assert (query.scopes, query.exclusions) == (typed.scopes, typed.exclusions)
        assert len(query.phrases) == len(typed.phrases)
