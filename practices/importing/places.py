"""Where an imported practice belongs: a city of the register, a city elsewhere, or an organisation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from network.models import City
from practices.importing.record import BadRecord
from practices.services.foreign_cities import AmbiguousCity, add_city, known_city


@dataclass(frozen=True, slots=True)
class Place:
    """A city, or else an organisation with its country and scope."""

    city: City | None
    organisation: str = ""
    country: str = ""
    scope: str = ""


class Places:
    """Finds places, and adds cities of other countries; remembers a bounded number of the cities it has seen."""

    _MOST = 5000

    def __init__(self) -> None:
        self._seen: dict[object, City] = {}

    def find(self, place: str | Mapping[str, Any]) -> Place:
        """The place of a record; raises BadRecord for a city that is not in the register."""
        if isinstance(place, str):
            city = self._remembered(place, lambda: _registered(place))
            return Place(city, country=city.country)
        if "organisation" in place:
            return Place(None, place["organisation"], place["country"], place["scope"])
        country, name, geonames = place["country"], place["name"], place.get("geonames")
        city = self._remembered((country, name, geonames), lambda: _elsewhere(country, name, geonames))
        return Place(city, country=city.country)

    def _remembered(self, key: object, find: Callable[[], City]) -> City:
        if key not in self._seen:
            if len(self._seen) >= self._MOST:
                self._seen.clear()
            self._seen[key] = find()
        return self._seen[key]


def _registered(name: str) -> City:
    field = "teryt" if name.isdecimal() else "slug"
    city = City.objects.filter(**{field: name}).first()
    if city is None:
        what = "TERYT" if field == "teryt" else "slug"
        raise BadRecord(f"city: there is no city with the {what} {name[:130]!r} in the register.")
    return city


def _elsewhere(country: str, name: str, geonames: int | None) -> City:
    """A city by its GeoNames number, else by country and name; added where it is new."""
    try:
        known = known_city(country=country, name=name, geonames=geonames)
    except AmbiguousCity as error:
        same = ", ".join(f"{city.teryt or city.geonames} ({city.powiat or city.slug})" for city in error.cities)
        number = "TERYT as `city`" if country == "PL" else "number as `geonames`"
        raise BadRecord(f"place: several cities are called {name!r}; give the {number}: {same}.") from error
    if known is not None:
        return known
    if country == "PL":
        raise BadRecord(f"place: {name!r} is not a town of the Polish register; check the spelling, or give its TERYT.")
    return add_city(country=country, name=name, geonames=geonames)
