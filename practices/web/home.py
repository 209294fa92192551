"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from network.models import City
from network.selectors.cities import members
from network.web import map as poland
from network.web.alphabet import sort_key
from network.web.panels import by_place, panels_of
from practices.models import EvidenceLevel
from practices.selectors.cards import practice_cards
from practices.selectors.cities import practice_counts
from practices.selectors.practices import listed_practices, newest_ids
from practices.selectors.themes import theme_counts

NEWEST = 4
MOST_CITIES = 60
_FOUNDER = "przemysl"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Promise, search, map, themes, newest, evidence, Przemyśl's story, cities."""
    language = (get_language() or "pl")[:2]
    counts = practice_counts()
    cities = sorted(members(), key=lambda city: sort_key(city.name))
    ids = newest_ids(NEWEST)
    cards = practice_cards(ids, language=language)
    listed = listed_practices()
    measured = [level for level in EvidenceLevel.values if level != EvidenceLevel.CLAIMED]
    context = {
        "has_search_box": True,
        "practice_count": listed.count(),
        "measured_count": listed.filter(live__evidence_level__in=measured).count(),
        "city_count": len(cities),
        "marks": _marks(cities, counts),
        "themes": theme_counts(),
        "newest": [cards[id] for id in ids if id in cards],
        "levels": EvidenceLevel,
        "cities": [(city, counts.get(city.pk, 0)) for city in cities[:MOST_CITIES]],
        "panels": by_place(panels_of("home", request, None)),
    }
    return render(request, "practices/home.html", context)


def _marks(cities: list[City], counts: dict[int, int]) -> list[poland.Mark]:
    marks = []
    for city in cities:
        at = poland.place(city.latitude, city.longitude) if city.latitude and city.longitude else None
        if at is None:
            continue
        count = counts.get(city.pk, 0)
        practices = ngettext("%(count)s praktyka", "%(count)s praktyk", count) % {"count": count}
        r = poland.radius(count)
        marks.append(
            poland.Mark(
                *at, r=r, name=city.name, url=reverse("city", args=[city.slug]), label=f"{city.name}, {practices}",
                real=city.slug == _FOUNDER,
            )
        )  # fmt: skip
    return poland.with_names(marks)
