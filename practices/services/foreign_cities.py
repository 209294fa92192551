"""Cities of other countries, which enter the register with the practices that name them."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from network.models import City
from network.slugs import ascii_slug

# Enough to say which ones are meant.
_MOST = 10


class AmbiguousCity(LookupError):
    """Several cities answer to a name; `cities` are the first of them."""

    def __init__(self, cities: Sequence[City]) -> None:
        super().__init__(f"{len(cities)} cities of one name")
        self.cities = cities


def known_city(*, country: str, name: str, geonames: int | None = None) -> City | None:
    """The city of this GeoNames number, else the only one of this country and name; None where there is none.

    A city known under another number is another city. Raises AmbiguousCity.
    """
    if geonames and (numbered := City.objects.filter(geonames=geonames).first()):
        return numbered
    named = City.objects.filter(country=country, name=name).order_by("teryt", "id")
    same = list(named.filter(geonames__isnull=True) if geonames and country != "PL" else named[:_MOST])
    if len(same) > 1:
        raise AmbiguousCity(same[:_MOST])
    return same[0] if same else None


def add_city(*, country: str, name: str, geonames: int | None = None) -> City:
    """A new city elsewhere, with a slug that is free; where somebody has just added it, theirs."""
    base = ascii_slug(f"{name} {country}", 110) or f"city-{country.lower()}"
    number = 1
    while True:
        slug = base if number == 1 else f"{base}-{number}"
        try:
            with transaction.atomic():
                return City.objects.create(slug=slug, name=name, country=country, geonames=geonames)
        except IntegrityError:
            if geonames and (known := City.objects.filter(geonames=geonames).first()):
                return known
            if not City.objects.filter(slug=slug).exists():
                raise
            number += 1
