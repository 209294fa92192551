"""How like each other two cities are, from facts alone: country, distance, size, kind, voivodeship, shared themes.

The kernel of design/search.md ("Recommending", step 1), with kind, voivodeship and themes beside it; weights are small whole ratios until
they can be measured on the network's own data.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from network.register import population_band
from search.recommending.reasons import Reason

_NEARBY_KM = 100.0
_SIZE_SCALE = 0.4
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class CityFacts:
    """What is compared of a city; `themes` counts its public practices by theme slug, sub-themes under their theme too, `practices`
    all of them.
    """

    id: int
    slug: str
    name: str
    country: str
    kind: str
    voivodeship: str
    population: int | None
    place: tuple[float, float] | None
    themes: Mapping[str, int]
    practices: int


def kinship(a: CityFacts, b: CityFacts) -> float:
    """How like two cities are, from 0.01 to about 4."""
    same_country = 1.0 if a.country == b.country else 0.0
    same_kind = 0.3 if a.kind and a.kind == b.kind else 0.0
    same_voivodeship = 0.3 if a.voivodeship and a.voivodeship == b.voivodeship else 0.0
    near = math.exp(-km / _NEARBY_KM) if (km := distance(a, b)) is not None else 0.0
    return same_country + near + _size(a, b) + same_kind + same_voivodeship + _shared(a, b) + 0.01


def distance(a: CityFacts, b: CityFacts) -> float | None:
    """Kilometres along the great circle; None where a place is unknown."""
    if a.place is None or b.place is None:
        return None
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, place)) for place in (a.place, b.place))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def likeness_reasons(a: CityFacts, b: CityFacts, theme_names: Mapping[str, Mapping[str, str]]) -> list[Reason]:
    """Why two cities are like each other, what matters most first; nothing where they share nothing that is known.

    `theme_names`: slug -> {slug, name, name_pl, name_en, parent}, `parent` being the slug of the theme above, or empty.
    """
    reasons: list[Reason] = []
    if shared := _shared_themes(a, b, theme_names):
        reasons.append(Reason("shared-themes", {"themes": shared[:3]}))
    if a.population and b.population and population_band(a.population) == population_band(b.population):
        reasons.append(
            Reason("same-population-band", {"band": population_band(b.population), "population": b.population})
        )
    if (km := distance(a, b)) is not None and km <= _NEARBY_KM:
        reasons.append(Reason("nearby", {"km": round(km)}))
    if a.voivodeship and a.voivodeship == b.voivodeship:
        reasons.append(Reason("same-voivodeship", {"voivodeship": b.voivodeship}))
    if a.kind and a.kind == b.kind:
        reasons.append(Reason("same-kind", {"kind": b.kind}))
    if not reasons and a.country == b.country:
        reasons.append(Reason("same-country", {"country": b.country}))
    return reasons


def _shared_themes(a: CityFacts, b: CityFacts, theme_names: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """The themes of both, the most frequent first; a theme goes without saying where they share one of its sub-themes."""
    common = {slug for slug in a.themes if slug in b.themes and slug in theme_names}
    narrow = common - {theme_names[slug]["parent"] for slug in common}
    ranked = sorted(narrow, key=lambda slug: (-min(a.themes[slug], b.themes[slug]), slug))
    return [{key: name for key, name in theme_names[slug].items() if key != "parent"} for slug in ranked]


def _size(a: CityFacts, b: CityFacts) -> float:
    if not a.population or not b.population:
        return 0.0
    return math.exp(-abs(math.log10(a.population) - math.log10(b.population)) / _SIZE_SCALE)


def _shared(a: CityFacts, b: CityFacts) -> float:
    """Cosine of the cities' themes: 0 to 1."""
    product = sum(n * b.themes.get(slug, 0) for slug, n in a.themes.items())
    lengths = math.sqrt(sum(n * n for n in a.themes.values()) * sum(n * n for n in b.themes.values()))
    return product / lengths if lengths else 0.0
