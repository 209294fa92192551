"""The OpenAPI document alone is enough for a partner, and the page that shows it keeps to the policy."""

import re
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client

from network.api.openapi import openapi_document


def test_the_document_is_json_of_openapi_3_1(client: Client) -> None:
    response = client.get("/api/v1/schema/")
    assert response["Content-Type"] == "application/json"
    assert response.json()["openapi"].startswith("3.1")


def test_every_call_is_described_and_tells_how_it_refuses() -> None:
    operations = [operation for path in openapi_document()["paths"].values() for operation in path.values()]
    assert len(operations) == 14
    for operation in operations:
        assert operation["summary"] and operation["operationId"] and operation["tags"]
        assert set(operation["responses"]) == {"200", "default"}
        assert list(operation["responses"]["default"]["content"]) == ["application/problem+json"]
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"], parameter


def test_repeatable_facets_and_bounds_are_in_the_document() -> None:
    parameters = {p["name"]: p["schema"] for p in _operation("/api/v1/search/")["parameters"]}
    assert parameters["theme"]["type"] == "array" and parameters["page_size"]["maximum"] == 100
    assert parameters["population"]["items"]["enum"] == ["0-20k", "20-50k", "50-100k", "100-300k", "300k+"]
    limits = {p["name"]: p["schema"] for p in _operation("/api/v1/cities/{slug}/peers/")["parameters"]}
    assert (limits["limit"]["minimum"], limits["limit"]["maximum"]) == (1, 50)


def test_the_documentation_page_runs_under_the_strict_policy_and_loads_only_our_files(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    html = page.content.decode()
    policy = page["Content-Security-Policy"]
    assert "img-src 'self' data:" in policy and "unsafe" not in policy
    assert not re.search(r"<style|\son\w+=|style=|<script>", html)
    for address in re.findall(r'(?:src|href)="([^"]+)"', html):
        assert address.startswith("/") and not address.startswith("//")
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address
    script = client.get(html.split('<script src="')[2].split('"')[0])
    assert script["Content-Type"].startswith("application/javascript") and "/api/v1/schema/" in script.content.decode()
    assert "data:" not in client.get("/api/v1/themes/", {"page": 0})["Content-Security-Policy"]


def test_a_refusal_of_the_documentation_page_is_a_problem(client: Client) -> None:
    for response in (client.post("/api/v1/docs/"), client.get("/api/v1/docs/", headers={"Accept": "text/csv"})):
        assert response["Content-Type"] == "application/problem+json" and response.json()["detail"]


def _operation(path: str) -> dict[str, Any]:
    operation: dict[str, Any] = openapi_document()["paths"][path]["get"]
    return operation
