"""What practices add to the pages of the network."""

from django.http import HttpRequest
from django.utils.translation import get_language

from network.models import City
from network.web.counts import provide_practice_counts
from network.web.panels import Panel, panel
from practices.selectors.cards import practice_cards
from practices.selectors.cities import practice_counts
from practices.selectors.practices import ids_of_city

MOST = 100


@panel("city")
def practices_of_city(request: HttpRequest, city: City) -> Panel | None:
    """The newest of the city's published practices; nothing for a city that has none and is not a member."""
    ids = ids_of_city(city, MOST)
    cards = practice_cards(ids, language=(get_language() or "pl")[:2])
    found = [cards[id] for id in ids if id in cards]
    if not found and not getattr(city, "is_member", False):
        return None
    total = practice_counts([city.pk]).get(city.pk, 0) if len(ids) == MOST else len(found)
    return Panel("practices/of_city.html", {"city": city, "cards": found, "total": total}, place="main")


provide_practice_counts(practice_counts)
