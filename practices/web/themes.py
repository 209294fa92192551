"""The themes, and the page of one theme."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from network.models import City
from network.web.panels import by_place, panels_of
from practices.models import EvidenceLevel, Practice
from practices.selectors.cards import practice_cards
from practices.selectors.practices import listed_practices
from practices.selectors.themes import ThemeCount, theme_counts

NEWEST = 8
CITIES = 5


@dataclass(frozen=True)
class ThemePage:
    """A theme, the theme above it if there is one, and its siblings' tree."""

    theme: ThemeCount
    parent: ThemeCount | None


def _language() -> str:
    return (get_language() or "pl")[:2]


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """All themes with their sub-themes and counts."""
    tree = theme_counts()
    return render(
        request, "practices/themes.html", {"section": "practices", "themes": tree, "total": listed_practices().count()}
    )


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """What a theme is about, its sub-themes, its newest practices, and whom to ask."""
    page = _find(slug)
    if page is None:
        raise Http404
    practices = _practices_of(page.theme)
    ids = list(practices.order_by("-first_published_at", "-id").values_list("id", flat=True)[:NEWEST])
    cards = practice_cards(ids, language=_language())
    measured = [level for level in EvidenceLevel.values if level != EvidenceLevel.CLAIMED]
    numbers = practices.order_by().aggregate(
        cities=Count("city", distinct=True),
        measured=Count("id", filter=Q(live__evidence_level__in=measured)),
    )
    context = {
        "section": "practices",
        "theme": page.theme,
        "parent": page.parent,
        "siblings": [other for other in page.parent.children if other.slug != slug] if page.parent else [],
        "name": page.theme.name(_language()),
        "lead": page.theme.description(_language()),
        "newest": [cards[id] for id in ids if id in cards],
        "numbers": numbers,
        "cities": _cities_of(practices),
        "panels": by_place(panels_of("theme", request, page.theme)),
    }  # fmt: skip
    return render(request, "practices/theme.html", context)


def _cities_of(practices: QuerySet[Practice]) -> list[dict[str, object]]:
    """The cities with the most of these practices. Counted before any city is read: joined, a planner without statistics was seen to read
    all cities for each practice, for half a minute.
    """
    of_cities = practices.filter(city__isnull=False).order_by()
    counts = dict(of_cities.values_list("city_id").annotate(count=Count("id")))
    least = min(sorted(counts.values(), reverse=True)[:CITIES], default=0)
    columns = ("slug", "name", "voivodeship", "country", "is_demo")
    rows = City.objects.filter(id__in=[id for id, count in counts.items() if count >= least]).values("id", *columns)
    found = [{**{f"city__{name}": row[name] for name in columns}, "count": counts[row["id"]]} for row in rows]
    return sorted(found, key=lambda city: (-city["count"], city["city__name"]))[:CITIES]


def _find(slug: str) -> ThemePage | None:
    for top in theme_counts():
        if top.slug == slug:
            return ThemePage(top, None)
        for child in top.children:
            if child.slug == slug:
                return ThemePage(child, top)
    return None


def _practices_of(theme: ThemeCount) -> QuerySet[Practice]:
    slugs = [theme.slug, *(child.slug for child in theme.children)]
    within = Practice.objects.filter(live__theme_uses__theme__slug__in=slugs).order_by().values("id")
    return listed_practices().filter(id__in=within)
