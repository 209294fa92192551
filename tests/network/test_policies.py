"""Who a person is, and who may do what to cities, memberships and invitations."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject
from pytest_django import DjangoAssertNumQueries

from network.models import City, Membership, Role, User
from network.policies import NOBODY, Action, is_operator, may, standing_of
from network.services.roles import grant_role
from tests.factories import a_city, a_user, give_role

pytestmark = pytest.mark.django_db

_OPERATORS = {"operator", "superuser"}
_OWN = {"coordinator"} | _OPERATORS
_ROLES = {"editor", "coordinator", "advisor", "coordinator elsewhere", "reviewer"} | _OPERATORS

TABLE: dict[Action, set[str]] = {
    Action.SEE_NETWORK: _ROLES,
    Action.OPERATE: _OPERATORS,
    Action.EDIT_PROFILE: _OWN,
    Action.CHANGE_FACTS: _OPERATORS,
    Action.CHANGE_MEMBERSHIP: _OPERATORS,
    Action.INVITE_ANYONE: _OPERATORS,
    Action.INVITE_COLLEAGUE: _OWN,
}


def _people(city: City) -> dict[str, User | AnonymousUser | None]:
    return {
        "nobody at all": None,
        "anonymous": AnonymousUser(),
        "no role": a_user(),
        "editor": a_user(Role.CITY_EDITOR, city),
        "coordinator": a_user(Role.CITY_COORDINATOR, city),
        "advisor": a_user(Role.ADVISOR, city),
        "coordinator elsewhere": a_user(Role.CITY_COORDINATOR, a_city()),
        "reviewer": a_user(Role.REVIEWER),
        "operator": a_user(Role.OPERATOR),
        "superuser": a_user(is_superuser=True),
        "switched off": a_user(Role.OPERATOR, is_active=False, is_superuser=True),
    }


@pytest.mark.parametrize("action", Action)
def test_an_action_is_for_exactly_these_people(action: Action) -> None:
    city = a_city()
    assert {name for name, person in _people(city).items() if may(person, action, city)} == TABLE[action]


def test_a_coordinator_of_a_city_that_left_changes_nothing_of_the_network() -> None:
    city = a_city()
    coordinator = a_user(Role.CITY_COORDINATOR, city)
    Membership.objects.update(left_on=date(2025, 1, 1))
    assert not any(may(coordinator, action, city) for action in Action)


def test_standing_holds_every_role_and_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    home, away, left = a_city(), a_city(), a_city(member=False)
    person = a_user(Role.CITY_EDITOR, home, may_submit=True)
    give_role(person, Role.CITY_EDITOR, away)
    give_role(person, Role.ADVISOR, left)
    give_role(person, Role.REVIEWER)
    with django_assert_num_queries(1):
        standing = standing_of(person)
        assert standing_of(person) is standing
    assert standing.edits == {home.pk, away.pk} and standing.submits == {home.pk}
    assert standing.advises == {left.pk} and standing.members == {home.pk, away.pk}
    assert standing.reviewer and not standing.operator and standing.in_network
    assert standing.concerned == {home.pk, away.pk, left.pk} and standing.cities == {home.pk, away.pk}


def test_nobody_has_no_standing() -> None:
    assert standing_of(None) is NOBODY and standing_of(AnonymousUser()) is NOBODY
    assert not is_operator(None) and not NOBODY.in_network


def test_standing_is_read_again_after_roles_have_changed_also_behind_a_lazy_request_user() -> None:
    person = a_user(Role.REVIEWER)
    lazy: Any = SimpleLazyObject(lambda: person)
    assert not standing_of(lazy).operator
    grant_role(actor=None, user=lazy, role=Role.OPERATOR)
    assert standing_of(lazy).operator and standing_of(person).operator
