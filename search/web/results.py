"""The results page: one GET form, the same with and without JavaScript; htmx replaces the part under the search box."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from network.api.throttling import client_address
from network.models import City
from network.web import map as poland
from search.finding.find import find
from search.finding.labels import chosen_labels, facet_title
from search.finding.page import Degraded, FacetValue, SearchPage
from search.query.request import FACETS, PARAMETERS, WINDOW, InvalidRequest, SearchRequest, Sort
from search.tasks import note_search
from search.web.addresses import View, address, all_values_address
from search.web.exporting import export_links
from search.web.hit_map import hit_map
from search.web.ways_out import ways_out

PAGE_SIZE = 20
# Facet values shown before "show more", and how many a facet may have so that none of its sub-values is folded away.
_OPEN, _UNFOLDED = 6, 10
_ORDER = (
    "theme", "evidence", "population", "cost", "staff", "voivodeship", "kind", "status", "tag", "city", "sdg", "freshness", "documents",
    "language", "year",
)  # fmt: skip
# Unfolded before anything is chosen, and those that may have more values than a page can show.
_FIRST = {"theme", "evidence", "population"}
_LONG = {"theme", "tag", "city"}


@require_safe
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """The results for the parameters of the address; what is not a parameter of search is left alone (campaign marks and the like)."""
    try:
        asked = asked_for(request.GET)
    except InvalidRequest as refusal:
        return render(request, "search/refused.html", refused(refusal), status=404 if refusal.code == "window" else 400)
    view = view_of(request.GET)
    # A map shows none of the hits themselves.
    page = find(asked if view == "list" else replace(asked, page=1, page_size=1))
    if asked.page > page.pages and view == "list":
        beyond = {"message": _("Nie ma tylu stron wyników."), "first_page": address(asked.with_page(1))}
        return render(request, "search/refused.html", beyond, status=404)
    if view == "list" and request.headers.get("Sec-GPC") != "1":
        note_search(page, client_address(request))
    template = "search/found.html" if getattr(request, "htmx", False) else "search/results.html"
    return render(request, template, _context(asked, page, view))


def _context(asked: SearchRequest, page: SearchPage, view: View) -> dict[str, object]:
    return {
        "page": page,
        "asked": asked,
        "has_search_box": True,
        "section": "practices",
        "facets": facets(page, view),
        "view": view,
        "views": {name: address(asked.with_page(1), name) for name in get_args(View)},
        "map": hit_map(asked) if view == "map" and page.count else None,
        "sorts": sorts(),
        "chips": chips(asked, chosen_labels(asked), view),
        "clear": address(asked.without_facets(), view),
        "first": (asked.page - 1) * asked.page_size + 1,
        "last": (asked.page - 1) * asked.page_size + len(page.results),
        "pages": pages(page),
        "exports": export_links(asked),
        "marks": marks(page) if view == "list" else [],
        "ways": ways_out(asked) if page.count == 0 else None,
        "degraded": page.degraded is Degraded.ENGINE,
        "unquoted": page.unquoted,
        "as_typed": address(asked.as_typed(), view) if page.corrected else "",
        "as_meant": address(asked.with_query(page.did_you_mean), view) if page.did_you_mean else "",
        "without_meaning": page.degraded is Degraded.MEANING,
        "cut": page.count > WINDOW,
        "window": WINDOW,
        "robots": "noindex" if asked.q or asked.facets else "",
    }


def sorts() -> list[tuple[Sort, str]]:
    """The orders with their names."""
    return [
        ("relevance", _("najtrafniejsze")),
        ("newest", _("najnowsze")),
        ("evidence", _("najlepiej udowodnione")),
        ("cost-per-inhabitant", _("najtańsze na mieszkańca")),
    ]


def asked_for(parameters: QueryDict) -> SearchRequest:
    """The search that an address asks for, in the language of the page; raises InvalidRequest."""
    known = {
        name: values for name, values in parameters.lists() if name in PARAMETERS and name not in {"lang", "page_size"}
    }
    chosen = {name: [value for value in values if value] for name, values in known.items()}
    return SearchRequest.from_params(
        {name: values for name, values in chosen.items() if values}
        | {"lang": [(get_language() or "pl")[:2]], "page_size": [str(PAGE_SIZE)]}
    )


def view_of(parameters: QueryDict) -> View:
    """The view that an address asks for; the list for what is none."""
    return "map" if parameters.get("view") == "map" else "list"


def refused(refusal: InvalidRequest) -> dict[str, object]:
    """Why an address cannot be answered, as a sentence."""
    messages = {
        "too_long": _("Pytanie jest za długie. Zostaw najwyżej 1000 znaków."),
        "too_many": _("Pytanie ma za dużo słów albo filtrów. Zostaw najważniejsze."),
        "window": _("Pokazujemy pierwszy tysiąc wyników. Zawęź wyszukiwanie, żeby zobaczyć dalsze."),
    }
    fallback = _("Adres zawiera wartość, której nie znamy („%(name)s”). Zacznij wyszukiwanie od nowa.")
    return {"message": messages.get(refusal.code, fallback % {"name": refusal.parameter[:40]})}


@dataclass(frozen=True, slots=True)
class Branch:
    """A value of a facet with the values under it: a theme with its sub-themes. `open`: whether those are unfolded."""

    value: FacetValue
    children: list[FacetValue]
    open: bool

    @property
    def chosen(self) -> bool:
        """Whether the value or one under it is chosen."""
        return self.value.selected or any(child.selected for child in self.children)


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet on the page: the values shown at once, and those behind "show more". `chosen`: how many are; `all_values`: the address where
    all values can be looked through, of a long facet.
    """

    name: str
    title: str
    shown: list[Branch]
    more: list[Branch]
    more_open: bool
    chosen: int
    open: bool
    all_values: str


