"""The addresses of the results page: one search has one."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse

from search.query.request import SearchRequest

# How the hits are shown; no part of the search.
View = Literal["list", "map"]


def address(asked: SearchRequest, view: View = "list") -> str:
    """The address of a search in one of its views."""
    parameters = asked.to_params(without=("lang", "page_size"))
    query = urlencode(parameters if view == "list" else {**parameters, "view": [view]}, doseq=True)
    return f"{reverse('search')}?{query}" if query else reverse("search")


def city_addresses(asked: SearchRequest) -> Callable[[str], str]:
    """The address of a search narrowed to one city alone, by its slug; relative to the results page, as a map has a thousand of them."""
    narrowed = asked.with_facet("city", "of which one takes the place")
    parameters = narrowed.to_params(without=("lang", "page_size"))
    return lambda slug: f"?{urlencode({**parameters, 'city': [slug]}, doseq=True)}"
