"""The results page: one GET form, the same with and without JavaScript; htmx replaces the part under the search box."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from network.models import City
from network.web import map as poland
from search.finding.facets import chosen_labels, facet_title
from search.finding.find import count_hits, find
from search.finding.page import Degraded, FacetValue, SearchPage
from search.query.request import FACETS, PARAMETERS, WINDOW, InvalidRequest, SearchRequest

PAGE_SIZE = 20
# Facet values shown before "show more".
_OPEN = 6
_ORDER = ("theme", "evidence", "population", "voivodeship", "status", "tag", "city", "language", "year")
_MOST_WAYS = 5


@require_safe
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """The results for the parameters of the address; what is not a parameter of search is left alone (campaign marks and the like)."""
    try:
        asked = asked_for(request.GET)
    except InvalidRequest as refusal:
        return render(request, "search/refused.html", refused(refusal), status=404 if refusal.code == "window" else 400)
    page = find(asked)
    labels = chosen_labels(asked)
    if asked.page > page.pages:
        beyond = {"message": _("Nie ma tylu stron wyników."), "first_page": address(asked.with_page(1))}
        return render(request, "search/refused.html", beyond, status=404)
    context = {
        "page": page,
        "asked": asked,
        "has_search_box": True,
        "section": "practices",
        "facets": facets(page),
        "chips": chips(asked, labels),
        "clear": address(asked.without_facets()),
        "first": (asked.page - 1) * asked.page_size + 1,
        "last": (asked.page - 1) * asked.page_size + len(page.results),
        "pages": pages(page),
        "marks": marks(page),
        "ways": ways_out(asked, labels) if page.count == 0 else [],
        "degraded": page.degraded is Degraded.ENGINE,
        "cut": page.count > WINDOW,
        "window": WINDOW,
        "robots": "noindex" if asked.q or asked.facets else "",
    }
    template = "search/found.html" if getattr(request, "htmx", False) else "search/results.html"
    return render(request, template, context)


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


def address(asked: SearchRequest) -> str:
    """The address of a search: one search has one."""
    query = urlencode(asked.to_params(without=("lang", "page_size")), doseq=True)
    return f"{reverse('search')}?{query}" if query else reverse("search")


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
class FacetView:
    """A facet on the page: the values shown at once, and those behind "show more"."""

    name: str
    title: str
    shown: list[FacetValue]
    more: list[FacetValue]
    more_open: bool


def facets(page: SearchPage) -> list[FacetView]:
    """The facets that have something to choose."""
    views = []
    for name in _ORDER:
        values = page.facets.get(name, [])
        if values:
            shown, more = values[:_OPEN], values[_OPEN:]
            views.append(FacetView(name, facet_title(name), shown, more, any(v.selected for v in more)))
    return views


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the address without it."""

    label: str
    url: str


def chips(asked: SearchRequest, labels: Mapping[tuple[str, str], str]) -> list[Chip]:
    """The chosen values in the order of the facets."""
    return [
        Chip(labels[name, value], address(asked.without_facet(name, value).with_page(1)))
        for name in FACETS
        for value in asked.facets.get(name, ())
    ]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of an empty result: a change, its address, and how many hits it would have."""

    label: str
    url: str
    count: int


def ways_out(asked: SearchRequest, labels: Mapping[tuple[str, str], str]) -> list[Way]:
    """What can be dropped so that something is found: a filter each, all filters, one word of several."""
    tries: list[tuple[str, SearchRequest]] = []
    for name, values in asked.facets.items():
        for value in values:
            label = _("Usuń filtr „%(label)s”") % {"label": labels[name, value]}
            tries.append((label, asked.without_facet(name, value).with_page(1)))
    if len(tries) > 1:
        tries.append((_("Usuń wszystkie filtry"), asked.without_facets().with_page(1)))
    tries += _fewer_words(asked)
    found = (Way(label, address(wider), count_hits(wider)) for label, wider in tries[:12])
    return [way for way in found if way.count][:_MOST_WAYS]


def _fewer_words(asked: SearchRequest) -> Iterable[tuple[str, SearchRequest]]:
    words = asked.q.split()
    if not 2 <= len(words) <= 6:
        return
    for place in range(len(words)):
        q = " ".join(words[:place] + words[place + 1 :])
        yield (
            _("Szukaj szerzej: „%(q)s”") % {"q": q},
            SearchRequest(q=q, facets=asked.facets, lang=asked.lang, page_size=asked.page_size),
        )


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
