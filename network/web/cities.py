"""The register of cities, and the page of one city."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.models import City
from network.register import POPULATION_BANDS, VOIVODESHIPS, population_band_label, voivodeship_name
from network.selectors.cities import city_by_slug, members, membership_of
from network.web import map as poland
from network.web.alphabet import sort_key
from network.web.panels import by_place, panels_of
from network.web.register_page import Filters, register_page


def _language() -> str:
    return (get_language() or "pl")[:2]


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All cities, filtered, from A to Ż, a hundred on a page."""
    filters = Filters.of(request.GET)
    page = register_page(filters, request.GET.get("page", ""))
    kept = urlencode(filters.as_query())
    context: dict[str, Any] = {
        "section": "cities",
        "filters": filters,
        "page": page,
        "page_base": f"?{kept}&page=" if kept else "?page=",
        "voivodeships": sorted(
            ((teryt, voivodeship_name(teryt, _language())) for teryt in VOIVODESHIPS),
            key=lambda item: sort_key(item[1]),
        ),
        "bands": [(band, population_band_label(band, _language())) for band in POPULATION_BANDS],
        "marks": member_marks(),
        "robots": "noindex, follow" if filters.any else "",
    }
    if page.number > 1:
        context["canonical"] = f"{settings.SITE_URL}{request.path}?page={page.number}"
    return render(request, "network/cities.html", context)


def member_marks() -> list[poland.Mark]:
    """The member cities as marks of one size, with links."""
    marks = []
    for city in members():
        at = poland.place(city.latitude, city.longitude) if city.latitude and city.longitude else None
        if at:
            url = reverse("city", args=[city.slug])
            marks.append(poland.Mark(*at, r=22, name=city.name, url=url, label=city.name))
    return marks


@require_safe
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """One city: its profile, its membership, and what the other rooms know about it."""
    subject = city_by_slug(slug)
    if subject is None:
        raise Http404
    membership = membership_of(subject)
    at = poland.place(subject.latitude, subject.longitude) if subject.latitude and subject.longitude else None
    context: dict[str, Any] = {
        "section": "cities",
        "city": subject,
        "membership": membership,
        "member": membership.is_member,
        "left_on": membership.left_on,
        "at": at,
        "panels": by_place(panels_of("city", request, subject)),
        "description": _description(subject),
    }
    return render(request, "network/city.html", context)


def _description(subject: City) -> str:
    place = voivodeship_name(subject.voivodeship, _language())
    if place:
        return _("%(city)s, woj. %(voivodeship)s: profil miasta, praktyki i podpowiedzi.") % {
            "city": subject.name, "voivodeship": place,
        }  # fmt: skip
    return _("%(city)s: profil miasta, praktyki i podpowiedzi.") % {"city": subject.name}
