"""Practices over the API: page by page, in full, and as they were after they left."""

from django.test import Client

from network.models import Role
from practices.services.cities import rename_city
from practices.services.lifecycle import archive
from tests.api.conftest import Get
from tests.api.world import World
from tests.factories import a_user


def test_pages_lead_through_everything_public_once(world: World, client: Client) -> None:
    seen, address = [], "/api/v1/practices/?page_size=2"
    while address:
        page = client.get(address.removeprefix("http://127.0.0.1:8000")).json()
        assert len(page["results"]) <= 2
        seen += [(item["id"], item["state"]) for item in page["results"]]
        address = page["next"]
    assert [id for id, _ in seen] == world.public
    assert dict(seen)[world.archived.pk] == "archived"


def test_texts_of_a_list_come_in_the_language_asked_for_else_in_the_original(world: World, get: Get) -> None:
    titles = {item["id"]: (item["language"], item["title"]) for item in get("practices/", lang="en")["results"]}
    assert titles[world.full.pk] == ("en", "A shaded market square")
    assert titles[world.imported.pk] == ("de", "Regenwasser im Stadtteil")


def test_a_practice_in_full_has_every_language_and_every_part(world: World, get: Get) -> None:
    item = get(f"practices/{world.full.pk}/")
    assert (item["texts"]["pl"]["title"], item["texts"]["en"]["title"]) == (
        "Zacieniony rynek",
        "A shaded market square",
    )
    assert item["city"] == {"slug": "zmyslin", "name": "Zmyślin"} and item["original_language"] == "pl"
    assert [theme["parent"] for theme in item["themes"]] == [None, "upaly-i-woda"]
    assert item["themes"][1] == {"slug": "cien", "parent": "upaly-i-woda", "name": {"pl": "Cień", "en": "Shade"}}
    assert item["indicators"][0] == {
        "name": {"pl": "Temperatura", "en": "Temperature"}, "baseline": "51.4", "value": "38.2", "unit": "°C",
        "measured_on": "2026-07-16", "source": {"pl": "kamera"},
    }  # fmt: skip
    assert [(cost["amount"], cost["yearly"]) for cost in item["costs"]] == [("1240000", False), ("142000.5", True)]
    assert [(link["kind"], link["building_block"]) for link in item["links"]] == [("document", 0), ("image", None)]
    assert item["building_blocks"][0]["name"] == {"pl": "Pergola"}
    assert item["contact"] == {"unit": "Wydział Zieleni", "role": "naczelniczka", "mailbox": "zielen@miasto.example"}
    assert item["evidence"]["level"] == "monitored" and item["evidence"]["review_by"]
    assert (item["staff_fte"], item["sdgs"], item["started_on"]) == ("1.5", [11, 13], "2024")
    assert (item["version"], [version["number"] for version in item["versions"]]) == (1, [1])


def test_former_versions_are_named_by_number_and_date_only(world: World, get: Get) -> None:
    item = get(f"practices/{world.renewed.pk}/")
    assert item["version"] == 2 and item["texts"]["pl"]["title"] == "Ogród deszczowy przy szkole"
    assert [set(version) for version in item["versions"]] == [{"number", "published_at"}] * 2
    assert [version["number"] for version in item["versions"]] == [2, 1]


def test_a_merged_tag_is_shown_as_the_one_that_stands_for_it(world: World, get: Get) -> None:
    assert [tag["name"] for tag in get(f"practices/{world.renewed.pk}/")["tags"]] == ["zieleń", "woda opadowa"]


def test_a_practice_of_an_organisation_has_no_city(world: World, get: Get) -> None:
    item = get(f"practices/{world.imported.pk}/")
    assert (item["city"], item["organisation"], item["country"], item["scope"]) == (
        None,
        "Wasserverband",
        "DE",
        "regional",
    )
    assert (item["source"], item["source_id"], item["incomplete"]) == ("Wasser", "r-17", True)


def test_an_archived_practice_stays_readable_and_is_marked(world: World, get: Get) -> None:
    item = get(f"practices/{world.archived.pk}/")
    assert item["state"] == "archived" and item["archived_at"]


def test_a_withdrawn_practice_leaves_a_tombstone(world: World, client: Client) -> None:
    for path in ("", "similar/"):
        response = client.get(f"/api/v1/practices/{world.gone.pk}/{path}")
        body = response.json()
        assert (response.status_code, body["id"], body["type"]) == (
            410,
            world.gone.pk,
            "urn:siec-praktyk:problem:withdrawn",
        )
        assert body["first_published_at"] and body["withdrawn_at"] and "Delete your copy" in body["detail"]


def test_a_draft_was_never_there(world: World, client: Client) -> None:
    for id in world.hidden:
        assert client.get(f"/api/v1/practices/{id}/").status_code == 404


def test_who_has_the_newest_is_told_so_until_something_changes(world: World, client: Client) -> None:
    address = f"/api/v1/practices/{world.full.pk}/"
    first = client.get(address)
    by_tag, by_date = {"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}
    for condition in (by_tag, by_date):
        unchanged = client.get(address, headers=condition)
        assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
    operator = a_user(Role.OPERATOR)
    rename_city(actor=operator, city=world.home, name="Zmyślin Nowy")
    renamed = client.get(address, headers=by_tag)
    assert renamed.status_code == 200 and renamed.json()["city"]["name"] == "Zmyślin Nowy"
    archive(actor=operator, practice=world.full)
    assert client.get(address, headers={"If-None-Match": renamed["ETag"]}).json()["state"] == "archived"
    assert client.get(address, headers={"If-Match": renamed["ETag"]}).status_code == 412
