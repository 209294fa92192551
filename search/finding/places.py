"""Where the hits of a search are: all of them, counted by city and by voivodeship, on however many pages they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from network.selectors.cities import CityPlace, city_places
from search.engines.base import Facet
from search.finding.find import count_values
from search.finding.page import Degraded
from search.query.request import SearchRequest

# Beyond the towns of Poland and every city abroad that takes part.
_EVERY_CITY, _EVERY_VOIVODESHIP = 10_000, 100


@dataclass(frozen=True, slots=True)
class CityHits:
    """A city, and how many hits there would be if it alone were chosen."""

    city: CityPlace
    count: int


@dataclass(frozen=True, slots=True)
class Places:
    """The cities with hits, those with the most first (ties by address), whichever cities the search has chosen; `total` hits in all, some
    of them without a city. `voivodeships`: hits by TERYT number, whichever are chosen. All is empty where `degraded` says that the engine
    is away.
    """

    total: int
    cities: list[CityHits]
    voivodeships: Mapping[str, int]
    degraded: Degraded

    @property
    def in_poland(self) -> list[CityHits]:
        """The Polish cities."""
        return [hits for hits in self.cities if hits.city.country == "PL"]

    @property
    def abroad(self) -> int:
        """Hits in cities of other countries."""
        return sum(hits.count for hits in self.cities if hits.city.country != "PL")

    @property
    def without_city(self) -> int:
        """Hits of organisations that name no city."""
        return self.total - sum(hits.count for hits in self.cities)


def find_places(request: SearchRequest) -> Places:
    """The places of a search's hits. They are counted as facets are; what a city is called and where it lies, the database says."""
    anywhere = replace(request, page=1, facets={**request.facets, "city": ()})
    counts = count_values(
        anywhere,
        {
            "city": Facet("city", _EVERY_CITY),
            "voivodeship": Facet("voivodeship", _EVERY_VOIVODESHIP, without="voivodeship"),
        },
    )
    found = counts.values.get("city", {})
    known = city_places(found.keys())
    cities = [CityHits(known[slug], count) for slug, count in found.items() if slug in known]
    cities.sort(key=lambda hits: (-hits.count, hits.city.slug))
    return Places(counts.total, cities, counts.values.get("voivodeship", {}), counts.degraded)
