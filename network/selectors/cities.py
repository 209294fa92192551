"""The register of cities, and who takes part."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from network.models import City, Membership, RoleAssignment, User
from network.slugs import ascii_slug

_IS_MEMBER = Exists(Membership.objects.filter(city=OuterRef("pk"), left_on__isnull=True))


def cities_with_membership() -> "QuerySet[City]":
    """All cities, each with `is_member`: whether it takes part now."""
    return City.objects.annotate(is_member=_IS_MEMBER)


def city_list(*, member: bool | None = None, voivodeship: str = "", q: str = "") -> "QuerySet[City]":
    """The register by name (by address, so that Ł stands by L), with `is_member`, filtered; `q` is part of a name, whatever its case
    and accents. Slice it.
    """
    cities = cities_with_membership().order_by("slug")
    if member is not None:
        cities = cities.filter(_IS_MEMBER if member else ~_IS_MEMBER)
    if voivodeship:
        cities = cities.filter(voivodeship=voivodeship)
    if q.strip():
        slug = ascii_slug(q, 120)
        cities = cities.filter(slug__contains=slug) if slug else cities.none()
    return cities


def city_by_slug(slug: str) -> City | None:
    """The city at this address, with `is_member`."""
    return cities_with_membership().filter(slug=slug).first()


def members() -> "QuerySet[City]":
    """The cities that take part now, by name."""
    return city_list(member=True)


@dataclass(frozen=True, slots=True)
class MembershipOf:
    """A city's standing in the network: since when, and until when where it has left; both None
    where it never joined.
    """

    joined_on: date | None = None
    left_on: date | None = None

    @property
    def is_member(self) -> bool:
        """Whether it takes part now."""
        return self.joined_on is not None and self.left_on is None


def membership_of(city: City) -> MembershipOf:
    """The city's open membership, else its last one."""
    rows = list(Membership.objects.filter(city=city).order_by("-joined_on", "-id").values_list("joined_on", "left_on"))
    chosen = next((row for row in rows if row[1] is None), rows[0] if rows else (None, None))
    return MembershipOf(*chosen)


def roles_of(user: User) -> list[RoleAssignment]:
    """The person's roles with their cities, by role and name of the city."""
    return list(RoleAssignment.objects.filter(user=user).select_related("city").order_by("role", "city__name", "id"))


def city_names(slugs: Collection[str], language: str) -> dict[str, str]:
    """The names by slug of those cities that exist; a city's name is the same in every `language`."""
    return dict(City.objects.filter(slug__in=slugs).values_list("slug", "name"))


def city_slugs_named(value: str) -> list[str]:
    """The slugs of the cities with this slug or name, whatever its case and accents: several where
    cities share a name.
    """
    slug = ascii_slug(value, 120)
    if not slug:
        return []
    rows = City.objects.filter(slug__startswith=slug).order_by("slug").values_list("slug", "name")
    return [found for found, name in rows if found == slug or ascii_slug(name, 120) == slug]


@dataclass(frozen=True, slots=True)
class CityPlace:
    """Where a city lies: `country` as in ISO 3166-1, `voivodeship` a TERYT number (empty abroad), WGS 84 degrees where they are known."""

    slug: str
    name: str
    country: str
    voivodeship: str
    latitude: float | None
    longitude: float | None


def city_places(slugs: Collection[str]) -> dict[str, CityPlace]:
    """The places by slug of those cities that exist."""
    columns = ("slug", "name", "country", "voivodeship", "latitude", "longitude")
    return {row[0]: CityPlace(*row) for row in City.objects.filter(slug__in=slugs).values_list(*columns)}
