"""What search adds to the API."""

from django.urls import URLPattern, path

from search.api.exporting import ExportView
from search.api.map import SearchMapView
from search.api.suggesting import SuggestView
from search.api.views import PeersView, RecommendationsView, SearchView, SimilarView

urlpatterns: list[URLPattern] = [
    path("search/", SearchView.as_view(), name="api-search"),
    path("search/export/", ExportView.as_view(), name="api-search-export"),
    path("search/map/", SearchMapView.as_view(), name="api-search-map"),
    path("suggest/", SuggestView.as_view(), name="api-suggest"),
    path("practices/<int:id>/similar/", SimilarView.as_view(), name="api-similar"),
    path("cities/<slug:slug>/recommendations/", RecommendationsView.as_view(), name="api-recommendations"),
    path("cities/<slug:slug>/peers/", PeersView.as_view(), name="api-peers"),
]