def facets(page: SearchPage, view: View) -> list[FacetView]:
    """The facets that have something to choose."""
    values = ((name, page.facets.get(name, [])) for name in _ORDER)
    return [_facet(name, found, page.request, view) for name, found in values if found]


def _facet(name: str, values: Sequence[FacetValue], asked: SearchRequest, view: View) -> FacetView:
    branches = _branches(values)
    shown, more = branches[:_OPEN], branches[_OPEN:]
    chosen = sum(value.selected for value in values)
    return FacetView(
        name,
        facet_title(name),
        shown,
        more,
        more_open=any(branch.chosen for branch in more),
        chosen=chosen,
        open=chosen > 0 or name in _FIRST,
        all_values=all_values_address(asked, name, view) if name in _LONG and more else "",
    )


def _branches(values: Sequence[FacetValue]) -> list[Branch]:
    below: dict[str, list[FacetValue]] = defaultdict(list)
    for value in values:
        below[value.parent].append(value)
    few = len(values) <= _UNFOLDED
    return [
        Branch(top, children, few or top.selected or any(child.selected for child in children))
        for top in below[""]
        for children in [below.get(top.value, [])]
    ]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the address without it."""

    label: str
    url: str


def chips(asked: SearchRequest, labels: Mapping[tuple[str, str], str], view: View) -> list[Chip]:
    """The chosen values in the order of the facets."""
    return [
        Chip(labels[name, value], address(asked.without_facet(name, value).with_page(1), view))
        for name in FACETS
        for value in asked.facets.get(name, ())
    ]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of results; `number` 0 stands for a gap."""

    number: int
    url: str
    current: bool


def pages(page: SearchPage) -> list[PageLink]:
    """The first, the last, and the pages around this one."""
    last, now = page.pages, page.request.page
    shown = sorted({1, last, *range(max(1, now - 2), min(last, now + 2) + 1)})
    links: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            links.append(PageLink(0, "", False))
        links.append(PageLink(number, address(page.request.with_page(number)), number == now))
    return links


@dataclass(frozen=True, slots=True)
class NumberedMark:
    """A result's number on the map."""

    number: int
    x: int
    y: int
    city: str


def marks(page: SearchPage) -> list[NumberedMark]:
    """Where the Polish cities of this page's results are; a city with several results bears the number of its first."""
    slugs = [result.card.city.slug for result in page.results if result.card.city]
    rows = City.objects.filter(slug__in=slugs)
    located = rows.values_list("slug", "latitude", "longitude")
    places = {slug: poland.place(lat, lon) for slug, lat, lon in located if lat is not None and lon is not None}
    found: dict[str, NumberedMark] = {}
    for number, result in enumerate(page.results, start=1):
        city = result.card.city
        at = places.get(city.slug) if city else None
        if city and at and city.slug not in found:
            found[city.slug] = NumberedMark(number, *at, city=city.name)
    return list(found.values())
