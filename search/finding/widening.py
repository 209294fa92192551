"""Wider searches than one that found nothing: each gives way in one point and keeps the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from network.selectors.cities import city_places
from practices.selectors.themes import theme_parents
from search.finding.find import count_hits
from search.query.bands import COST_BANDS, STAFF_BANDS
from search.query.parser import without_quotes
from search.query.request import POPULATION_BANDS, SearchRequest

# Facets whose values follow one another.
_BANDS: Mapping[str, Sequence[str]] = {"population": POPULATION_BANDS, "cost": COST_BANDS, "staff": STAFF_BANDS}
# Each try costs a question to the engine.
_MOST_TRIES = 14
# Of longer questions no single word is the one too many.
_MOST_WORDS = 6


class Way(StrEnum):
    """In which point a search gives way."""

    THEME = "theme"  # the theme above each chosen sub-theme
    VOIVODESHIP = "voivodeship"  # the whole voivodeships of the chosen cities
    NEIGHBOURS = "neighbours"  # the neighbouring bands too: sizes of cities, costs, staff
    FILTER = "filter"  # one filter dropped
    FILTERS = "filters"  # all filters dropped
    QUOTES = "quotes"  # the words of a phrase wherever they stand
    WORD = "word"  # one word dropped


@dataclass(frozen=True, slots=True)
class Wider:
    """A wider search, from its first page. `facet`: the filter that gave way, where it was one."""

    way: Way
    request: SearchRequest
    facet: str = ""


def wider_with_hits(request: SearchRequest, most: int) -> list[tuple[Wider, int]]:
    """At most `most` wider searches that have hits, with their number, the least wide ways first."""
    tries = [wider for _, wider in zip(range(_MOST_TRIES), widenings(request), strict=False)]
    found = ((wider, count_hits(wider.request)) for wider in tries)
    return [(wider, count) for wider, count in found if count][:most]


def widenings(request: SearchRequest) -> Iterator[Wider]:
    """Every wider search, whether it has hits or not; those that keep the most of the question first."""
    facets, plain = request.facets, without_quotes(request.q)
    if plain != request.q:
        yield Wider(Way.QUOTES, replace(request, page=1, q=plain))
    if themes := facets.get("theme", ()):
        above = theme_parents(themes)
        yield from _with(request, Way.THEME, "theme", theme=tuple(above.get(slug) or slug for slug in themes))
    if cities := facets.get("city", ()):
        around = {place.voivodeship for place in city_places(cities).values()} - {""}
        if around and "voivodeship" not in facets:
            yield from _with(request, Way.VOIVODESHIP, "city", city=(), voivodeship=tuple(around))
    for name, bands in _BANDS.items():
        if chosen := facets.get(name, ()):
            yield from _with(request, Way.NEIGHBOURS, name, **{name: _with_neighbours(chosen, bands)})
    for name in facets:
        yield from _with(request, Way.FILTER, name, **{name: ()})
    if len(facets) > 1:
        yield Wider(Way.FILTERS, request.without_facets())
    if plain == request.q:
        yield from _without_a_word(request)


def _with(request: SearchRequest, way: Way, facet: str, **chosen: tuple[str, ...]) -> Iterator[Wider]:
    """The search with these choices instead, if that is another one."""
    wider = replace(request, page=1, facets={**request.facets, **chosen})
    if wider.facets != request.facets:
        yield Wider(way, wider, facet)


def _with_neighbours(chosen: Sequence[str], bands: Sequence[str]) -> tuple[str, ...]:
    near = {bands.index(value) + step for value in chosen for step in (-1, 0, 1)}
    return tuple(band for place, band in enumerate(bands) if place in near)


def _without_a_word(request: SearchRequest) -> Iterator[Wider]:
    words = request.q.split()
    if 2 <= len(words) <= _MOST_WORDS:
        for place in range(len(words)):
            yield Wider(Way.WORD, replace(request, page=1, q=" ".join(words[:place] + words[place + 1 :])))
