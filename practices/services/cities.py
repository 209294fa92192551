"""Changes of a city that its practices show: search and partners are told in the same transaction."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from network.models import City, User
from network.outbox.registry import Outcome, Result
from network.services.renaming import note_renaming
from network.transactions import in_transaction
from practices.errors import Problem, Refused
from practices.models import Practice
from practices.policies import Action
from practices.services.authorising import authorise
from practices.services.fanout import touch_public
from practices.text.cleaning import clean_line


@in_transaction
def rename_city(*, actor: User | None, city: City, name: str, locative: str = "", genitive: str = "") -> City:
    """Give a city another name with its forms (`locative` with its preposition); its address stays.

    Raises `Refused`: "forbidden", "invalid".
    """
    authorise(actor, Action.MANAGE_CITIES, city)
    new = clean_line(name)
    if not 0 < len(new) <= 120 or len(locative) > 140 or len(genitive) > 120:
        message = _("Podaj nazwę miasta, najwyżej 120 znaków.")
        raise Refused("invalid", message, [Problem("name", "", message)])
    locked = City.objects.select_for_update().get(pk=city.pk)
    locked.name, locked.locative, locked.genitive = new, clean_line(locative), clean_line(genitive)
    locked.save(update_fields=["name", "locative", "genitive", "updated_at"])
    note_renaming(f"city {locked.pk}")
    touch_public(Practice.objects.filter(city=locked))
    return locked


@in_transaction
def cities_changed(*, cities: Collection[int]) -> int:
    """Tell search and partners that facts of these cities (by id) have changed, after a new register was loaded;
    returns how many
    practices were reached."""
    list(City.objects.select_for_update(no_key=True).filter(pk__in=cities).order_by("pk").values_list("pk"))
    return touch_public(Practice.objects.filter(city__in=cities))


def follow_cities(ids: Sequence[int]) -> dict[int, Result]:
    """The handler of `network.topics.CITY`: what a new register changed reaches the practices of these cities."""
    cities_changed(cities=ids)
    return {id: Result(Outcome.DONE) for id in ids}
