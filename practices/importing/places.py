"""Where an imported practice belongs: a city of the register, a city elsewhere, or an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from network.models import City
from network.slugs import ascii_slug
from practices.importing.record import BadRecord


@dataclass(frozen=True, slots=True)
class Place:
    """A city, or else an organisation with its country and scope."""

    city: City | None
    organisation: str = ""
    country: str = ""
    scope: str = ""


class Places:
    """Finds places, and adds cities of other countries; remembers the cities it has seen (their number is bounded)."""

    _MOST = 5000

    def __init__(self, *, add: bool = True) -> None:
        self._add = add
        self._seen: dict[object, City] = {}

    def find(self, place: str | Mapping[str, Any]) -> Place:
        """The place of a record; raises BadRecord for a city that is not in the register."""
        if isinstance(place, str):
            city = self._remembered(place, lambda: self._registered(place))
            return Place(city, country=city.country)
        if "organisation" in place:
            return Place(None, place["organisation"], place["country"], place["scope"])
        key = (place["country"], place["name"], place.get("geonames"))
        city = self._remembered(key, lambda: self._elsewhere(*key))
        return Place(city, country=city.country)

    def _remembered(self, key: object, find: Any) -> City:
        if key not in self._seen:
            if len(self._seen) >= self._MOST:
                self._seen.clear()
            self._seen[key] = find()
        return self._seen[key]

    @staticmethod
    def _registered(name: str) -> City:
        field = "teryt" if name.isdecimal() else "slug"
        city = City.objects.filter(**{field: name}).first()
        if city is None:
            raise BadRecord(f"There is no city with the {'TERYT' if field == 'teryt' else 'slug'} {name!r} in the register.")
        return city

    def _elsewhere(self, country: str, name: str, geonames: int | None) -> City:
        """A city by its GeoNames number, else by country and name; added where it is new."""
        known = City.objects.filter(geonames=geonames).first() if geonames else None
        known = known or City.objects.filter(country=country, name=name).order_by("teryt", "id").first()
        if known is not None:
            return known
        if country == "PL":
            raise BadRecord(f"{name!r} is not a town of the Polish register; check the spelling, or give its TERYT.")
        slug = ascii_slug(f"{name} {country}", 110) or f"city-{country.lower()}"
        new = City(slug=slug, name=name, country=country, geonames=geonames)
        return self._saved(new) if self._add else new

    @staticmethod
    def _saved(new: City) -> City:
        base = new.slug
        for number in range(2, 100):
            try:
                with transaction.atomic():
                    new.save(force_insert=True)
                return new
            except IntegrityError:
                new.slug = f"{base}-{number}"
        raise BadRecord(f"There are too many cities called {new.name!r} in {new.country}; give its GeoNames number.")
