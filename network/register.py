"""The register's facts, read only: the towns of Poland, its voivodeships, and the bands of population.

What a city says about itself lives in the database; these are the packaged facts, whose sources stand in
`network/data/README.md`.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Self

DATA = Path(__file__).parent / "data"
TOWNS = DATA / "towns.csv"


@dataclass(frozen=True, slots=True)
class Town:
    """One Polish town. `locative` has its preposition, `genitive` is "" where unknown; degrees are WGS 84."""

    teryt: str
    slug: str
    name: str
    locative: str
    genitive: str
    kind: str
    powiat: str
    voivodeship: str
    population: int | None
    latitude: float | None
    longitude: float | None
    geonames: int | None

    def __post_init__(self) -> None:
        if len(self.teryt) != 7 or not self.teryt.isdecimal() or self.teryt[:2] != self.voivodeship:
            raise ValueError(
                f"{self.name}: TERYT must be seven digits, the first two those of its voivodeship, not {self.teryt!r}."
            )
        if not self.slug or not self.name:
            raise ValueError(f"The town {self.teryt} lacks a name or a slug: give it both.")

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Self:
        """A town of a row of towns.csv; an empty number is None.

        Raises KeyError for a missing column and ValueError for a value that cannot be.
        """
        return cls(
            **{
                name: row[name]
                for name in ("teryt", "slug", "name", "locative", "genitive", "kind", "powiat", "voivodeship")
            },
            population=int(row["population"]) if row["population"] else None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            geonames=int(row["geonames"]) if row["geonames"] else None,
        )


def read_towns(path: Path = TOWNS) -> Iterator[Town]:
    """The towns of a file like towns.csv, one by one, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Town.from_row(row)


@dataclass(frozen=True, slots=True)
class Voivodeship:
    """One of the sixteen; `name` as in "województwo podkarpackie", `locative` as in "w województwie podkarpackim"."""

    teryt: str
    name: str
    name_en: str
    locative: str


@cache
def _voivodeships() -> Mapping[str, Voivodeship]:
    with (DATA / "voivodeships.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["teryt"]: Voivodeship(**row) for row in csv.DictReader(file)})


VOIVODESHIPS: Mapping[str, Voivodeship] = _voivodeships()
"""By their TERYT number of two digits, in its order."""


def voivodeship_name(teryt: str, language: str) -> str:
    """ "podkarpackie" for "pl", "Subcarpathian" for any other language; "" for an unknown number."""
    voivodeship = VOIVODESHIPS.get(teryt)
    if voivodeship is None:
        return ""
    return voivodeship.name if language == "pl" else voivodeship.name_en


_BANDS = (
    (0, "0-20k", "do 20 tys.", "under 20,000"),
    (20_000, "20-50k", "20–50 tys.", "20,000–50,000"),
    (50_000, "50-100k", "50–100 tys.", "50,000–100,000"),
    (100_000, "100-300k", "100–300 tys.", "100,000–300,000"),
    (300_000, "300k+", "300 tys. i więcej", "300,000 and more"),
)
POPULATION_BANDS: tuple[str, ...] = tuple(band for _, band, _, _ in _BANDS)
"""The values of the facet `population`, from the smallest."""


def population_band(population: int | None) -> str:
    """The band of so many inhabitants, its lower bound included ("20-50k" for 20,000); "" for an unknown number."""
    if population is None:
        return ""
    if population < 0:
        raise ValueError(f"A population cannot be {population}: give zero or more inhabitants.")
    return next(band for lowest, band, _, _ in reversed(_BANDS) if population >= lowest)


def population_band_bounds(band: str) -> tuple[int, int | None]:
    """The lowest number of a band, and the first number above it (None for the last). Raises KeyError for no band."""
    lowest = {name: low for low, name, _, _ in _BANDS}[band]
    return lowest, min((low for low, _, _, _ in _BANDS if low > lowest), default=None)


def population_band_label(band: str, language: str) -> str:
    """ "20–50 tys." for "pl", "20,000–50,000" for any other language. Raises KeyError for what is no band."""
    polish, english = {name: (pl, en) for _, name, pl, en in _BANDS}[band]
    return polish if language == "pl" else english
