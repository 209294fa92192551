"""Indicators and costs as figures: rows of tables and the before-and-after chart that says the same numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from network.web.templatetags.formats import localised, number
from practices.content import IndicatorContent

_NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_CLOSE = 9.0  # per cent of the axis: nearer than this, two labels would run into each other


@dataclass(frozen=True)
class Money:
    """An amount of a currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Chart:
    """One line of the chart: positions in per cent of an axis from 0 to `top`, and the sentence that says it."""

    before_at: str
    after_at: str
    top: str
    before: str
    after: str
    before_side: str
    after_side: str
    sentence: str


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as a table's row; `chart` where it was measured both before and after."""

    name: str
    unit: str
    before: str
    after: str
    change: str
    measured_on: str
    source: str
    chart: Chart | None


def indicator_rows(indicators: Iterable[IndicatorContent], language: str) -> tuple[IndicatorRow, ...]:
    """The rows in the author's order, texts in `language`."""
    return tuple(_row(indicator, language) for indicator in indicators)


def money_totals(amounts: Iterable[tuple[Decimal, str]]) -> tuple[Money, ...]:
    """The sum of each currency, in the order of first appearance."""
    sums: dict[str, Decimal] = {}
    for amount, currency in amounts:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return tuple(Money(amount, currency) for currency, amount in sums.items())


def with_unit(value: Decimal | None, unit: str) -> str:
    """ "51,4 °C", "34%"; empty for nothing."""
    if value is None:
        return ""
    return f"{number(value)}{unit}" if unit == "%" else f"{number(value)}\u00a0{unit}".strip()


def _row(indicator: IndicatorContent, language: str) -> IndicatorRow:
    name, unit = localised(dict(indicator.name), language), indicator.unit
    return IndicatorRow(
        name=name,
        unit=unit,
        before=with_unit(indicator.baseline, unit),
        after=with_unit(indicator.value, unit),
        change=_change(indicator),
        measured_on=indicator.measured_on,
        source=localised(dict(indicator.source), language),
        chart=_chart(indicator, name),
    )


def _change(indicator: IndicatorContent) -> str:
    if indicator.baseline is None or indicator.value is None:
        return ""
    difference = indicator.value - indicator.baseline
    sign = "+" if difference > 0 else ""
    return sign + with_unit(difference, _("p.p.") if indicator.unit == "%" else indicator.unit)


def _chart(indicator: IndicatorContent, name: str) -> Chart | None:
    before, after = indicator.baseline, indicator.value
    if before is None or after is None or before < 0 or after < 0 or not (before or after):
        return None
    top = axis_top(float(max(before, after)), indicator.unit)
    at_before, at_after = 100 * float(before) / top, 100 * float(after) / top
    close = abs(at_before - at_after) < _CLOSE
    sides = ("t-end", "t-start") if at_before <= at_after else ("t-start", "t-end")
    return Chart(
        before_at=f"{at_before:.1f}%",
        after_at=f"{at_after:.1f}%",
        top=number(Decimal(str(top))),
        before=number(before),
        after=number(after),
        before_side=sides[0] if close else "",
        after_side=sides[1] if close else "",
        sentence=_("%(name)s: przed zmianą %(before)s, po zmianie %(after)s")
        % {"name": name, "before": with_unit(before, indicator.unit), "after": with_unit(after, indicator.unit)},
    )


def axis_top(largest: float, unit: str) -> float:
    """A round number a little above the largest value; 100 for shares."""
    if unit == "%" and largest <= 100:
        return 100.0
    power = 10.0 ** math.floor(math.log10(largest))
    step = next(nice for nice in _NICE if nice * power >= largest * 1.05 or nice == 10)
    top = step * power if step * power >= largest else 10 * power
    return round(top, 6)
