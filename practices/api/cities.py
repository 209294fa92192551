"""The register of cities."""

from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from network.api.conditional import Validators
from network.api.parameters import PAGE, PAGE_SIZE, Flag, Pattern, Text
from network.api.problems import NothingHere
from network.api.views import ApiView, Response
from network.models import City, CityKind
from network.selectors.cities import MembershipOf, city_by_slug, city_list, membership_of
from practices.selectors.cities import practice_counts

REPRESENTATION = 1


class CitySerializer(serializers.Serializer[Any]):
    """A city of the register."""

    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField(help_text="Its page, in Polish.")
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2")
    teryt = serializers.CharField(allow_null=True, help_text="Of a Polish town: seven digits.")
    geonames = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(CityKind.values, allow_blank=True, help_text="Of a Polish town: its kind of unit.")
    powiat = serializers.CharField(allow_blank=True)
    voivodeship = serializers.CharField(allow_blank=True, help_text="TERYT, two digits.")
    population = serializers.IntegerField(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    member = serializers.BooleanField(help_text="Whether it takes part in the network now.")
    demo = serializers.BooleanField(help_text="Whether it is an invented city of the demonstration.")
    practices = serializers.IntegerField(help_text="How many published practices it has.")


class CityProfileSerializer(CitySerializer):
    """A city with what it says of itself."""

    website = serializers.CharField(allow_blank=True)
    about = serializers.CharField(allow_blank=True)
    joined_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    updated_at = serializers.DateTimeField()


class CityPageSerializer(serializers.Serializer[Any]):
    """A page of the register, by name."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    results = CitySerializer(many=True)


class CitiesView(ApiView):
    """The register."""

    MEMBER = Flag(name="member", description="Only cities that take part in the network now, or only the others.")
    VOIVODESHIP = Pattern(
        name="voivodeship",
        description="Only cities of this voivodeship (TERYT).",
        pattern="[0-9]{2}",
        form="a TERYT number of two digits, such as 18",
    )
    Q = Text(name="q", description="Part of the name, whatever its case and with or without Polish letters.")
    parameters = (MEMBER, VOIVODESHIP, Q, PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="cities_list",
        summary="The register of cities",
        description="All Polish towns, and the cities of other countries that have practices here, by name.",
        tags=["cities"],
        responses=CityPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """One page."""
        page, size = self.value(PAGE), self.value(PAGE_SIZE)
        found = city_list(
            member=self.value(self.MEMBER), voivodeship=self.value(self.VOIVODESHIP), q=self.value(self.Q)
        )
        cities = list(found[(page - 1) * size : page * size])
        counts = practice_counts([city.pk for city in cities])
        results = [city_json(city, practices=counts.get(city.pk, 0)) for city in cities]
        return Response({"count": found.count(), "page": page, "page_size": size, "results": results})


class CityView(ApiView):
    """One city."""

    @extend_schema(
        operation_id="cities_retrieve",
        summary="A city's profile",
        description="Send If-None-Match to be told 304 while nothing has changed.",
        tags=["cities"],
        responses=CityProfileSerializer,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The profile, or 304."""
        city = city_or_problem(slug)
        membership = membership_of(city)
        practices = practice_counts([city.pk]).get(city.pk, 0)
        # Membership and the number of practices change without the city being saved, so only the tag is exact.
        validators = Validators.of(
            "city", REPRESENTATION, city.pk, city.updated_at, city.name, membership, practices,
            last_modified=city.updated_at, dated=False,
        )  # fmt: skip
        return validators.answer(request, lambda: profile_json(city, membership, practices=practices))


def city_or_problem(slug: str) -> City:
    """The city of this slug; raises a 404."""
    city = city_by_slug(slug)
    if city is None:
        raise NothingHere(f"There is no city “{slug[:60]}”. /api/v1/cities/?q= finds cities by name.")
    return city


def city_json(city: City, *, practices: int) -> dict[str, Any]:
    """A city of a list, read with `is_member`."""
    with override("pl"):
        url = settings.SITE_URL + reverse("city", kwargs={"slug": city.slug})
    return {
        "slug": city.slug,
        "name": city.name,
        "url": url,
        "country": city.country,
        "teryt": city.teryt,
        "geonames": city.geonames,
        "kind": city.kind,
        "powiat": city.powiat,
        "voivodeship": city.voivodeship,
        "population": city.population,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "member": city.is_member,  # type: ignore[attr-defined]
        "demo": city.is_demo,
        "practices": practices,
    }


def profile_json(city: City, membership: MembershipOf, *, practices: int) -> dict[str, Any]:
    """A city with its profile."""
    return {
        **city_json(city, practices=practices),
        "website": city.website,
        "about": city.about,
        "joined_on": membership.joined_on,
        "left_on": membership.left_on,
        "updated_at": city.updated_at,
    }
