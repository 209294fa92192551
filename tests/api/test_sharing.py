"""Any site's scripts may read the API, without credentials, and caches keep only what they check again."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_scripts_of_any_site_may_read_answers_and_refusals(client: Client) -> None:
    for path, status in (("themes/", 200), ("themes/?x=1", 400), ("nothing/", 404)):
        response = client.get(f"/api/v1/{path}", headers={"Origin": "https://partner.example"})
        assert (response.status_code, response["Access-Control-Allow-Origin"]) == (status, "*")
        assert "Access-Control-Allow-Credentials" not in response
        assert "ETag" in response["Access-Control-Expose-Headers"]


def test_a_preflight_allows_reading_only(client: Client) -> None:
    asked = {"Origin": "https://partner.example", "Access-Control-Request-Method": "DELETE"}
    response = client.options("/api/v1/search/", headers=asked)
    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_pages_are_not_opened_to_other_sites(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/robots.txt", headers={"Origin": "https://partner.example"})


def test_an_answer_depends_on_its_address_alone(client: Client) -> None:
    client.cookies["sessionid"] = "of-a-person"
    polish, english = (client.get("/api/v1/themes/", headers={"Accept-Language": code}) for code in ("pl", "en"))
    assert polish.content == english.content and "Set-Cookie" not in english
    for response in (polish, english):
        assert response["Cache-Control"] == "public, no-cache"
        assert "Content-Language" not in response
        assert not {"Cookie", "Accept-Language"} & {name.strip() for name in response.get("Vary", "").split(",")}


def test_an_address_without_its_slash_leads_to_the_right_one(client: Client) -> None:
    response = client.get("/api/v1/themes?lang=en")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/themes/?lang=en")
