"""Bands of costs and staff, and of the months since a practice was confirmed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.bands import COST_BANDS, STAFF_BANDS, cost_band, cost_band_label, staff_band, staff_band_label
from search.query.freshness import FRESHNESS_BANDS, by_band, freshness_label, month_of, months_of

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("total", "band"),
    [
        ("0", "0-50k"), ("50000", "0-50k"), ("50000.01", "50-200k"), ("200000", "50-200k"), ("1000000", "200k-1m"),
        ("1000001", "1-10m"), ("10000000", "1-10m"), ("10000000.01", "10m+"),
    ],
)  # fmt: skip
def test_a_cost_is_in_the_band_up_to_whose_bound_it_goes(total: str, band: str) -> None:
    assert cost_band(Decimal(total)) == band


@pytest.mark.parametrize(
    ("posts", "band"), [("0", "0-1"), ("1", "0-1"), ("1.25", "1-3"), ("3", "1-3"), ("10", "3-10"), ("10.5", "10+")]
)
def test_staff_is_in_the_band_up_to_whose_bound_it_goes(posts: str, band: str) -> None:
    assert staff_band(Decimal(posts)) == band


def test_every_band_has_a_name_in_both_languages() -> None:
    for bands, label in (
        (COST_BANDS, cost_band_label), (STAFF_BANDS, staff_band_label), (FRESHNESS_BANDS, freshness_label)
    ):  # fmt: skip
        names = [label(band, language) for band in bands for language in ("pl", "en")]
        assert all(names) and len(set(names)) == len(names)


@given(DAYS)
def test_every_month_there_can_be_is_in_one_band(today: date) -> None:
    months = [month for band in FRESHNESS_BANDS for month in months_of([band], today)]
    assert sorted(months) == sorted(months_of(FRESHNESS_BANDS, today)) and len(set(months)) == len(months)
    assert len(months) == 12 * (today.year - 2000) + today.month


@settings(deadline=None)
@given(st.dates(), st.dates(), DAYS, DAYS)
def test_counts_and_conditions_agree_on_any_later_day(one: date, other: date, indexed: date, asked: date) -> None:
    indexed, asked = sorted((indexed, asked))
    counts: dict[str, int] = {}
    for day in (one, other):
        month = month_of(day, indexed)
        counts[month] = counts.get(month, 0) + 1
    expected = {b: n for b in FRESHNESS_BANDS if (n := sum(counts.get(m, 0) for m in months_of([b], asked)))}
    assert by_band(counts, asked) == expected


def test_bands_of_age_are_whole_calendar_months() -> None:
    today = date(2026, 3, 31)
    assert months_of(["0-1"], today)[:1] + months_of(["0-1"], today)[-1:] == ("2025-03", "2026-03")
    assert months_of(["1-3"], today)[:1] + months_of(["1-3"], today)[-1:] == ("2023-03", "2025-02")
    assert months_of(["3+"], today)[-1:] == ("2023-02",)
