"""The pages of search."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from search.web import facet_values, operations, results, suggesting

urlpatterns: list[URLPattern] = [
    path(_("szukaj/"), results.search, name="search"),
    path(_("szukaj/podpowiedzi/"), suggesting.suggestions, name="suggestions"),
    path(_("szukaj/wartosci/<slug:facet>/"), facet_values.values, name="facet-values"),
    path(_("stan-systemu/"), operations.operations, name="operations"),
    path(_("stan-systemu/sprawdz/"), operations.check, name="operations-check"),
    path(_("stan-systemu/ponow/"), operations.retry, name="operations-retry"),
    path(_("stan-systemu/porzuc/"), operations.drop, name="operations-drop"),
    path(_("stan-systemu/wlacz/"), operations.switch_on, name="operations-switch-on"),
    path(_("stan-systemu/wroc/"), operations.go_back, name="operations-go-back"),
]
