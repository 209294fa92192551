"""Words a few errors apart are found, all of them, as a plain distance between words says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import bare
from search.lookalikes import Lookalikes

WORDS = st.text("abcąć", min_size=1, max_size=6)


def lookalikes(*words: str) -> Lookalikes:
    spellings: dict[str, list[str]] = {}
    for word in words:
        if bare(word) != word:
            spellings.setdefault(bare(word), []).append(word)
    return Lookalikes(words, spellings)


@pytest.mark.parametrize("typed", ["rower", "roewr", "rowwer", "rowr", "riwer", "rowe", "rowerr"])
def test_a_word_one_error_apart_is_found(typed: str) -> None:
    assert lookalikes("rower", "rolnik", "miasto").near(typed, errors=1) == {"rower"}


def test_words_with_polish_letters_are_found_without_them_and_spelled_with_them() -> None:
    known = lookalikes("ścieżka", "miasto", "miastó")
    assert known.near("sceizka", errors=1) == {"sciezka"}
    assert known.spelled("sciezka") == ["ścieżka"]
    assert known.spelled("miasto") == ["miasto", "miastó"]
    assert known.spelled("smog") == []


def test_the_first_letter_is_right_unless_said_otherwise() -> None:
    known = lookalikes("rower")
    assert known.near("tower", errors=1) == set()
    assert known.near("tower", errors=1, kept=0) == {"rower"}


def test_what_was_found_when_the_steps_are_used_up_is_all() -> None:
    known = lookalikes(*(f"{a}{b}{c}" for a in "abc" for b in "abc" for c in "abc"))
    assert len(known.near("abcabc", errors=2, steps=10)) <= 10


def test_letters_that_never_follow_each_other_make_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    known = lookalikes("rower", "rolnik")
    assert known.seems_a_word("rwoer"), "two words show nothing"
    monkeypatch.setattr("search.lookalikes._TELLING", 2)
    assert known.seems_a_word("rower")
    assert not known.seems_a_word("rwoer")
    assert not known.seems_a_word("rowe")
    assert list(known.places_of_error("rwoer")) == [1]
    assert list(known.places_of_error("rower")) == [1, 2, 3, 4, 5]


@settings(deadline=None)
@given(words=st.sets(WORDS.map(bare), min_size=1, max_size=5), data=st.data())
def test_an_error_in_a_word_stands_where_it_may(words: set[str], data: st.DataObject) -> None:
    known, word = lookalikes(*words), data.draw(st.sampled_from(sorted(words)))
    at, letter = data.draw(st.integers(1, len(word))), data.draw(st.sampled_from("abcx"))
    before, after = word[:at], word[at:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.lookalikes._TELLING", 0)
        for typed in (before + after[1:], before + letter + after, before + after[1:2] + after[:1] + after[2:]):
            places = known.places_of_error(typed)
            assert not known.seems_a_word(word) or any(word in variants_at(typed, place) for place in places)


def variants_at(word: str, at: int) -> set[str]:
    before, after = word[:at], word[at:]
    changed = {before + letter + rest for letter in "abcx" for rest in (after, after[1:])}
    return {word, before + after[1:], before + after[1:2] + after[:1] + after[2:]} | changed


@settings(deadline=None)
@given(words=st.sets(WORDS, max_size=30), typed=WORDS.map(bare), errors=st.integers(1, 2), kept=st.integers(0, 2))
def test_exactly_what_is_so_near_is_found(words: set[str], typed: str, errors: int, kept: int) -> None:
    found = lookalikes(*words).near(typed, errors=errors, kept=kept, steps=10**6)
    assert found <= {bare(word) for word in words if distance(bare(word), typed) <= errors}
    if errors == 1 and kept == 0:
        assert found == {bare(word) for word in words if distance(bare(word), typed) <= 1}


def distance(first: str, second: str) -> int:
    """Letters inserted, deleted, changed and neighbours swapped, none of them twice."""
    table = {(row, 0): row for row in range(len(first) + 1)} | {(0, col): col for col in range(len(second) + 1)}
    for row in range(1, len(first) + 1):
        for col in range(1, len(second) + 1):
            changed = table[row - 1, col - 1] + (first[row - 1] != second[col - 1])
            table[row, col] = min(table[row - 1, col] + 1, table[row, col - 1] + 1, changed)
            if row > 1 < col and first[row - 2 : row] == second[col - 2 : col][::-1]:
                table[row, col] = min(table[row, col], table[row - 2, col - 2] + 1)
    return table[len(first), len(second)]
