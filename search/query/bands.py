"""Bands of numbers as facet values: total cost in złoty, work in full-time posts. What is unknown is in no band.

The bounds of costs follow what Polish cities decide with them: up to 50,000 a department pays out of its running budget, up to 200,000 is a
usual project of a participatory budget and, roughly, what may be bought without a public tender, up to a million needs a line of its own
in the budget, up to ten an investment of several years, and more hardly ever happens without outside money.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple


class Band(NamedTuple):
    """Numbers up to and including `most` (None: the last band is open) that are not in the band before; its names in both languages."""

    value: str
    most: int | None
    polish: str
    english: str


_COSTS = (
    Band("0-50k", 50_000, "do 50 tys. zł", "up to PLN 50,000"),
    Band("50-200k", 200_000, "50–200 tys. zł", "PLN 50,000–200,000"),
    Band("200k-1m", 1_000_000, "200 tys.–1 mln zł", "PLN 200,000–1 million"),
    Band("1-10m", 10_000_000, "1–10 mln zł", "PLN 1–10 million"),
    Band("10m+", None, "ponad 10 mln zł", "over PLN 10 million"),
)
_STAFF = (
    Band("0-1", 1, "do 1 etatu", "up to 1 full-time post"),
    Band("1-3", 3, "od 1 do 3 etatów", "1–3 full-time posts"),
    Band("3-10", 10, "od 3 do 10 etatów", "3–10 full-time posts"),
    Band("10+", None, "ponad 10 etatów", "over 10 full-time posts"),
)
COST_BANDS: tuple[str, ...] = tuple(band.value for band in _COSTS)
STAFF_BANDS: tuple[str, ...] = tuple(band.value for band in _STAFF)
# What a band means; part of the index's fingerprint.
BOUNDS = tuple((band.value, band.most) for band in (*_COSTS, *_STAFF))


def cost_band(total: Decimal) -> str:
    """The band of a total in złoty."""
    return _band(total, _COSTS)


def staff_band(posts: Decimal) -> str:
    """The band of so many full-time posts."""
    return _band(posts, _STAFF)


def cost_band_label(band: str, language: str) -> str:
    """ "50–200 tys. zł" for "pl", "PLN 50,000–200,000" for any other language; raises KeyError for no band."""
    return _label(band, _COSTS, language)


def staff_band_label(band: str, language: str) -> str:
    """ "od 1 do 3 etatów" for "pl", "1–3 full-time posts" for any other language; raises KeyError for no band."""
    return _label(band, _STAFF, language)


def _band(number: Decimal, bands: Sequence[Band]) -> str:
    return next(band.value for band in bands if band.most is None or number <= band.most)


def _label(value: str, bands: Sequence[Band], language: str) -> str:
    band = {band.value: band for band in bands}[value]
    return band.polish if language == "pl" else band.english
