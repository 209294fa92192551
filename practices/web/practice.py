"""The public page of a practice."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from network.selectors.cities import membership_of
from network.web.panels import by_place, panels_of
from practices.errors import PracticeGone, PracticeNotFound
from practices.models import Practice, PracticeVersion, Tag, VersionState
from practices.policies import Action, may
from practices.requirements import is_incomplete
from practices.selectors.content import content_of, facts_of
from practices.selectors.practices import get_public_practice, live_version
from practices.web.record import Record, record_of


@dataclass(frozen=True)
class PracticePage:
    """The subject of the panels on a practice's page."""

    practice: Practice
    version: PracticeVersion
    record: Record


@require_safe
def practice(request: HttpRequest, id: int, slug: str) -> HttpResponse:
    """The live version; 301 to the right slug, 410 for a withdrawn one, 404 for what never was public."""
    try:
        found = get_public_practice(id)
    except PracticeGone as gone:
        context = {"tombstone": gone.tombstone, "section": "practices", "robots": "noindex", "has_search_box": True}
        return render(request, "practices/gone.html", context, status=410)
    except PracticeNotFound as error:
        raise Http404 from error
    path = reverse("practice", kwargs={"id": found.pk, "slug": found.slug})
    if slug != found.slug:
        query = request.GET.urlencode()
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    return render(request, "practices/practice.html", _context(request, found, path))


def _context(request: HttpRequest, found: Practice, path: str) -> dict[str, object]:
    version = live_version(found)
    content = content_of(version)
    interface = (get_language() or settings.LANGUAGE_CODE)[:2]
    record = record_of(
        content,
        language=request.GET.get("lang", "") or interface,
        population=found.city.population if found.city else None,
        show_person=may(request.user, Action.SEE_CONTACT_PERSON, found),
    )
    page = PracticePage(found, version, record)
    return {
        "section": "practices",
        "practice": found,
        "version": version,
        "record": record,
        "themes": [use.theme for use in version.theme_uses.all()],
        "tags": _tags(version),
        "city_left": found.city is not None and not found.source and not membership_of(found.city).is_member,
        "incomplete": is_incomplete(facts_of(content)),
        "versions": _public_versions(found),
        "address": f"{settings.SITE_URL}{path}",
        "may_edit": may(request.user, Action.EDIT, found),
        "panels": by_place(panels_of("practice", request, page)),
        "robots": "noindex" if found.state == "archived" else "",
    }


def _public_versions(found: Practice) -> list[PracticeVersion]:
    states = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
    return list(
        found.versions.filter(state__in=states).only("number", "published_at", "state").order_by("-number")[:20]
    )


def _tags(version: PracticeVersion) -> list[Tag]:
    """The canonical tags, each once, in the order in which they were typed."""
    tags = (use.tag.canonical or use.tag for use in version.tag_uses.all())
    return list({tag.pk: tag for tag in tags}.values())
