"""Themes and tags over the API, with counts that equal the hits behind them."""

from tests.api.conftest import Get
from tests.api.world import World


def test_themes_come_with_labels_their_parent_and_live_counts(world: World, get: Get) -> None:
    themes = {theme["slug"]: theme for theme in get("themes/", lang="en")["results"]}
    assert themes["upaly-i-woda"]["name"] == "Heat and water"
    assert themes["upaly-i-woda"]["names"] == {"pl": "Upały i woda", "en": "Heat and water"}
    assert (themes["upaly-i-woda"]["count"], themes["cien"]["count"], themes["cien"]["parent"]) == (
        1,
        1,
        "upaly-i-woda",
    )
    assert (themes["upaly-i-woda"]["eurovoc"], themes["cien"]["eurovoc"]) == (434786, None)


def test_counts_equal_the_hits_behind_them(indexed: World, get: Get) -> None:
    for theme in get("themes/")["results"]:
        assert get("search/", theme=theme["slug"])["count"] == theme["count"], theme
    tags = get("tags/")["results"]
    assert [tag["name"] for tag in tags] == ["zieleń", "rynek", "woda opadowa"]
    for tag in tags:
        assert get("search/", tag=tag["slug"])["count"] == tag["count"], tag


def test_tags_are_paged_and_found_by_a_part_of_their_name(world: World, get: Get) -> None:
    first = get("tags/", page_size=2)
    assert (len(first["results"]), first["more"]) == (2, True)
    last = get("tags/", page_size=2, page=2)
    assert (len(last["results"]), last["more"]) == (1, False)
    assert [tag["name"] for tag in get("tags/", q="OPAD")["results"]] == ["woda opadowa"]
