"""The map of a search over the API, as GeoJSON."""

import pytest
from django.test import Client

from tests.api.conftest import Get
from tests.api.world import World


def test_cities_with_hits_come_as_geojson(indexed: World, get: Get) -> None:
    found = get("search/map/", q="zacieniony")
    assert (found["type"], found["count"], found["without_city"], found["degraded"]) == (
        "FeatureCollection",
        1,
        0,
        False,
    )
    assert found["features"] == [
        {
            "type": "Feature",
            "id": "zmyslin",
            "geometry": {"type": "Point", "coordinates": [17.08, 52.16]},
            "properties": {"slug": "zmyslin", "name": "Zmyślin", "country": "PL", "voivodeship": "30", "count": 1},
        }
    ]


def test_a_chosen_city_does_not_hide_the_others(indexed: World, get: Get) -> None:
    everywhere = get("search/map/")
    assert len(everywhere["features"]) > 1 and everywhere["without_city"] == 1
    assert get("search/map/", city="zmyslin") == everywhere
    for feature in everywhere["features"]:
        assert feature["properties"]["count"] == get("search/", city=feature["id"])["count"]


def test_a_city_whose_place_is_unknown_has_no_geometry(indexed: World, get: Get) -> None:
    type(indexed.home).objects.filter(pk=indexed.home.pk).update(latitude=None)
    assert get("search/map/", q="zacieniony")["features"][0]["geometry"] is None


def test_a_city_with_drafts_only_is_not_there(indexed: World, get: Get) -> None:
    assert indexed.outsider.slug not in {feature["id"] for feature in get("search/map/")["features"]}


@pytest.mark.parametrize(
    "given", [{"page": 1}, {"sort": "newest"}, {"lang": "pl"}, {"status": "weird"}, {"x": 1}], ids=str
)
def test_what_a_map_does_not_know_is_refused(indexed: World, client: Client, given: dict[str, str | int]) -> None:
    answer = client.get("/api/v1/search/map/", given)
    assert answer.status_code == 400 and answer.json()["parameter"] == next(iter(given))


def test_caches_must_ask_before_each_use(indexed: World, client: Client) -> None:
    assert client.get("/api/v1/search/map/")["Cache-Control"] == client.get("/api/v1/search/")["Cache-Control"]


def test_without_an_index_there_are_no_features_and_it_says_so(world: World, get: Get) -> None:
    found = get("search/map/")
    assert (found["degraded"], found["degraded_by"], found["features"]) == (True, "engine", [])
