"""What search adds to other pages: similar practices; practices for a city, and cities like it."""

from django.http import HttpRequest
from django.utils.translation import get_language

from network.models import City
from network.web.panels import Panel, panel
from practices.web.practice import PracticePage
from search.recommending.for_city import practices_for
from search.recommending.peers import peers
from search.recommending.similar import similar_practices

_SIMILAR, _FOR_CITY, _PEERS = 4, 6, 6


def _language() -> str:
    return (get_language() or "pl")[:2]


@panel("practice")
def similar(request: HttpRequest, page: PracticePage) -> Panel | None:
    """Practices like this one, with reasons."""
    found = similar_practices(page.practice.pk, language=_language(), limit=_SIMILAR)
    return Panel("search/similar.html", {"similar": found}) if found else None


@panel("city")
def recommended(request: HttpRequest, city: City) -> Panel | None:
    """Practices for this city, with reasons."""
    found = practices_for(city, language=_language(), limit=_FOR_CITY)
    return Panel("search/recommended.html", {"recommended": found, "city": city}) if found else None


@panel("city")
def alike(request: HttpRequest, city: City) -> Panel | None:
    """Cities like this one, with reasons."""
    found = peers(city, limit=_PEERS)
    return Panel("search/peers.html", {"peers": found, "city": city}) if found else None
