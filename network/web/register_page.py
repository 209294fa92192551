"""The list behind the register's page: filters, letters and a page of rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from network.models import City
from network.register import POPULATION_BANDS, VOIVODESHIPS, population_band_bounds
from network.selectors.cities import cities_with_membership, city_list
from network.web.alphabet import LETTERS, letter_of, sort_key
from network.web.counts import practice_counts

PAGE_SIZE = 100
LONGEST_QUESTION = 100


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; what makes no sense counts as not asked."""

    name: str = ""
    voivodeship: str = ""
    band: str = ""
    members: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """The filters of a query string: q, voivodeship, population, member."""
        voivodeship, band = query.get("voivodeship", ""), query.get("population", "")
        return cls(
            name=query.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION],
            voivodeship=voivodeship if voivodeship in VOIVODESHIPS else "",
            band=band if band in POPULATION_BANDS else "",
            members=query.get("member", "") == "1",
        )

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    def as_query(self) -> dict[str, str]:
        """Back to a query string, without what is not set."""
        values = {
            "q": self.name,
            "voivodeship": self.voivodeship,
            "population": self.band,
            "member": "1" if self.members else "",
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Letter:
    """A letter of the index: the page on which it begins, or None where no city has it."""

    letter: str
    page: int | None


@dataclass(frozen=True)
class RegisterRow:
    """A city (with `is_member`) and the number of its published practices."""

    city: City
    practices: int


@dataclass(frozen=True)
class RegisterPage:
    """A page of the register; `groups` are letters with their rows."""

    groups: list[tuple[str, list[RegisterRow]]]
    letters: list[Letter]
    number: int
    pages: int
    count: int
    members: int

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def register_page(filters: Filters, page: str) -> RegisterPage:
    """One page, in Polish order, from three queries; a number out of range gives the nearest page."""
    # The annotation is of city_list; its type does not carry it.
    rows = list(_filtered(filters).order_by().values_list("pk", "name", "is_member"))  # type: ignore[misc]
    rows.sort(key=lambda row: (sort_key(row[1]), row[0]))
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(max(int(page), 1), pages) if page.isdecimal() and len(page) < 7 else 1
    chosen = [row[0] for row in rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]]
    cities, counts = cities_with_membership().in_bulk(chosen), practice_counts(chosen)
    ordered = [RegisterRow(cities[pk], counts.get(pk, 0)) for pk in chosen if pk in cities]
    return RegisterPage(
        groups=[(letter, list(group)) for letter, group in groupby(ordered, key=lambda row: letter_of(row.city.name))],
        letters=_letters([row[1] for row in rows]),
        number=number,
        pages=pages,
        count=len(rows),
        members=sum(1 for row in rows if row[2]),
    )


def _filtered(filters: Filters) -> QuerySet[City]:
    cities = city_list(member=True if filters.members else None, voivodeship=filters.voivodeship, q=filters.name)
    if filters.band:
        lowest, above = population_band_bounds(filters.band)
        cities = cities.filter(population__gte=lowest)
        cities = cities.filter(population__lt=above) if above is not None else cities
    return cities


def _letters(names: list[str]) -> list[Letter]:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        first.setdefault(letter_of(name), index // PAGE_SIZE + 1)
    polish = [letter for letter in LETTERS if letter in first or letter not in "ĄĘŃÓQVXYŹ"]
    return [Letter(letter, first.get(letter)) for letter in polish]
