"""All values of a long facet, to be looked through: a page of its own, and the fragment that the filters ask for while somebody types."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from search.finding.labels import facet_title
from search.finding.values import facet_values
from search.query.request import InvalidRequest, SearchRequest
from search.web.addresses import address
from search.web.results import asked_for, refused, view_of

SEARCHED = ("theme", "tag", "city")
# In the filters, and on the page.
_FEW, _MANY = 20, 300
_LONGEST = 100


@require_safe
@vary_on_headers("X-Requested-With")
def values(request: HttpRequest, facet: str) -> HttpResponse:
    """The values of `facet` among the hits of the search that the address names, those which are called like `find`."""
    if facet not in SEARCHED:
        raise Http404
    try:
        asked = asked_for(request.GET)
    except InvalidRequest as refusal:
        return render(request, "search/refused.html", refused(refusal), status=400)
    typed = request.GET.get("find", "")[:_LONGEST]
    as_fragment = request.headers.get("X-Requested-With") == "fetch"
    found = facet_values(asked, facet, typed, _FEW if as_fragment else _MANY)
    context = {
        "asked": asked,
        "facet": {"name": facet, "title": facet_title(facet)},
        "typed": typed,
        "found": found,
        "rows": [(value, _toggled(asked, facet, value.value, value.selected, request)) for value in found.values],
        "more": found.total - len(found.values),
        "back": address(asked.with_page(1), view_of(request.GET)),
        "section": "practices",
        "robots": "noindex",
    }
    return render(request, "search/facet_found.html" if as_fragment else "search/facet_page.html", context)


def _toggled(asked: SearchRequest, facet: str, value: str, chosen: bool, request: HttpRequest) -> str:
    changed = asked.without_facet(facet, value) if chosen else asked.with_facet(facet, value)
    return address(changed, view_of(request.GET))
