"""Invitations: the only way to an account; the link is secret, ends, and works once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from network.errors import Refused
from network.models import City, Invitation, Role, RoleAssignment, User
from network.selectors.invitations import has_account, open_invitation
from network.services.invitations import Invited, accept_invitation, invite
from network.services.roles import grant_role, revoke_role
from tests.factories import a_city, a_user

pytestmark = pytest.mark.django_db
PASSWORD = "zielone dachy 2024"


def _invited(role: Role = Role.CITY_EDITOR, city: City | None = None, email: str = "Nowa@Miasto.example") -> Invited:
    city = city or (a_city() if role.of_a_city else None)
    return invite(actor=a_user(Role.OPERATOR), email=email, role=role, city=city)


def test_an_accepted_invitation_makes_the_account_and_the_role() -> None:
    city = a_city()
    user = accept_invitation(token=_invited(city=city).token, name=" Anna  Nowak ", password=PASSWORD)
    assert (user.email, user.name) == ("nowa@miasto.example", "Anna Nowak") and user.check_password(PASSWORD)
    assert list(user.roles.values_list("role", "city")) == [(Role.CITY_EDITOR, city.pk)]
    assert not user.is_staff and not user.is_superuser


def test_the_secret_is_not_kept() -> None:
    invited = _invited()
    assert len(invited.token) >= 43
    row = Invitation.objects.values().get()
    assert invited.token not in str(row) and re.fullmatch("[0-9a-f]{64}", row["token_hash"])


def test_an_invitation_works_once() -> None:
    token = _invited().token
    accept_invitation(token=token, name="Anna Nowak", password=PASSWORD)
    with pytest.raises(Refused) as refused:
        accept_invitation(token=token, name="Ktoś Inny", password=PASSWORD)
    assert refused.value.code == "expired" and open_invitation(token) is None


@pytest.mark.parametrize("token", ["", "zgadywany", "\x00", "\ud800"])
def test_a_guessed_link_opens_nothing(token: str) -> None:
    _invited()
    assert open_invitation(token) is None
    with pytest.raises(Refused) as refused:
        accept_invitation(token=token, name="Anna Nowak", password=PASSWORD)
    assert refused.value.code == "expired"


def test_an_invitation_ends_after_fourteen_days() -> None:
    invited = _invited()
    left = invited.invitation.expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    assert open_invitation(invited.token) == invited.invitation
    Invitation.objects.update(expires_at=timezone.now())
    assert open_invitation(invited.token) is None
    with pytest.raises(Refused) as refused:
        accept_invitation(token=invited.token, name="Anna Nowak", password=PASSWORD)
    assert refused.value.code == "expired" and not User.objects.filter(email="nowa@miasto.example").exists()


def test_inviting_again_ends_the_earlier_link() -> None:
    city = a_city()
    first, second = _invited(city=city), _invited(city=city, email="NOWA@miasto.example")
    assert open_invitation(first.token) is None and open_invitation(second.token) is not None


def test_somebody_with_an_account_gets_the_role_and_keeps_name_and_password() -> None:
    known = a_user(email="nowa@miasto.example")
    invited = _invited()
    assert has_account(invited.invitation)
    user = accept_invitation(token=invited.token, name="Inna Osoba", password="inne hasło 12345")
    assert user == known and user.name == known.name and user.check_password("hasło do testów")
    assert user.roles.count() == 1


@pytest.mark.parametrize(("name", "password", "field"), [("", PASSWORD, "name"), ("Anna", "krótkie", "password")])
def test_a_bad_name_or_password_leaves_the_invitation_open(name: str, password: str, field: str) -> None:
    invited = _invited()
    with pytest.raises(Refused) as refused:
        accept_invitation(token=invited.token, name=name, password=password)
    assert refused.value.code == "invalid" and {p.field for p in refused.value.problems} == {field}
    assert open_invitation(invited.token) is not None and not has_account(invited.invitation)


@pytest.mark.parametrize(
    ("role", "inviter", "allowed"),
    [
        (Role.CITY_EDITOR, Role.CITY_COORDINATOR, True),
        (Role.CITY_COORDINATOR, Role.CITY_COORDINATOR, True),
        (Role.ADVISOR, Role.CITY_COORDINATOR, False),
        (Role.OPERATOR, Role.CITY_COORDINATOR, False),
        (Role.REVIEWER, Role.CITY_COORDINATOR, False),
        (Role.CITY_EDITOR, Role.CITY_EDITOR, False),
        (Role.CITY_EDITOR, Role.REVIEWER, False),
        (Role.CITY_EDITOR, Role.OPERATOR, True),
        (Role.ADVISOR, Role.OPERATOR, True),
        (Role.OPERATOR, Role.OPERATOR, True),
    ],
)
def test_who_may_invite_whom(role: Role, inviter: Role, allowed: bool) -> None:
    city = a_city()
    actor = a_user(inviter, city if inviter.of_a_city else None)
    if allowed:
        assert invite(actor=actor, email="a@b.example", role=role, city=city if role.of_a_city else None).token
    else:
        with pytest.raises(Refused) as refused:
            invite(actor=actor, email="a@b.example", role=role, city=city if role.of_a_city else None)
        assert refused.value.code == "forbidden" and not Invitation.objects.exists()


def test_a_coordinator_invites_for_their_own_city_only() -> None:
    coordinator = a_user(Role.CITY_COORDINATOR, a_city())
    with pytest.raises(Refused) as refused:
        invite(actor=coordinator, email="a@b.example", role=Role.CITY_EDITOR, city=a_city())
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize(("role", "with_city"), [(Role.CITY_EDITOR, False), (Role.REVIEWER, True)])
def test_a_role_and_its_city_must_fit(role: Role, with_city: bool) -> None:
    with pytest.raises(Refused) as refused:
        invite(actor=a_user(Role.OPERATOR), email="a@b.example", role=role, city=a_city() if with_city else None)
    assert refused.value.code == "invalid"


@pytest.mark.parametrize("email", ["", "nowa", "a@b", "a@b.example\nBcc: c@d.example"])
def test_a_bad_address_is_refused(email: str) -> None:
    with pytest.raises(Refused) as refused:
        invite(actor=a_user(Role.OPERATOR), email=email, role=Role.REVIEWER)
    assert [p.field for p in refused.value.problems] == ["email"]


def test_a_role_somebody_has_is_not_offered_again() -> None:
    person = a_user(Role.REVIEWER)
    with pytest.raises(Refused) as refused:
        invite(actor=a_user(Role.OPERATOR), email=person.email.upper(), role=Role.REVIEWER)
    assert refused.value.code == "has-role"


def test_roles_are_given_and_taken_by_those_who_may() -> None:
    city, person = a_city(), a_user()
    coordinator = a_user(Role.CITY_COORDINATOR, city)
    given = grant_role(actor=coordinator, user=person, role=Role.CITY_EDITOR, city=city, may_submit=True)
    assert given.may_submit and grant_role(actor=coordinator, user=person, role=Role.CITY_EDITOR, city=city) == given
    with pytest.raises(Refused) as refused:
        revoke_role(actor=person, assignment=given)
    assert refused.value.code == "forbidden"
    revoke_role(actor=coordinator, assignment=given)
    assert not RoleAssignment.objects.filter(user=person).exists()
