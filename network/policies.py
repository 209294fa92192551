"""Who may do what to cities, memberships and invitations; and what a person is, read once per request."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from network.models import City, Membership, Role, RoleAssignment, User

Person = User | AnonymousUser | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles of a person by city id. `members` are those of their cities that take part in the network now."""

    operator: bool = False
    reviewer: bool = False
    edits: frozenset[int] = frozenset()
    submits: frozenset[int] = frozenset()
    coordinates: frozenset[int] = frozenset()
    advises: frozenset[int] = frozenset()
    members: frozenset[int] = frozenset()

    @property
    def cities(self) -> frozenset[int]:
        """The cities for which the person writes: as editor or coordinator."""
        return self.edits | self.coordinates

    @property
    def concerned(self) -> frozenset[int]:
        """The cities whose practices the person cannot judge: those they write for or advise."""
        return self.cities | self.advises

    @property
    def in_network(self) -> bool:
        """Whether any role is active: of the network, or of a city that is a member now."""
        return self.operator or self.reviewer or bool(self.concerned & self.members)


NOBODY = Standing()


def standing_of(person: Person) -> Standing:
    """What `person` is: one query, kept on the person object, which lives as long as the request."""
    if not isinstance(person, User) or not person.is_active:
        return NOBODY
    known: Standing | None = getattr(person, "_standing", None)
    if known is None:
        known = _read(person)
        person._standing = known  # type: ignore[attr-defined]
    return known


def forget_standing(person: User) -> None:
    """Read the roles again next time; for services that change them."""
    if hasattr(person, "_standing"):  # by name, as `request.user` is a lazy proxy with a __dict__ of its own
        del person._standing


def _read(person: User) -> Standing:
    member = Exists(Membership.objects.filter(city=OuterRef("city_id"), left_on__isnull=True))
    rows = list(
        RoleAssignment.objects.filter(user=person)
        .order_by()
        .annotate(member=member)
        .values_list("role", "city_id", "may_submit", "member")
    )

    def of(*roles: Role) -> frozenset[int]:
        return frozenset(city for role, city, _, _ in rows if role in roles and city)

    held = {role for role, *_ in rows}
    submitting = {city for role, city, may_submit, _ in rows if role == Role.CITY_EDITOR and may_submit and city}
    return Standing(
        operator=person.is_superuser or Role.OPERATOR in held,
        reviewer=Role.REVIEWER in held,
        edits=of(Role.CITY_EDITOR),
        submits=of(Role.CITY_COORDINATOR) | submitting,
        coordinates=of(Role.CITY_COORDINATOR),
        advises=of(Role.ADVISOR),
        members=frozenset(city for _, city, _, member in rows if member and city),
    )


class Action(StrEnum):
    """What can be done to the subjects of the network; the subject is a city, or None."""

    SEE_NETWORK = "see-network"
    OPERATE = "operate"
    EDIT_PROFILE = "edit-profile"
    CHANGE_FACTS = "change-facts"
    CHANGE_MEMBERSHIP = "change-membership"
    INVITE_ANYONE = "invite-anyone"
    INVITE_COLLEAGUE = "invite-colleague"


def _coordinates(standing: Standing, city: City | None) -> bool:
    return standing.operator or (city is not None and city.pk in standing.coordinates & standing.members)


def _operates(standing: Standing, city: City | None) -> bool:
    return standing.operator


_RULES: dict[Action, Callable[[Standing, City | None], bool]] = {
    Action.SEE_NETWORK: lambda standing, city: standing.in_network,
    Action.OPERATE: _operates,
    Action.EDIT_PROFILE: _coordinates,
    Action.CHANGE_FACTS: _operates,
    Action.CHANGE_MEMBERSHIP: _operates,
    Action.INVITE_ANYONE: _operates,
    Action.INVITE_COLLEAGUE: _coordinates,
}


def may(person: Person, action: Action, city: City | None = None) -> bool:
    """Whether `person` may do `action` to `city` (or to the network as a whole)."""
    return _RULES[action](standing_of(person), city)


def is_operator(person: Person) -> bool:
    """Whether `person` operates the network: sees what is behind health and the admin."""
    return standing_of(person).operator
