"""The demo's accounts have a public password, so they open nothing but the demo."""

import pytest
from django.test import Client
from pytest_django import Settings

from network.models import User

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/zaloguj/"


def sign_in(client: Client, email: str, **origin: str) -> int:
    """The status of an attempt with the right password."""
    User.objects.create_user(email, "dobre-praktyki-2026", name="Ewa Zmyślona")
    return client.post(SIGN_IN, {"login": email, "password": "dobre-praktyki-2026"}, **origin).status_code  # type: ignore[arg-type]


def test_a_demo_account_opens_the_demo_on_the_same_computer(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert sign_in(client, "ewa@przyklad.example") == 302
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(("demo", "origin"), [(False, {}), (True, {"REMOTE_ADDR": "10.0.0.7"})])
def test_a_demo_account_opens_nothing_else(
    client: Client, settings: Settings, demo: bool, origin: dict[str, str]
) -> None:
    settings.DEMO = demo
    assert sign_in(client, "ewa@przyklad.example", **origin) == 403
    assert "_auth_user_id" not in client.session


def test_other_accounts_sign_in_wherever_the_site_runs(client: Client) -> None:
    assert sign_in(client, "ewa@miasto.example", REMOTE_ADDR="10.0.0.7") == 302
