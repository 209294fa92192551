"""The contact person is for the network, not for the world."""

import pytest
from django.test import Client

from network.models import Role
from tests.factories import a_city, a_user
from tests.web.conftest import PERSON, World

SECRETS = (PERSON, "anna.tajna@zmyslin.example", "600 100 200")


def page(client: Client, world: World) -> str:
    return client.get(world.practice_path).content.decode().replace("\u00a0", " ")


def test_a_visitor_reads_the_mailbox_but_not_the_person(client: Client, world: World) -> None:
    html = page(client, world)
    assert "zielen@miasto.example" in html
    assert "Imię i nazwisko widzą zalogowani" in html
    assert not [secret for secret in SECRETS if secret in html]


def test_an_account_without_a_role_sees_no_more_than_a_visitor(client: Client, world: World) -> None:
    client.force_login(a_user())
    assert not [secret for secret in SECRETS if secret in page(client, world)]


@pytest.mark.parametrize("role", [Role.CITY_EDITOR, Role.CITY_COORDINATOR, Role.ADVISOR, Role.REVIEWER, Role.OPERATOR])
def test_members_of_the_network_see_the_person(client: Client, world: World, role: Role) -> None:
    client.force_login(a_user(role, a_city("Inne miasto") if role.of_a_city else None))
    assert [secret for secret in SECRETS if secret in page(client, world)] == list(SECRETS)


def test_somebody_of_a_city_outside_the_network_does_not_see_the_person(client: Client, world: World) -> None:
    client.force_login(a_user(Role.CITY_EDITOR, world.outsider))
    assert not [secret for secret in SECRETS if secret in page(client, world)]
