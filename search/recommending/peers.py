"""Cities like a city."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from network.models import City, Membership
from practices.models import Practice, PracticeState, Theme, VersionTheme
from search.recommending.kinship import CityFacts, kinship, likeness_reasons
from search.recommending.reasons import Reason

_FACTS = ("id", "slug", "name", "country", "kind", "voivodeship", "population", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Peer:
    """A city like the one asked about: how like (0.01 to about 4), and why."""

    city: CityFacts
    score: float
    reasons: list[Reason]


def peers(city: City, *, limit: int = 10) -> list[Peer]:
    """The cities most like this one among those that can tell something: members, and cities with a public practice."""
    ranked = ranked_peers(city)[:limit]
    here = facts_of(City.objects.filter(pk=city.pk))[0]
    names = theme_names()
    return [Peer(c, score, likeness_reasons(here, c, names)) for score, c in ranked]


def ranked_peers(city: City) -> list[tuple[float, CityFacts]]:
    """(score, city) of every candidate but the city itself, the most alike first."""
    here = facts_of(City.objects.filter(pk=city.pk))[0]
    public = Practice.objects.filter(city=OuterRef("pk"), state=PracticeState.PUBLISHED)
    member = Membership.objects.filter(city=OuterRef("pk"), left_on__isnull=True)
    candidates = City.objects.filter(Q(Exists(public)) | Q(Exists(member))).exclude(pk=city.pk)
    return sorted(((kinship(here, c), c) for c in facts_of(candidates)), key=lambda pair: (-pair[0], pair[1].slug))


def facts_of(cities: "QuerySet[City]") -> list[CityFacts]:
    """The facts of these cities; two queries."""
    public = Count("practices", filter=Q(practices__state=PracticeState.PUBLISHED))
    rows = list(cities.annotate(public=public).order_by("id").values_list(*_FACTS, "public"))
    themes = _themes_by_city(row[0] for row in rows)
    return [_facts(row, themes[row[0]]) for row in rows]


def _facts(row: Sequence[Any], themes: Mapping[str, int]) -> CityFacts:
    id, slug, name, country, kind, voivodeship, population, latitude, longitude, practices = row
    place = (latitude, longitude) if latitude is not None and longitude is not None else None
    return CityFacts(id, slug, name, country, kind, voivodeship, population, place, themes, practices)


def theme_names() -> dict[str, dict[str, str]]:
    """slug -> {slug, name, name_pl, name_en} of every theme."""
    rows = Theme.objects.values_list("slug", "name_pl", "name_en")
    return {slug: {"slug": slug, "name": pl, "name_pl": pl, "name_en": en} for slug, pl, en in rows}


def _themes_by_city(ids: Iterable[int]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    wanted = set(ids)
    uses = VersionTheme.objects.filter(version__practice__state=PracticeState.PUBLISHED, version__state="published")
    if len(wanted) < 500:
        uses = uses.filter(version__practice__city__in=wanted)
    for city, slug in uses.filter(version__practice__city__isnull=False).values_list(
        "version__practice__city", "theme__slug"
    ):
        counts[city][slug] += 1
    return counts
