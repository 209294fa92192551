"""The question to the policies, as services ask it."""

from django.utils.translation import gettext_lazy as _

from network.models import User
from practices.errors import Refused
from practices.policies import Action, Subject, may


def authorise(actor: User | None, action: Action, subject: Subject = None) -> None:
    """Raise `Refused` ("forbidden") unless `actor` may do this. No actor: a command of the installation itself, which
    may.
    """
    if actor is not None and not may(actor, action, subject):
        raise Refused(
            "forbidden", _("Nie masz uprawnień, żeby to zrobić. Poproś koordynatora miasta albo operatora sieci.")
        )
