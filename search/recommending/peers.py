"""Cities like a city."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from network.models import City, Membership
from practices.models import Practice, PracticeState, Theme, VersionTheme
from search.recommending.kinship import CityFacts, kinship, likeness_reasons
from search.recommending.reasons import Reason

_FACTS = ("id", "slug", "name", "country", "kind", "voivodeship", "population", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A city, and every city that can tell it something (members, and cities with a public practice), the most alike first.

    `themes`: slug -> {slug, name, name_pl, name_en, parent}, for the reasons.
    """

    here: CityFacts
    ranked: list[tuple[float, CityFacts]]
    themes: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A city like the one asked about: how like (0.01 to about 4), and why."""

    city: CityFacts
    score: float
    reasons: list[Reason]


def neighbourhood(city: City) -> Neighbourhood:
    """The neighbourhood of a city; three queries."""
    public = Practice.objects.filter(city=OuterRef("pk"), state=PracticeState.PUBLISHED)
    member = Membership.objects.filter(city=OuterRef("pk"), left_on__isnull=True)
    facts = {c.id: c for c in _facts_of(City.objects.filter(Q(Exists(public)) | Q(Exists(member)) | Q(pk=city.pk)))}
    here = facts.pop(city.pk)
    ranked = sorted(((kinship(here, c), c) for c in facts.values()), key=lambda pair: (-pair[0], pair[1].slug))
    return Neighbourhood(here, ranked, _theme_names())


def peers(city: City, *, limit: int = 10, around: Neighbourhood | None = None) -> list[Peer]:
    """The cities most like this one, each with a reason at least; `around` where its neighbourhood is known already."""
    around = around or neighbourhood(city)
    found = (Peer(c, score, likeness_reasons(around.here, c, around.themes)) for score, c in around.ranked)
    return list(islice((peer for peer in found if peer.reasons), limit))


def _facts_of(cities: "QuerySet[City]") -> list[CityFacts]:
    public = Count("practices", filter=Q(practices__state=PracticeState.PUBLISHED))
    rows = list(cities.annotate(public=public).order_by("id").values_list(*_FACTS, "public"))
    themes = _themes_by_city(row[0] for row in rows)
    return [_facts(row, themes[row[0]]) for row in rows]


def _facts(row: Sequence[Any], themes: Mapping[str, int]) -> CityFacts:
    id, slug, name, country, kind, voivodeship, population, latitude, longitude, practices = row
    place = (latitude, longitude) if latitude is not None and longitude is not None else None
    return CityFacts(id, slug, name, country, kind, voivodeship, population, place, themes, practices)


def _theme_names() -> dict[str, dict[str, str]]:
    rows = Theme.objects.order_by().values_list("slug", "name_pl", "name_en", "parent__slug")
    return {
        slug: {"slug": slug, "name": pl, "name_pl": pl, "name_en": en, "parent": parent or ""}
        for slug, pl, en, parent in rows
    }


def _themes_by_city(ids: Iterable[int]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    uses = VersionTheme.objects.filter(version__practice__state=PracticeState.PUBLISHED, version__state="published")
    wanted = set(ids)
    rows = uses.order_by().values_list("version__practice__city", "version", "theme__slug", "theme__parent__slug")
    above: set[tuple[int, str]] = set()
    for city, version, slug, parent in rows:
        if city in wanted:
            counts[city][slug] += 1
            # A practice with two sub-themes of a theme is one practice of that theme.
            if parent and (version, parent) not in above:
                above.add((version, parent))
                counts[city][parent] += 1
    return counts
