"""How long ago it was last said that a practice is still so: the index keeps the month, a question's day makes the bands of it.

So a practice grows older without being indexed again, and counts and hits, which both follow from the same day, agree on any later one.
Ages are whole calendar months: "0-1" is this month and the twelve before it, "1-3" the two years before those.
"""

from collections.abc import Collection, Mapping
from datetime import date

# The field of the index.
CONFIRMED = "confirmed"
FRESHNESS_BANDS = ("0-1", "1-3", "3+")
_FIRST_YEAR = 2000
_LABELS = {
    "0-1": ("w ostatnim roku", "within the last year"),
    "1-3": ("rok do 3 lat temu", "1–3 years ago"),
    "3+": ("ponad 3 lata temu", "over 3 years ago"),
}
# Every month there can be, with room for a century.
MOST_MONTHS = 1_200


def month_of(day: date, today: date) -> str:
    """The month as the index has it, "2024-05"; what is before all months, or yet to come, counts as the first or this one."""
    within = max(date(_FIRST_YEAR, 1, 1), min(day, today))
    return f"{within:%Y-%m}"


def months_of(bands: Collection[str], today: date) -> tuple[str, ...]:
    """All months that are in one of these bands on that day."""
    months = (f"{year}-{month:02}" for year in range(_FIRST_YEAR, today.year + 1) for month in range(1, 13))
    return tuple(month for month in months if month <= f"{today:%Y-%m}" and _band(month, today) in bands)


def by_band(counts: Mapping[str, int], today: date) -> dict[str, int]:
    """Counts of months as counts of bands; a practice has one month, so they add up."""
    bands: dict[str, int] = {}
    for month, count in counts.items():
        band = _band(month, today)
        bands[band] = bands.get(band, 0) + count
    return bands


def freshness_label(band: str, language: str) -> str:
    """ "w ostatnim roku" for "pl", "within the last year" for any other language; raises KeyError for no band."""
    polish, english = _LABELS[band]
    return polish if language == "pl" else english


def _band(month: str, today: date) -> str:
    age = 12 * (today.year - int(month[:4])) + today.month - int(month[5:])
    return FRESHNESS_BANDS[0] if age <= 12 else FRESHNESS_BANDS[1] if age <= 36 else FRESHNESS_BANDS[2]
