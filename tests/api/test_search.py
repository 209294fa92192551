"""Search and recommendations over the API."""

from django.test import Client

from search.query.request import FACETS
from tests.api.conftest import Get
from tests.api.world import World

_RESULT = {
    "id", "slug", "url", "source_id", "title", "summary", "language", "city", "themes", "tags", "evidence_level",
    "published_on", "score", "snippets",
}  # fmt: skip


def test_an_answer_has_the_names_that_partners_rely_on(indexed: World, get: Get) -> None:
    page = get("search/", q="zacieniony wspólnoty")
    assert {"count", "page", "page_size", "degraded", "query", "facets", "results"} <= set(page)
    assert (page["count"], page["page"], page["page_size"], page["degraded"]) == (1, 1, 20, False)
    assert set(page["facets"]) == set(FACETS)
    known = {"value", "label", "count", "selected"}
    for name, values in page["facets"].items():
        assert all(set(value) == (known | {"parent"} if name == "theme" else known) for value in values), name
    assert [(v["value"], v["parent"]) for v in page["facets"]["theme"]] == [
        ("upaly-i-woda", None),
        ("cien", "upaly-i-woda"),
    ]
    [result] = page["results"]
    assert set(result) >= _RESULT and result["id"] == indexed.full.pk and result["score"] > 0
    assert result["city"] == {"slug": "zmyslin", "name": "Zmyślin"}
    assert {"field", "segments"} <= set(result["snippets"][0])
    segments = [segment for snippet in result["snippets"] for segment in snippet["segments"]]
    assert all(set(segment) == {"text", "matched"} for segment in segments)
    assert any(segment["matched"] and "wspólnot" in segment["text"].lower() for segment in segments)


def test_facets_repeat_and_combine(indexed: World, get: Get) -> None:
    assert get("search/", status="finished", evidence=["monitored", "before-after"])["count"] == 2
    assert get("search/", evidence="monitored", city="zmyslin")["count"] == 1
    labels = {v["value"]: v["label"] for v in get("search/", lang="en", theme="cien")["facets"]["theme"]}
    assert labels["cien"] == "Shade"


def test_an_unknown_theme_tag_or_city_is_a_search_without_hits(indexed: World, get: Get) -> None:
    for facet in ("theme", "tag", "city"):
        page = get("search/", **{facet: "nie-ma"})
        assert page["count"] == 0
        assert ("nie-ma", 0, True) in [(v["value"], v["count"], v["selected"]) for v in page["facets"][facet]]


def test_beyond_the_window_there_is_nothing_and_it_says_so(indexed: World, client: Client) -> None:
    response = client.get("/api/v1/search/", {"page": 11, "page_size": 100})
    assert response.status_code == 404 and response["Content-Type"] == "application/problem+json"
    assert response.json()["parameter"] == "page" and "1,000" in response.json()["detail"]
    assert client.get("/api/v1/search/", {"page": 10, "page_size": 100}).json()["results"] == []


def test_without_an_index_the_database_answers_and_says_so(world: World, get: Get) -> None:
    page = get("search/", q="rynek")
    assert (page["degraded"], page["facets"], [result["id"] for result in page["results"]]) == (
        True,
        {},
        [world.full.pk],
    )


def test_similar_practices_and_recommendations_carry_their_reasons(indexed: World, get: Get) -> None:
    similar = get(f"practices/{indexed.full.pk}/similar/", limit=1)["results"]
    recommended = get(f"cities/{indexed.home.slug}/recommendations/", lang="en")["results"]
    assert len(similar) == 1 and recommended
    for item in [*similar, *recommended]:
        assert item["id"] != indexed.full.pk and item["state"] == "published"
        assert item["reasons"] and all(set(reason["text"]) == {"pl", "en"} for reason in item["reasons"])


def test_peers_are_other_cities_with_reasons(indexed: World, get: Get) -> None:
    results = get(f"cities/{indexed.home.slug}/peers/")["results"]
    assert [peer["city"]["slug"] for peer in results] == ["lakowo-dolne"]
    assert {"same-population-band", "same-voivodeship"} <= {reason["kind"] for reason in results[0]["reasons"]}
    assert results[0]["reasons"][0]["values"]
