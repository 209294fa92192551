"""The pages of search."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from search.web import results

urlpatterns: list[URLPattern] = [path(_("szukaj/"), results.search, name="search")]
