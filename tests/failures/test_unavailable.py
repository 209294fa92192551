"""What visitors are told while the database does not answer, wherever in a request that comes out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import InterfaceError, OperationalError
from django.db.transaction import TransactionManagementError
from django.test import Client, RequestFactory
from pytest_django import Settings

from network.models import Role
from network.web.errors import server_error
from tests.desk.pages import signed_in
from tests.factories import a_city, a_published_practice, a_user
from tests.failures.silence import Silent
from tests.web.markup import Page

pytestmark = pytest.mark.django_db

_ASKED = "django.db.models.sql.compiler.SQLCompiler.execute_sql"


@contextmanager
def _no_database(error: type[Exception] = OperationalError) -> Iterator[None]:
    with patch(_ASKED, side_effect=error("the server closed the connection")):
        yield


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("path", ["/", "/szukaj/?q=woda", "/nie-ma/", "/moje-miasto/", "/admin/", "/konto/zaloguj/"])
def test_every_page_is_unavailable_for_a_while(path: str, error: type[Exception]) -> None:
    client = signed_in(a_user(Role.OPERATOR))
    client.raise_request_exception = False
    with _no_database(error):
        answer = client.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store") and int(answer["Retry-After"]) > 0
    assert "Baza danych teraz nie odpowiada" in answer.content.decode()
    assert client.get(path).status_code != 503


def test_a_form_that_is_sent_meanwhile_is_unavailable_too() -> None:
    client = Client(raise_request_exception=False)
    with _no_database():
        answer = client.post("/konto/zaloguj/", {"login": "nikt@example.org", "password": "nie to hasło"})
    assert answer.status_code == 503


def test_what_breaks_as_a_consequence_is_unavailable_and_what_breaks_by_itself_is_our_fault() -> None:
    request = RequestFactory().get("/")
    for error, cause, status in (
        (TransactionManagementError("no more queries"), OperationalError("gone"), 503),
        (KeyError("x"), None, 500),
    ):
        try:
            raise error from cause
        except Exception:
            assert server_error(request).status_code == status


def test_the_page_needs_nothing_that_may_be_away() -> None:
    try:
        raise OperationalError("gone")
    except OperationalError:
        answer = server_error(RequestFactory().get("/"))
    page = Page(answer.content.decode())
    assert page.faults() == []


def test_health_says_which_part_is_away(client: Client) -> None:
    with patch("search.api.health.database_answers", return_value=False):
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable") and int(answer["Retry-After"]) > 0
    with _no_database(InterfaceError):
        assert client.get("/health/").status_code == 503
    assert client.get("/health/").json()["database"] == "ok"


def test_an_engine_that_hangs_is_reported_and_holds_nobody(client: Client, settings: Settings) -> None:
    pytest.importorskip("elasticsearch")
    a_published_practice(a_city())
    with Silent() as silent:
        settings.SEARCH_URL = f"http://127.0.0.1:{silent.port}"
        health = client.get("/health/")
        page = client.get("/szukaj/?q=dachy")
        metrics = signed_in(a_user(Role.OPERATOR)).get("/metrics").content.decode()
    assert (health.status_code, health.json()["search"]) == (200, "unavailable"), json.dumps(health.json())
    assert page.status_code == 200
    assert f'network_engine_up{{place="http://127.0.0.1:{silent.port}/network"}} 0.0' in metrics
