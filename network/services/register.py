"""Loading the register's facts into the cities, again and again without harm.

What people wrote stays: `about` and `website` are never touched, a slug never changes once given, and an empty fact in
the file erases nothing. A city that an import had entered by its GeoNames number becomes the town of the register
instead of being doubled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils import timezone

from network.models import City
from network.outbox import registry
from network.outbox.enqueueing import enqueue
from network.register import TOWNS, Town, read_towns
from network.services.renaming import note_renaming
from network.topics import CITY
from network.transactions import in_transaction

# Under 100 ms on SQLite, so that other writers get their turn.
_BATCH = 100
_FACTS = (
    "teryt", "name", "locative", "genitive", "kind", "powiat", "voivodeship", "population", "latitude", "longitude",
    "geonames",
)  # fmt: skip

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """How many towns were new, how many had changed facts, and how many were as the file has them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "RegisterReport") -> "RegisterReport":
        return RegisterReport(
            self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged
        )


def load_register(*, progress: Progress | None = None, path: Path = TOWNS) -> RegisterReport:
    """Bring the cities in step with the file of towns, in small transactions; safe to run again, or after a stop.

    `progress` is called with the towns done and their total (None: not known). Raises KeyError or ValueError for a file
    that is not like the packaged one; what was loaded before the bad row stays.
    """
    report = RegisterReport()
    for towns in _batches(read_towns(path)):
        report += _load_batch(towns)
        if progress:
            progress(report.created + report.updated + report.unchanged, None)
    return report


def _batches(towns: Iterator[Town]) -> Iterator[list[Town]]:
    while batch := list(islice(towns, _BATCH)):
        yield batch


@in_transaction
def _load_batch(towns: list[Town]) -> RegisterReport:
    known = _known_cities(towns)
    new = [town for town in towns if town.teryt not in known]
    changed = [city for town in towns if (city := known.get(town.teryt)) and _apply(town, city)]
    slugs = _free_slugs(new)
    taken = _taken_geonames(new)
    City.objects.bulk_create(
        [
            City(
                slug=slugs[town.teryt],
                country="PL",
                **_facts(town) | ({"geonames": None} if town.geonames in taken else {}),
            )
            for town in new
        ]
    )
    City.objects.bulk_update(changed, [*_FACTS, "updated_at"])
    if changed:
        note_renaming(f"{len(changed)} cities of the register")
    if changed and CITY in registry.handlers():
        enqueue(CITY, [city.pk for city in changed])
    return RegisterReport(len(new), len(changed), len(towns) - len(new) - len(changed))


def _known_cities(towns: list[Town]) -> dict[str, City]:
    """The cities that already stand for these towns, by TERYT; locked by id, the order every service keeps."""
    cities = City.objects.select_for_update().order_by("id")
    known = {city.teryt: city for city in cities.filter(teryt__in=[town.teryt for town in towns]) if city.teryt}
    by_geonames = {town.geonames: town.teryt for town in towns if town.geonames and town.teryt not in known}
    entered = cities.filter(geonames__in=by_geonames, teryt=None, country="PL", is_demo=False)
    return known | {by_geonames[city.geonames]: city for city in entered if city.geonames}


def _facts(town: Town) -> dict[str, str | int | float | None]:
    return {name: getattr(town, name) for name in _FACTS}


def _apply(town: Town, city: City) -> bool:
    """Give the city the town's facts; whether any differed. Unknown facts erase nothing."""
    differing = {
        name: value for name, value in _facts(town).items() if value not in ("", None) and getattr(city, name) != value
    }
    # The number is unique: a city outside the register that has it keeps it.
    if "geonames" in differing and City.objects.filter(geonames=town.geonames).exists():
        del differing["geonames"]
    for name, value in differing.items():
        setattr(city, name, value)
    if differing:
        city.updated_at = timezone.now()
    return bool(differing)


def _taken_geonames(towns: list[Town]) -> set[int | None]:
    numbers = [town.geonames for town in towns if town.geonames]
    return set(City.objects.filter(geonames__in=numbers).values_list("geonames", flat=True))


def _free_slugs(towns: list[Town]) -> dict[str, str]:
    """The slug of each new town: the file's, with its TERYT where a city outside the register already has it."""
    wanted = [town.slug for town in towns]
    taken = set(City.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    return {town.teryt: f"{town.slug}-{town.teryt}" if town.slug in taken else town.slug for town in towns}
