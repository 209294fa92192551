"""Dates, numbers, money and prose as a native reader expects them."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from network.web.alphabet import letter_of, sort_key
from network.web.map import place
from network.web.templatetags.formats import day, in_month, localised, money, number, of_month, partial_date, prose
from network.web.typesetting import typeset
from practices.web.figures import axis_top

SEPTEMBER = datetime.date(2026, 9, 14)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("shown", "polish", "english"),
    [
        (lambda: day(SEPTEMBER), "14 września 2026", "14 September 2026"),
        (lambda: partial_date("2026-09-14"), "14 września 2026", "14 September 2026"),
        (lambda: partial_date("2025-05"), "maj 2025", "May 2025"),
        (lambda: partial_date("2025"), "2025", "2025"),
        (lambda: in_month(SEPTEMBER), "we wrześniu 2026", "in September 2026"),
        (lambda: of_month(SEPTEMBER), "września 2026", "September 2026"),
        (lambda: number(38412), "38 412", "38,412"),
        (lambda: number(Decimal("-62.50")), "−62,5", "−62.5"),
        (lambda: money(Decimal(1240000)), "1 240 000 zł", "1,240,000 PLN"),
        (lambda: money(Decimal("3.10"), "EUR"), "3,10 EUR", "3.10 EUR"),
    ],
)  # fmt: skip
def test_a_value_reads_naturally_in_each_language(shown, polish: str, english: str) -> None:  # type: ignore[no-untyped-def]
    with override("pl"):
        assert plain(shown()) == polish
    with override("en"):
        assert plain(shown()) == english


def test_a_language_map_falls_back_to_what_there_is() -> None:
    with override("en"):
        assert localised({"pl": "drzewa", "en": "trees"}) == "trees"
        assert localised({"pl": "drzewa"}) == "drzewa"
        assert localised({"de": "Bäume"}) == "Bäume"
        assert localised({"pl": "", "de": "Bäume"}) == "Bäume"
        assert localised({}) == localised(None) == ""


def test_prose_becomes_paragraphs_and_lists_and_never_markup() -> None:
    html = prose("Raz <b>dwa</b>.\r\n\r\n- jeden\n- dwa\n\nkoniec\nwiersza")
    assert html == "<p>Raz &lt;b&gt;dwa&lt;/b&gt;.</p><ul><li>jeden</li><li>dwa</li></ul><p>koniec<br>wiersza</p>"


def test_typesetting_ties_short_words_in_text_and_leaves_tags_and_fields_alone() -> None:
    html = '<p title="a b">W a b <a href="x">z c</a></p><textarea>w domu</textarea><p>i tu</p>'
    done = typeset(html)
    assert done == (
        '<p title="a b">W\u00a0a\u00a0b <a href="x">z\u00a0c</a></p><textarea>w domu</textarea><p>i\u00a0tu</p>'
    )


@given(st.text(alphabet="<>/ aiwbp=\"'x1zł \n", max_size=80))
def test_typesetting_changes_nothing_but_spaces(html: str) -> None:
    assert typeset(html).replace("\u00a0", " ") == html


@given(st.floats(min_value=0.0001, max_value=1e12))
def test_the_axis_of_a_chart_reaches_beyond_its_largest_value(largest: float) -> None:
    top = axis_top(largest, "szt.")
    assert largest * 0.999 <= top <= largest * 10.5


def test_polish_names_sort_as_in_a_polish_register() -> None:
    names = ["Żory", "Łódź", "Lwówek", "Zator", "Świdnica", "Sanok", "Ćmielów", "Cieszyn", "Ähtäri", "Bielsko-Biała"]
    assert sorted(names, key=sort_key) == [
        "Ähtäri", "Bielsko-Biała", "Cieszyn", "Ćmielów", "Lwówek", "Łódź", "Sanok", "Świdnica", "Zator", "Żory",
    ]  # fmt: skip
    assert [letter_of(name) for name in ("Łódź", "Ähtäri", "'s-Hertogenbosch")] == ["Ł", "A", "#"]


def test_a_city_lies_on_the_map_where_it_lies_in_poland() -> None:
    assert place(49.7838, 22.7678) == (861, 799)  # Przemyśl, in the south-east corner
    assert place(48.85, 2.35) is None  # Paris
