"""The map of a search as GeoJSON (RFC 7946), for pages of partners."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from network.api.problems import InvalidParameter
from network.api.views import ApiView, Response
from search.api.parameters import described
from search.finding.page import Degraded
from search.finding.places import CityHits, Places, find_places
from search.query.request import PARAMETERS, InvalidRequest, SearchRequest

# A map has no pages and no order, and names of cities are the same in every language.
_LEFT_OUT = {"sort", "page", "page_size", "lang"}


def places_json(places: Places) -> dict[str, Any]:
    """All cities with hits, at home and abroad, as a FeatureCollection."""
    return {
        "type": "FeatureCollection",
        "count": places.total,
        "without_city": places.without_city,
        "degraded": places.degraded is not Degraded.NO,
        "degraded_by": places.degraded,
        "features": [_feature(hits) for hits in places.cities],
    }


def _feature(hits: CityHits) -> dict[str, Any]:
    city = hits.city
    located = city.latitude is not None and city.longitude is not None
    return {
        "type": "Feature",
        "id": city.slug,
        "geometry": {"type": "Point", "coordinates": [city.longitude, city.latitude]} if located else None,
        "properties": {
            "slug": city.slug,
            "name": city.name,
            "country": city.country,
            "voivodeship": city.voivodeship,
            "count": hits.count,
        },
    }


class PointSerializer(serializers.Serializer[Any]):
    """A place."""

    type = serializers.ChoiceField(["Point"])
    coordinates = serializers.ListField(
        child=serializers.FloatField(),
        min_length=2,
        max_length=2,
        help_text="Longitude, then latitude, in WGS 84 degrees.",
    )


class CityPropertiesSerializer(serializers.Serializer[Any]):
    """A city, and how many hits there are if it alone is chosen."""

    slug = serializers.CharField()
    name = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1, two letters.")
    voivodeship = serializers.CharField(allow_blank=True, help_text="TERYT number; empty outside Poland.")
    count = serializers.IntegerField(help_text="Hits if this city alone is chosen.")


class CityFeatureSerializer(serializers.Serializer[Any]):
    """A city on the map; without a geometry where its place is not known."""

    type = serializers.ChoiceField(["Feature"])
    id = serializers.CharField()
    geometry = PointSerializer(allow_null=True)
    properties = CityPropertiesSerializer()


class PlacesSerializer(serializers.Serializer[Any]):
    """The cities with hits, those with the most first."""

    type = serializers.ChoiceField(["FeatureCollection"])
    count = serializers.IntegerField(help_text="Hits in all, whichever cities are chosen.")
    without_city = serializers.IntegerField(help_text="Hits of organisations that name no city.")
    degraded = serializers.BooleanField(help_text="As in a search; without the engine there are no features.")
    degraded_by = serializers.ChoiceField(choices=[reason.value for reason in Degraded], allow_blank=True)
    features = CityFeatureSerializer(many=True)


class SearchMapView(ApiView):
    """Where the hits of a search are."""

    @classmethod
    def parameter_names(cls) -> tuple[str, ...]:
        """Those of a search that do not ask for a page of it."""
        return tuple(name for name in PARAMETERS if name not in _LEFT_OUT)

    @extend_schema(
        operation_id="search_map",
        summary="Where the practices of a search are",
        description=(
            "GeoJSON (RFC 7946): every city with hits as a feature, counted over all pages of the search. As in a facet, the "
            "chosen cities do not narrow it: `count` of a city is the number of hits if it alone is chosen."
        ),
        tags=["search"],
        parameters=[parameter for parameter in described() if parameter.name not in _LEFT_OUT],
        responses=PlacesSerializer,
    )
    def get(self, request: Request) -> Response:
        """The cities."""
        try:
            asked = SearchRequest.from_params(dict(request.query_params.lists()))
        except InvalidRequest as error:
            raise InvalidParameter(error.parameter, error.message) from error
        return Response(places_json(find_places(asked)))
