"""What practices add to the API: themselves, cities with what they published, themes and tags."""

from django.urls import URLPattern, path

from practices.api.cities import CitiesView, CityView
from practices.api.practices import ChangesView, PracticesView, PracticeView
from practices.api.vocabularies import TagsView, ThemesView

urlpatterns: list[URLPattern] = [
    path("practices/", PracticesView.as_view(), name="api-practices"),
    path("practices/<int:id>/", PracticeView.as_view(), name="api-practice"),
    path("changes/", ChangesView.as_view(), name="api-changes"),
    path("cities/", CitiesView.as_view(), name="api-cities"),
    path("cities/<slug:slug>/", CityView.as_view(), name="api-city"),
    path("themes/", ThemesView.as_view(), name="api-themes"),
    path("tags/", TagsView.as_view(), name="api-tags"),
]
