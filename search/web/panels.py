"""What search adds to other pages: similar practices; practices for a city, and cities like it."""

from django.http import HttpRequest
from django.utils.translation import get_language

from network.models import City
from network.web.panels import Panel, panel
from practices.web.practice import PracticePage
from search.recommending.for_city import practices_for
from search.recommending.peers import neighbourhood, peers
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
def matches(request: HttpRequest, city: City) -> Panel | None:
    """Practices for this city, and cities like it, with reasons."""
    around = neighbourhood(city)
    recommended = practices_for(city, language=_language(), limit=_FOR_CITY, around=around)
    alike = peers(city, limit=_PEERS, around=around)
    return Panel("search/matches.html", {"recommended": recommended, "peers": alike, "city": city})
