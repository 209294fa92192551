"""The map of a search: each Polish city with hits is a point whose area grows with their number, and a row of the list beside it.

Both are links that narrow the search. A thousand of them are light while the question is short; with a long one the cities with the fewest
hits are only drawn, and counted under the list: a voivodeship shows its own.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from django.utils.translation import get_language, ngettext

from network.register import VOIVODESHIPS, voivodeship_name
from network.web import map as poland
from network.web.templatetags.formats import number
from search.finding.page import Degraded
from search.finding.places import CityHits, Places, find_places
from search.query.request import SearchRequest
from search.web.addresses import address, city_addresses

# Characters that the links of the drawing and of the list may have, and what each has beside its address and its words.
_DRAWN, _POINT = 80_000, 70
_LISTED, _ROW = 130_000, 95
# Rows of the list shown before "show more", and points that are named.
_OPEN, _NAMED = 25, 30
# In units of the map: the radius of a single hit, of the city with the most, and of any; of a finger's target (24 CSS pixels, on a phone).
_SINGLE, _LARGEST, _SMALLEST, _TARGET = 12.0, 34.0, 5, 34
# Among more points than this a single hit is smaller.
_CROWD = 150


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city of the list: how many hits there are if it alone is chosen, and the address of those."""

    slug: str
    name: str
    voivodeship: str
    count: int
    url: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Point(poland.Mark):
    """A city on the map; `reach` is the width of an unseen rim that belongs to its target."""

    reach: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A voivodeship: how many hits there are if it alone is chosen, and the address of their map (empty without hits)."""

    name: str
    path: str
    count: int
    url: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HitMap:
    """Everything of the map. `points`: the largest first, so that smaller ones are drawn above them; `specks`: path data of those without a
    link. `lists`: the rows shown at once, then those on demand, if any; `left_out` is how many cities have no row, `unplaced` how many no
    point.
    """

    frame: poland.Frame
    regions: list[Region]
    points: list[Point]
    specks: str
    lists: list[list[CityRow]]
    left_out: int
    unplaced: int
    abroad: int
    without_city: int
    whole: str
    available: bool

    @property
    def listed_regions(self) -> list[Region]:
        """Those with hits, by name."""
        return [region for region in self.regions if region.count]


def hit_map(asked: SearchRequest) -> HitMap:
    """The map of all hits of a search."""
    places = find_places(asked)
    in_poland = places.in_poland
    rows = _rows(asked, in_poland)
    frame = poland.frame_of(asked.facets.get("voivodeship", ()))
    located = [(row, at) for row, hits in zip(rows, in_poland, strict=True) if (at := _place(hits, frame))]
    linked = _affordable((len(row.url) + len(row.label) + _POINT for row, _ in located), _DRAWN)
    points = _points(located[:linked])
    listed = _affordable((len(row.url) + len(row.name) + len(row.voivodeship) + _ROW for row in rows), _LISTED)
    return HitMap(
        frame=frame,
        regions=_regions(asked, places),
        points=points,
        specks="".join(f"M{x} {y}h0" for _, (x, y) in located[linked:]),
        lists=[part for part in (rows[:listed][:_OPEN], rows[_OPEN:listed]) if part],
        left_out=len(rows) - listed,
        unplaced=len(rows) - len(located),
        abroad=places.abroad,
        without_city=places.without_city,
        whole=address(_in_voivodeships(asked, ()), "map") if asked.facets.get("voivodeship") else "",
        available=places.degraded is not Degraded.ENGINE,
    )


def _language() -> str:
    return (get_language() or "pl")[:2]


def _counted(name: str, count: int) -> str:
    """ "Przemyśl: 3 praktyki"."""
    practices = ngettext("%(shown)s praktyka", "%(shown)s praktyk", count) % {"shown": number(count)}
    return f"{name}: {practices}"


def _rows(asked: SearchRequest, cities: Sequence[CityHits]) -> list[CityRow]:
    url, language = city_addresses(asked), _language()
    chosen = asked.facets.get("city", ())
    namesakes = Counter(hits.city.name for hits in cities)
    rows = []
    for hits in cities:
        city = hits.city
        voivodeship = voivodeship_name(city.voivodeship, language)
        name = f"{city.name} ({voivodeship})" if namesakes[city.name] > 1 else city.name
        label = _counted(name, hits.count)
        rows.append(CityRow(city.slug, city.name, voivodeship, hits.count, url(city.slug), label, city.slug in chosen))
    return rows


def _place(hits: CityHits, frame: poland.Frame) -> tuple[int, int] | None:
    city = hits.city
    if city.latitude is None or city.longitude is None:
        return None
    at = poland.place(city.latitude, city.longitude)
    return frame.put(*at) if at else None


def _affordable(weights: Iterable[int], most: int) -> int:
    """How many of the first weigh no more than that together."""
    return sum(weight <= most for weight in accumulate(weights))


def _points(located: Sequence[tuple[CityRow, tuple[int, int]]]) -> list[Point]:
    most = located[0][0].count if located else 1
    unit = min(_SINGLE, _SINGLE * math.sqrt(_CROWD / max(1, len(located))), _LARGEST / math.sqrt(most))
    points = [
        Point(
            *at,
            r=max(_SMALLEST, round(unit * math.sqrt(row.count))),
            name=row.name,
            url=row.url,
            label=row.label,
            chosen=row.chosen,
        )
        for row, at in located
    ]
    rims = _rims(points)
    return poland.with_names([replace(p, reach=rim) for p, rim in zip(points, rims, strict=True)], most=_NAMED)


def _rims(points: Sequence[Point]) -> Iterator[int]:
    """How wide a rim each target may have: up to the size of a finger's target, and no further than halfway to the next point, so that
    whoever touches a point gets that one. Narrow ones are not worth their weight.
    """
    nearest = _nearest(points)
    for point, distance in zip(points, nearest, strict=True):
        rim = round(2 * (min(_TARGET, distance / 2) - point.r))
        yield rim if rim >= 4 else 0


def _nearest(points: Sequence[Point]) -> Iterator[float]:
    """The distance from each point to the next one; those beyond twice a target are not looked for."""
    cell = 2 * _TARGET
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for point in points:
        cells[point.x // cell, point.y // cell].append(point)
    for point in points:
        column, line = point.x // cell, point.y // cell
        around = (cells.get((column + i, line + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        distances = (math.dist((p.x, p.y), (point.x, point.y)) for near in around for p in near if p is not point)
        yield min(distances, default=float(cell))


def _regions(asked: SearchRequest, places: Places) -> list[Region]:
    chosen, language = asked.facets.get("voivodeship", ()), _language()
    shapes = poland.voivodeship_shapes()
    regions = []
    for teryt in VOIVODESHIPS:
        count, name = places.voivodeships.get(teryt, 0), voivodeship_name(teryt, language)
        url = address(_in_voivodeships(asked, (teryt,)), "map") if count else ""
        regions.append(Region(name, shapes[teryt], count, url, _counted(name, count), teryt in chosen))
    return regions


def _in_voivodeships(asked: SearchRequest, voivodeships: tuple[str, ...]) -> SearchRequest:
    """The same search in these voivodeships, whichever city was chosen."""
    return replace(asked, page=1, facets={**asked.facets, "city": (), "voivodeship": voivodeships})
