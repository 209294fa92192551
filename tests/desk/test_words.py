"""Differences word by word, and the fields that read what people type."""

from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from practices.web.desk.fields import AmountField, PartialDateField, TagsField, shown_decimal
from practices.web.desk.words import word_differences

_TEXT = st.text(st.sampled_from("ab ąż.,\n"), max_size=40)


@given(_TEXT, _TEXT)
def test_segments_read_as_both_texts(old: str, new: str) -> None:
    segments = word_differences(old, new)
    assert "".join(s.text for s in segments if s.kind != "added") == old
    assert "".join(s.text for s in segments if s.kind != "removed") == new
    assert all(segment.text for segment in segments)


def test_only_the_changed_words_are_marked() -> None:
    segments = word_differences("Jest dużo chłodniej na rynku.", "Jest o 13 °C chłodniej na rynku.")
    assert [(s.kind, s.text) for s in segments] == [
        ("same", "Jest "), ("removed", "dużo"), ("added", "o 13 °C"), ("same", " chłodniej na rynku."),
    ]  # fmt: skip


def test_a_long_text_is_compared_by_sentences() -> None:
    old = "To jest zdanie numer jeden. " * 1500
    segments = word_differences(old, old + "A to jest nowe.")
    assert [s.kind for s in segments] == ["same", "added"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("214 000", "214000"), ("62\u00a0500,50", "62500.50"), ("−3,5", "-3.5"), ("0.25", "0.25"), ("", None)],
)
def test_amounts_are_read_as_people_write_them(typed: str, meant: str | None) -> None:
    field = AmountField(required=False, max_digits=12, decimal_places=4)
    assert field.clean(typed) == (Decimal(meant) if meant else None)


@pytest.mark.parametrize("typed", ["około 12 tys.", "NaN", "1,2,3", "Infinity", "12 zł"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="cyframi"):
        AmountField(required=False).clean(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_shown_is_read_back(amount: Decimal) -> None:
    assert AmountField(required=False).clean(shown_decimal(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2024", "2024"), ("2024-05", "2024-05"), ("05.2024", "2024-05"), ("7.3.2024", "2024-03-07"), ("", "")],
)
def test_dates_of_any_precision_are_kept_in_iso_order(typed: str, kept: str) -> None:
    assert PartialDateField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["wiosna", "2024-13", "32.01.2024x", "24"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        PartialDateField(required=False).clean(typed)


def test_tags_are_separated_by_commas_and_keep_their_first_spelling() -> None:
    assert TagsField(required=False).clean(" Zielone dachy, woda;WODA,\n woda  deszczowa ,") == [
        "Zielone dachy", "woda", "woda deszczowa",
    ]  # fmt: skip
