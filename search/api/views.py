"""Searching and recommending over the API."""

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from network.api.parameters import LANG, Integer
from network.api.views import ApiView, Response
from practices.api.cities import city_or_problem
from practices.api.practices import stamp_or_problem
from search.api.parameters import EXPLAIN, described, search_request
from search.api.serializers import (
    PeersSerializer,
    RecommendationsSerializer,
    SearchPageSerializer,
    page_json,
    peer_json,
    recommended_json,
)
from search.finding.find import find
from search.query.request import PARAMETERS
from search.recommending.for_city import practices_for
from search.recommending.peers import peers
from search.recommending.similar import similar_practices

LIMIT = Integer(name="limit", description="How many at most.", default=10, maximum=50)


class SearchView(ApiView):
    """The search."""

    parameters = (EXPLAIN,)

    @classmethod
    def parameter_names(cls) -> tuple[str, ...]:
        """Those of `SearchRequest`, which reads them itself, and whether to explain."""
        return (*PARAMETERS, EXPLAIN.name)

    @extend_schema(
        operation_id="search",
        summary="Find practices",
        description=(
            "Words and facets: OR inside a facet, AND between facets. A facet's count is the number of hits there would be if "
            "that value alone were chosen in its facet. `degraded` tells that the search was simpler than usual; then facets "
            "may be empty."
        ),
        tags=["search"],
        parameters=described(),
        responses=SearchPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """One page of hits."""
        explain = self.value(EXPLAIN)
        parameters = dict(request.query_params.lists())
        parameters.pop(EXPLAIN.name, None)
        return Response(page_json(find(search_request(parameters), explain=explain)))


class SimilarView(ApiView):
    """Practices like a practice."""

    parameters = (LIMIT, LANG)

    @extend_schema(
        operation_id="practices_similar",
        summary="Practices like this one",
        description="The most alike first, each with its reasons. Empty while the search engine does not answer.",
        tags=["practices"],
        responses=RecommendationsSerializer,
    )
    def get(self, request: Request, id: int) -> HttpResponseBase:
        """The similar ones."""
        limit, language = self.value(LIMIT), self.value(LANG)
        stamp_or_problem(id)
        found = similar_practices(id, language=language, limit=limit)
        return Response({"results": [recommended_json(recommended, language) for recommended in found]})


class RecommendationsView(ApiView):
    """Practices for a city."""

    parameters = (LIMIT, LANG)

    @extend_schema(
        operation_id="cities_recommendations",
        summary="Practices for a city",
        description="What this city can look at next, never its own, the best first, each with its reasons.",
        tags=["cities"],
        responses=RecommendationsSerializer,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The recommended ones."""
        limit, language = self.value(LIMIT), self.value(LANG)
        found = practices_for(city_or_problem(slug), language=language, limit=limit)
        return Response({"results": [recommended_json(recommended, language) for recommended in found]})


class PeersView(ApiView):
    """Cities like a city."""

    parameters = (LIMIT,)

    @extend_schema(
        operation_id="cities_peers",
        summary="Cities like a city",
        description="Members, and cities with practices here, the most alike first, each with its reasons.",
        tags=["cities"],
        responses=PeersSerializer,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The peers."""
        limit = self.value(LIMIT)
        return Response({"results": [peer_json(peer) for peer in peers(city_or_problem(slug), limit=limit)]})
