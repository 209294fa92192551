"""Refusals are problem documents that say what was wrong and what to do, at every address."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from network.models import City
from tests.api.addresses import TEMPLATES, body_of, filled
from tests.api.conftest import throttle
from tests.factories import a_city, a_published_practice

_HUGE = str(2**63)


@pytest.fixture
def addresses(db: None) -> dict[str, str]:
    """Every address, about a city and a practice that exist."""
    city = a_city("Zmyślin")
    return filled({"id": a_published_practice(city).pk, "slug": city.slug})


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem document of a response, checked for what each must have."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    body: dict[str, Any] = response.json()
    assert body["status"] == status and body["title"] and body["type"]
    assert body["detail"].endswith(".") and body["instance"].startswith("/api/")
    return body


def test_an_unknown_parameter_is_named_everywhere(addresses: dict[str, str], client: Client) -> None:
    for address in [*addresses.values(), "/api/v1/schema/"]:
        body = problem(client.get(address, {"kolor": "zielony"}), 400)
        assert body["parameter"] == "kolor" and "kolor" in body["detail"]


@pytest.mark.parametrize("name", ["q", "lang", "page", "limit", "after", "cursor", "member", "voivodeship", "sort"])
def test_a_nul_byte_or_a_huge_number_is_a_bad_request(addresses: dict[str, str], client: Client, name: str) -> None:
    answers = {client.get(a, {name: v}).status_code for a in addresses.values() for v in ("\0", f"a\0{_HUGE}")}
    assert answers == {400}
    for address in addresses.values():
        problem_or_none = client.get(address, {name: _HUGE})
        assert problem_or_none.status_code == (200 if name == "q" and problem_or_none.status_code == 200 else 400)


@pytest.mark.parametrize(
    ("template", "parameter", "values"),
    [
        ("search/", "sort", ["newest", "newest"]),
        ("search/", "population", ["ogromne"]),
        ("search/", "page_size", ["101"]),
        ("search/export/", "format", ["pdf"]),
        ("search/export/", "format", ["csv", "xlsx"]),
        ("search/export/", "page", ["2"]),
        ("practices/", "page_size", ["20", "20"]),
        ("practices/", "cursor", ["abc"]),
        ("practices/", "cursor", ["cHJhY3RpY2VzOjk5OTk5OTk5OTk5OTk5OTk5OTk"]),
        ("changes/", "after", ["-1"]),
        ("changes/", "limit", ["201"]),
        ("cities/", "member", ["tak"]),
        ("cities/", "voivodeship", ["podkarpackie"]),
        ("cities/", "q", ["a" * 101]),
        ("cities/{slug}/peers/", "limit", ["51"]),
        ("cities/{slug}/recommendations/", "limit", ["0"]),
        ("practices/{id}/similar/", "limit", ["dwa"]),
        ("tags/", "page", ["٣"]),
        ("themes/", "lang", ["polski"]),
    ],
)
def test_a_wrong_value_is_named(
    addresses: dict[str, str], client: Client, template: str, parameter: str, values: list[str]
) -> None:
    body = problem(client.get(addresses[template], {parameter: values}), 400)
    assert body["parameter"] == parameter and parameter in body["detail"]


def test_only_reading_is_possible(addresses: dict[str, str], client: Client) -> None:
    for address in addresses.values():
        refused = client.post(address, {}, content_type="application/json")
        assert "GET" in problem(refused, 405)["detail"] and refused["Allow"] == "GET, HEAD, OPTIONS"
        head = client.head(address)
        assert (head.status_code, body_of(head)) == (200, b"")
        options = client.options(address)
        assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_only_json_is_served(addresses: dict[str, str], client: Client) -> None:
    for template, address in addresses.items():
        if template == "search/export/":
            continue  # which file is wanted its parameter says
        assert "application/json" in problem(client.get(address, headers={"Accept": "text/csv"}), 406)["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v2/search/", "/api/v1/cities/ą/", "/api/v1/practices/1.json"]
)
def test_an_unknown_address_is_a_problem_too(client: Client, path: str) -> None:
    assert "/api/v1/docs/" in problem(client.get(path), 404)["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize("id", ["0", "999999", str(2**63), "9" * 5000])
def test_a_practice_that_never_was_is_not_found(client: Client, id: str) -> None:
    problem(client.get(f"/api/v1/practices/{id}/"), 404)
    problem(client.get(f"/api/v1/practices/{id}/similar/"), 404)


@pytest.mark.django_db
def test_an_unknown_city_is_not_found(client: Client) -> None:
    for path in ("", "recommendations/", "peers/"):
        assert "/api/v1/cities/?q=" in problem(client.get(f"/api/v1/cities/nie-ma/{path}"), 404)["detail"]


def test_a_database_that_is_down_is_unavailable_for_a_while(addresses: dict[str, str], client: Client) -> None:
    with patch("django.db.models.sql.compiler.SQLCompiler.execute_sql", side_effect=OperationalError("down")):
        for template, address in addresses.items():
            if template == "suggest/":
                continue  # nothing is typed there, so nothing is read
            response = client.get(address)
            assert "few seconds" in problem(response, 503)["detail"] and int(response["Retry-After"]) > 0


def test_what_nobody_foresaw_is_a_problem_without_details(addresses: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    with patch("practices.api.cities.city_list", side_effect=RuntimeError("a secret")):
        assert "a secret" not in str(problem(client.get(addresses["cities/"]), 500))


def test_who_asks_too_often_is_told_when_to_come_back(db: None, client: Client, settings: Settings) -> None:
    throttle(settings, "2/hour")
    City.objects.all()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    forged = {"headers": {"X-Forwarded-For": "198.51.100.1"}}
    assert [client.get("/api/v1/themes/", **elsewhere).status_code for _ in range(2)] == [200, 200]  # type: ignore[arg-type]
    refused = client.get("/api/v1/tags/", **elsewhere, **forged)  # type: ignore[arg-type]
    assert "seconds" in problem(refused, 429)["detail"] and 0 < int(refused["Retry-After"]) <= 3600
    assert client.get("/api/v1/themes/", REMOTE_ADDR="192.0.2.8").status_code == 200


def test_every_address_is_tried() -> None:
    assert set(TEMPLATES) == {
        "search/", "search/export/", "search/map/", "suggest/",
        "practices/", "practices/{id}/", "practices/{id}/similar/", "changes/", "cities/", "cities/{slug}/",
        "cities/{slug}/recommendations/", "cities/{slug}/peers/", "themes/", "tags/",
    }  # fmt: skip
