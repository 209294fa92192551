"""Polish forms, spaces and numbers."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from network.polish import nbsp, number, plural

_PRACTICES = ("praktyka", "praktyki", "praktyk")


@pytest.mark.parametrize(
    ("n", "form"),
    [
        (0, "praktyk"), (1, "praktyka"), (2, "praktyki"), (4, "praktyki"), (5, "praktyk"), (11, "praktyk"),
        (12, "praktyk"),
        (14, "praktyk"), (21, "praktyk"), (22, "praktyki"), (24, "praktyki"), (25, "praktyk"), (101, "praktyk"),
        (102, "praktyki"), (112, "praktyk"), (1004, "praktyki"), (1013, "praktyk"), (-1, "praktyka"), (-3, "praktyki"),
    ],
)  # fmt: skip
def test_a_number_takes_the_form_a_pole_would_say(n: int, form: str) -> None:
    assert plural(n, *_PRACTICES) == form


@pytest.mark.parametrize(
    ("plain", "typeset"),
    [
        ("w Przemyślu i w Łodzi", "w~Przemyślu i~w~Łodzi"),
        ("W mieście, a z nim o wodzie", "W~mieście, a~z~nim o~wodzie"),
        ("38 412 mieszkańców", "38~412 mieszkańców"),
        ("1 240 000 zł", "1~240~000~zł"),
        ("od 2019 r. do 2024 r.", "od 2019~r. do 2024~r."),
        ("XIX w. w mieście", "XIX~w. w~mieście"),
        ("17 maja 2025", "17~maja 2025"),
        ("20 tys. zł, 3 mln osób", "20~tys.~zł, 3~mln~osób"),
        ("12 km od rynku, 40 % taniej", "12~km od rynku, 40~% taniej"),
        ("art. 5 ust. 2, nr 7, ul. Lipowa", "art.~5 ust.~2, nr~7, ul.~Lipowa"),
        ("woda i, jak zawsze, ludzie", "woda i, jak zawsze, ludzie"),
        ("2 mieszkania po 5 metrów", "2 mieszkania po 5 metrów"),
        ("plan A-z do zera", "plan A-z do zera"),
    ],
)
def test_a_line_never_breaks_where_a_polish_typesetter_would_not_break_it(plain: str, typeset: str) -> None:
    assert nbsp(plain) == typeset.replace("~", "\u00a0")


_POLISH = st.text(st.sampled_from("aiouwzAWZrbąłkm0123456789  ..,-%\u00a0\n"), max_size=60) | st.text(max_size=40)


@settings(max_examples=300)
@given(_POLISH)
@example("w 1 000 000 z r. i w i o 5 tys. zł")
def test_typesetting_touches_nothing_but_spaces(text: str) -> None:
    typeset = nbsp(text)
    assert len(typeset) == len(text)
    assert all(new == old or (old, new) == (" ", "\u00a0") for old, new in zip(text, typeset, strict=True))


@settings(max_examples=300)
@given(_POLISH)
def test_typesetting_twice_is_typesetting_once(text: str) -> None:
    assert nbsp(nbsp(text)) == nbsp(text)


@pytest.mark.parametrize(
    ("value", "polish", "english"),
    [
        (0, "0", "0"), (999, "999", "999"), (1200, "1200", "1,200"), (38412, "38~412", "38,412"),
        (1240000, "1~240~000", "1,240,000"), (-5, "−5", "−5"), (62.5, "62,5", "62.5"), (62.0, "62", "62"),
        (Decimal("62.5000"), "62,5", "62.5"), (Decimal("-12345.60"), "−12~345,6", "−12,345.6"),
        (Decimal("1E+5"), "100~000", "100,000"),
        (1e-7, "0,0000001", "0.0000001"), (-0.0, "0", "0"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_each_language_writes_them(value: float | Decimal, polish: str, english: str) -> None:
    assert number(value) == polish.replace("~", "\u00a0")
    assert number(value, "en") == english


def test_money_keeps_its_two_places() -> None:
    assert number(Decimal("12.5"), places=2) == "12,50"
    assert number(Decimal("12"), "en", places=2) == "12.00"
    assert number(Decimal("-0.001"), places=2) == "0,00"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        number(value)


@settings(max_examples=200)
@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_can_be_read_back(n: int) -> None:
    assert int(number(n).replace("\u00a0", "").replace("−", "-")) == n
