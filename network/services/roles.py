"""Roles are given and taken."""

from django.utils.translation import gettext_lazy as _

from network.errors import Refused
from network.models import City, Role, RoleAssignment, User
from network.policies import Action, forget_standing
from network.services.authorising import authorise
from network.transactions import in_transaction

# What a coordinator may give to colleagues; the rest is the operators'.
COLLEAGUES = frozenset({Role.CITY_EDITOR, Role.CITY_COORDINATOR})


def authorise_role(actor: User | None, role: Role, city: City | None) -> None:
    """Raise `Refused`: "invalid" where role and city do not fit, "forbidden" where `actor` may not give or take this
    role.
    """
    if role.of_a_city != (city is not None):
        raise Refused("invalid", _("Redaktor, koordynator i doradca mają miasto; recenzent i operator nie."))
    authorise(actor, Action.INVITE_COLLEAGUE if role in COLLEAGUES else Action.INVITE_ANYONE, city)


@in_transaction
def grant_role(
    *, actor: User | None, user: User, role: Role, city: City | None = None, may_submit: bool = False
) -> RoleAssignment:
    """Give `user` a role; granting it again only changes `may_submit`. Raises `Refused`: "forbidden", "invalid"."""
    authorise_role(actor, role, city)
    assignment, _created = RoleAssignment.objects.update_or_create(
        user=user, role=role, city=city, defaults={"may_submit": may_submit and role is Role.CITY_EDITOR}
    )
    forget_standing(user)
    return assignment


@in_transaction
def revoke_role(*, actor: User | None, assignment: RoleAssignment) -> None:
    """Take a role away. Raises `Refused` ("forbidden")."""
    authorise_role(actor, Role(assignment.role), assignment.city)
    RoleAssignment.objects.filter(pk=assignment.pk).delete()
    forget_standing(assignment.user)
