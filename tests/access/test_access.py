"""Every address as every role: the right answer, and never a word that the role must not see."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from practices.models import Practice, PracticeVersion, ReviewMessage
from tests.access.table import Case, cases, routes
from tests.access.world import ROLES, World, a_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once, as nothing here may change it."""
    search = f"tantivy://{tmp_path_factory.mktemp('search')}"
    unthrottled = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"anon": ""}}
    cache.clear()
    with (
        django_db_blocker.unblock(),
        override_settings(SEARCH_URL=search, REST_FRAMEWORK=unthrottled),
        transaction.atomic(),
    ):
        yield a_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def table(world: World, django_db_blocker: DjangoDbBlocker) -> list[Case]:
    """Every address there is; a new route without a row in the table fails here."""
    with django_db_blocker.unblock():
        return [case for route in routes() for case in cases(route, world)]


def _browser(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if person := world.people[role]:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _body(response: HttpResponseBase) -> str:
    said = [str(header) for header in response.headers.items()]
    body = b"".join(response) if response.streaming else getattr(response, "content", b"")
    said.append(body.decode(errors="replace"))
    return " ".join(said).casefold()


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_it_should_and_tells_it_nothing_it_must_not_see(
    role: str, world: World, table: list[Case]
) -> None:
    wrong: list[str] = []
    client = _browser(world, role)
    forbidden = [word.casefold() for word, seen_by in world.canaries.items() if role not in seen_by]
    for case in table:
        response = client.get(case.address)
        expected = case.answers[role]
        if response.status_code != expected if expected else response.status_code >= 500:
            wrong.append(f"{case.address}: {response.status_code} instead of {expected}")
        body = _body(response)
        # Whoever has the letter may read whom it invites.
        letter = world.token in case.address
        told = [word for word in forbidden if word in body and not (letter and "zaproszenie" in word)]
        wrong += [f"{case.address} ({case.route}) tells of {word}" for word in told]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_changed_by_a_post_of_somebody_who_is_not_let_in(role: str, world: World, table: list[Case]) -> None:
    client = _browser(world, role)
    before = _state()
    for case in table:
        if case.address.startswith(("/moje-miasto/", "/szkice/", "/recenzje/", "/praktyki/")) and _refused(case, role):
            response = client.post(
                case.address, {"reason": "Bo tak.", "decision": "publish", "body": "Słowo.", "do": "save"}
            )
            assert response.status_code in {302, 403, 404, 405}, case.address
            assert response.status_code != 302 or role == "anonymous", case.address
    assert _state() == before


def _refused(case: Case, role: str) -> bool:
    return case.answers[role] in {302, 403} and (role == "anonymous" or case.answers[role] == 403)


def _state() -> list[object]:
    return [
        list(Practice.objects.order_by("pk").values_list("pk", "state", "search_version")),
        list(PracticeVersion.objects.order_by("pk").values_list("pk", "state", "revision", "assignee")),
        ReviewMessage.objects.count(),
    ]


def test_the_canaries_sing_where_they_may(world: World, table: list[Case]) -> None:
    """Else the test above could not fail: every canary is seen by somebody somewhere."""
    unseen = {word.casefold() for word in world.canaries}
    for role in ("coordinator", "left coordinator"):
        client = _browser(world, role)
        for case in table:
            if case.address.startswith(("/moje-miasto/", "/szkice/", "/praktyki/")):
                body = _body(client.get(case.address))
                unseen = {word for word in unseen if word not in body}
    assert not unseen
