"""The register and the profiles of cities over the API."""

from django.test import Client

from network.models import Role
from network.services.cities import update_city_profile
from network.services.memberships import leave_network
from practices.services.lifecycle import archive
from tests.api.conftest import Get
from tests.api.world import World
from tests.factories import a_user


def test_the_register_is_read_page_by_page_by_name(world: World, get: Get) -> None:
    first, second = get("cities/", page_size=2), get("cities/", page_size=2, page=2)
    assert first["count"] == second["count"] == 3
    assert [city["slug"] for page in (first, second) for city in page["results"]] == [
        "lakowo-dolne",
        "obcowo",
        "zmyslin",
    ]
    assert get("cities/", page=3)["results"] == []


def test_filters_narrow_the_register(world: World, get: Get) -> None:
    def slugs(**chosen: object) -> set[str]:
        return {city["slug"] for city in get("cities/", **chosen)["results"]}

    assert slugs(member="true") == {"zmyslin", "lakowo-dolne"} and slugs(member="false") == {"obcowo"}
    assert slugs(voivodeship="10") == {"obcowo"} and slugs(voivodeship="99") == set()
    assert slugs(q="lakowo d") == slugs(q="ŁĄKOWO") == {"lakowo-dolne"}


def test_a_city_has_its_facts_and_counts_its_published_practices(world: World, get: Get) -> None:
    profile = get("cities/zmyslin/")
    assert (profile["practices"], profile["member"], profile["demo"], profile["population"]) == (1, True, True, 38412)
    assert profile["joined_on"] == "2024-01-01" and profile["left_on"] is None
    assert profile["url"].endswith("/miasta/zmyslin/")
    listed = {city["slug"]: city["practices"] for city in get("cities/")["results"]}
    assert listed == {"zmyslin": 1, "lakowo-dolne": 1, "obcowo": 0}


def test_who_has_the_newest_profile_is_told_so_until_profile_membership_or_count_changes(
    world: World, client: Client
) -> None:
    operator = a_user(Role.OPERATOR)
    known = client.get("/api/v1/cities/zmyslin/")["ETag"]

    def changed() -> bool:
        nonlocal known
        response = client.get("/api/v1/cities/zmyslin/", headers={"If-None-Match": known})
        known = response["ETag"]
        return bool(response.status_code == 200)

    assert not changed()
    update_city_profile(actor=operator, city=world.home, about="Miasto nad rzeką.", website="https://zmyslin.example/")
    assert changed() and not changed()
    archive(actor=operator, practice=world.full)
    assert changed() and not changed()
    leave_network(actor=operator, city=world.home)
    assert changed() and not changed()
