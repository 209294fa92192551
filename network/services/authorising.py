"""The question to the policies, as services ask it."""

from django.utils.translation import gettext_lazy as _

from network.errors import Refused
from network.models import City, User
from network.policies import Action, may


def authorise(actor: User | None, action: Action, city: City | None = None) -> None:
    """Raise `Refused` ("forbidden") unless `actor` may do this. No actor: a command of the installation itself, which
    may.
    """
    if actor is not None and not may(actor, action, city):
        raise Refused("forbidden", _("Nie masz uprawnień, żeby to zrobić. Poproś operatora sieci."))
