"""A small grammar and typography of Polish: plural forms, non-breaking spaces, numbers."""

import re
from decimal import Decimal

NBSP = "\u00a0"
MINUS = "\u2212"

_MONTHS = (
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
)  # fmt: skip
_UNITS = (
    r"tys\.|mln|mld|zł|gr|PLN|EUR|USD|€|%|‰|°C|mm|cm|km²|km/h|km|m²|m2|m³|m3|m|ha|kg|g|t|l|kWh|MWh|GWh|kWp|MWp|kW|MW|GW|GJ|"
    r"MB|GB|ppm|dB|min|godz\.|h|os\.|szt\.|proc\.|pkt|lat|roku|rok|lata"
)
# A space is tied to the word that must not stand alone at the end or the beginning of a line.
_ONE_LETTER = re.compile(r"(?<![\w'’-])[aiouwzAIOUWZ] (?=\S)")
_DIGIT_GROUPS = re.compile(r"(?<![\w,.])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS}|{_MONTHS})(?!\w))")
_BEFORE_YEAR_OR_CENTURY = re.compile(r"(?<=[\dIVX]) (?=(?:r|w)\.)")
_AFTER_THOUSANDS = re.compile(r"(?<!\w)(?:tys\.|mln|mld) (?=\S)")
_AFTER_ABBREVIATION = re.compile(
    r"(?<!\w)(?:nr|art\.|ust\.|poz\.|pkt|str\.|s\.|ok\.|ul\.|al\.|pl\.|św\.|im\.|dr|prof\.) (?=\w)"
)
_RULES = (_ONE_LETTER, _DIGIT_GROUPS, _BEFORE_UNIT, _BEFORE_YEAR_OR_CENTURY, _AFTER_THOUSANDS, _AFTER_ABBREVIATION)


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form that goes with the whole number `n`: 1 praktyka, 2 praktyki, 5 praktyk, 22 praktyki (CLDR's rule)."""
    n = abs(n)
    if n == 1:
        return one
    if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14):
        return few
    return many


def nbsp(text: str) -> str:
    """The text with no-break spaces where a Polish line must not break: after one-letter words, in and after numbers.

    Nothing but plain spaces (U+0020) is ever replaced, one for one; applying it twice is the same as once.
    """
    for rule in _RULES:
        text = rule.sub(_tie, text)
    return text


def _tie(match: re.Match[str]) -> str:
    return match[0].replace(" ", NBSP)


def number(n: int | float | Decimal, language: str = "pl", *, places: int | None = None) -> str:
    """The number as text: "38 412" and "62,5" in Polish, "38,412" and "62.5" otherwise; a minus is U+2212.

    Polish groups digits from five up, as CLDR does: "1200" but "12 000". `places` fixes how many decimals are shown
    (money: 2); without it trailing zeros are dropped. Raises ValueError for infinity and not-a-number.
    """
    value = Decimal(str(n))
    if not value.is_finite():
        raise ValueError(f"{n} is not a number that can be shown: give a finite one.")
    text = f"{value:f}" if places is None else f"{value:.{places}f}"
    whole, _, decimals = text.lstrip("-").partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    sign = MINUS if text.startswith("-") and (whole.strip("0") or decimals.strip("0")) else ""
    polish = language == "pl"
    grouped = f"{int(whole):,}"
    if polish:
        grouped = grouped.replace(",", NBSP) if len(whole) > 4 else whole
    return f"{sign}{grouped}{(',' if polish else '.') + decimals if decimals else ''}"
