"""A city's own profile. What practices show of a city (its name, facts) is changed by `practices.services.cities`."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from network.errors import Problem, Refused
from network.models import City, User
from network.policies import Action
from network.services.authorising import authorise
from network.transactions import in_transaction

LONGEST_ABOUT = 3_000


@in_transaction
def update_city_profile(*, actor: User | None, city: City, about: str, website: str) -> City:
    """Change what the city says of itself: prose in paragraphs, and its site. Raises `Refused`:
    "forbidden", "invalid".
    """
    authorise(actor, Action.EDIT_PROFILE, city)
    text, address = about.replace("\r\n", "\n").replace("\x00", "").strip(), website.strip()
    problems = []
    if len(text) > LONGEST_ABOUT:
        problems.append(Problem("about", "", _("Skróć opis do 3000 znaków.")))
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            problems.append(Problem("website", "", _("Wpisz pełny adres, zaczynający się od https:// albo http://.")))
    if problems:
        raise Refused("invalid", _("Nie zapisano: popraw zaznaczone pola."), problems)
    locked = City.objects.select_for_update().get(pk=city.pk)
    locked.about, locked.website = text, address
    locked.save(update_fields=["about", "website", "updated_at"])
    return locked
