"""Practices for a city, and cities like a city."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from network.models import City, Role
from practices.importing.places import Places
from practices.importing.record import read_record
from practices.services.importing import import_practice
from practices.services.lifecycle import withdraw_practice
from search.recommending.for_city import practices_for
from search.recommending.kinship import CityFacts, distance, kinship
from search.recommending.peers import neighbourhood, peers
from search.recommending.reasons import Reason
from search.recommending.similar import Recommended
from tests.factories import a_city, a_draft, a_published_practice, a_text, a_theme, a_user, content, published
from tests.finding.asking import index_everything
from tests.recommending.test_similar import about

_RAIN = "Ogrody deszczowe i niecki z turzycą zbierają deszczówkę ze szkolnych dachów."
_PLACE: dict[str, Any] = {"voivodeship": "30", "kind": "urban", "latitude": 52.16, "longitude": 17.08}


@pytest.fixture
def here() -> City:
    return a_city("Tutejszowo", population=38_000, **_PLACE)


def for_city(city: City, **asked: Any) -> list[Recommended]:
    """What is recommended to it."""
    return practices_for(city, language="pl", **asked)


def test_a_city_is_never_recommended_what_is_its_own(here: City) -> None:
    for _ in range(3):
        a_published_practice(here)
    other = a_published_practice(a_city("Sąsiedzkowo", population=36_000, **_PLACE))
    index_everything()
    assert [found.card.id for found in for_city(here)] == [other.pk]


def test_one_source_gives_at_most_three(here: City) -> None:
    generous, modest = (a_city(name, population=36_000, **_PLACE) for name in ("Hojne", "Skromne"))
    for _ in range(5):
        a_published_practice(generous)
    a_published_practice(modest)
    index_everything()
    sources = [found.card.city.slug for found in for_city(here) if found.card.city]
    assert sorted(sources) == ["hojne"] * 3 + ["skromne"]
    assert len(for_city(here, limit=2)) == 2


def test_what_reads_like_the_citys_own_practices_comes_first_and_says_like_which(here: City) -> None:
    quiet = dict.fromkeys(("challenge", "results", "lessons", "conditions"), "Opis.")

    def of(city: City, title: str, text: str, theme: str) -> int:
        texts = {"pl": a_text(title, summary=text, **(quiet | {"solution": text}))}
        return published(a_draft(city, what=content(texts=texts, themes=(theme,)))).pk

    own = of(here, "Nasza deszczówka", _RAIN, "woda")
    there = a_city("Sąsiedzkowo", population=36_000, **_PLACE)
    of(there, "Kamery", "Kamery liczą samochody na skrzyżowaniach.", "ruch")
    alike = of(a_city("Dalekowo", population=900_000), "Niecki", "Ogród deszczowy z turzycą zbiera deszczówkę.", "woda")
    index_everything()
    first = for_city(here)[0]
    assert first.card.id == alike
    reasons = {reason.kind: reason for reason in first.reasons}
    assert reasons["like-own-practice"].values["practice"]["id"] == own
    assert reasons["like-own-practice"].sentence("pl") == "Podobna do waszej praktyki „Nasza deszczówka”."
    assert "Nasza deszczówka" in reasons["like-own-practice"].sentence("en")
    assert [theme["slug"] for theme in reasons["your-themes"].values["themes"]] == ["woda"]


def test_a_city_without_practices_gets_those_of_the_cities_most_like_it(here: City) -> None:
    near = a_published_practice(a_city("Sąsiedzkowo", population=36_000, **_PLACE)).pk
    far = a_published_practice(a_city("Dalekowo", population=900_000, latitude=54.3, longitude=18.6)).pk
    index_everything()
    found = for_city(here)
    assert [r.card.id for r in found] == [near, far]
    assert all(r.reasons for r in found)


def test_a_city_that_never_joined_and_knows_nothing_of_itself_is_answered_too() -> None:
    a_published_practice()
    index_everything()
    bare = a_city("Pustkowo", member=False)
    assert len(for_city(bare)) == 1
    assert all(peer.reasons for peer in peers(bare))


def test_nothing_false_is_said_of_a_foreign_city(here: City) -> None:
    abroad = a_city("Fernstadt", country="DE", geonames=2_900_000)
    a_published_practice(abroad, themes=("ruch",))
    a_published_practice(here)
    index_everything()
    for said in ([r.reasons for r in for_city(here)], [r.reasons for r in for_city(abroad)]):
        assert all(reason.kind != "same-country" for reasons in said for reason in reasons)
        assert all(said)
    assert all(peer.reasons and peer.reasons[0].kind != "same-country" for peer in [*peers(here), *peers(abroad)])


def test_an_organisation_abroad_is_not_said_to_be_of_the_same_country(here: City) -> None:
    place = {"organisation": "Wasserverband", "country": "DE", "scope": "regional"}
    row = {"source_id": "1", "language": "pl", "title": "Retencja turzycowa", "place": place}
    record = read_record(json.dumps(row))
    import_practice(record=record, place=Places().find(record.place), source="Woda", publish=True)
    about("Deszczówka", _RAIN)
    a_published_practice(here, title="Retencja na rynku")
    index_everything()
    found = {r.card.organisation: r for r in for_city(here)}
    assert "Wasserverband" not in found or all(r.kind != "same-country" for r in found["Wasserverband"].reasons)
    assert all(r.reasons for r in found.values())


def test_while_the_engine_is_down_the_cities_alike_decide(here: City, engine_down: Callable[[], None]) -> None:
    a_published_practice(here)
    other = a_published_practice(a_city("Sąsiedzkowo", population=36_000, **_PLACE)).pk
    index_everything()
    engine_down()
    assert [r.card.id for r in for_city(here)] == [other]


def test_what_was_withdrawn_a_moment_ago_is_not_recommended(here: City) -> None:
    a_published_practice(here)
    gone = a_published_practice(a_city("Sąsiedzkowo", population=36_000, **_PLACE))
    index_everything()
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")
    assert for_city(here) == []


def test_peers_are_ranked_by_what_is_shared_and_every_reason_is_true(here: City) -> None:
    near = a_city("Sąsiedzkowo", population=36_000, **_PLACE)
    a_city("Dalekowo", population=900_000, voivodeship="22", kind="rural", latitude=54.35, longitude=18.65)
    a_published_practice(here, themes=("woda", "ruch"))
    a_published_practice(near, themes=("woda",))
    index_everything()
    found = peers(here)
    assert [peer.city.slug for peer in found] == ["sasiedzkowo", "dalekowo"]
    reasons = {reason.kind: reason for reason in found[0].reasons}
    assert [theme["slug"] for theme in reasons["shared-themes"].values["themes"]] == ["woda"]
    assert reasons["same-population-band"].values == {"band": "20-50k", "population": 36_000}
    assert (reasons["nearby"].values, reasons["same-voivodeship"].values) == ({"km": 0}, {"voivodeship": "30"})
    assert reasons["same-kind"].values == {"kind": "urban"}
    assert [reason.kind for reason in found[1].reasons] == ["same-country"]
    for reason in (*found[0].reasons, *found[1].reasons):
        assert reason.sentence("pl") != reason.sentence("en")


def test_cities_share_the_theme_above_their_sub_themes_and_the_narrowest_shared_one_is_named(here: City) -> None:
    for slug in ("deszcz", "drzewa"):
        a_theme(slug, parent=a_theme("woda"))
    near, nearer = a_city("Dalekowo", country="DE"), a_city("Bliskowo", country="DE")
    a_published_practice(here, themes=("deszcz", "drzewa"))
    a_published_practice(near, themes=("woda",))
    a_published_practice(nearer, themes=("drzewa",))
    index_everything()
    assert neighbourhood(here).here.themes == {"deszcz": 1, "drzewa": 1, "woda": 1}

    def named(reasons: list[Reason], kind: str) -> list[str]:
        return [theme["slug"] for reason in reasons if reason.kind == kind for theme in reason.values["themes"]]

    assert {peer.city.slug: named(peer.reasons, "shared-themes") for peer in peers(here)} == {
        "bliskowo": ["drzewa"],
        "dalekowo": ["woda"],
    }
    assert {r.card.city.slug: named(r.reasons, "your-themes") for r in for_city(here) if r.card.city} == {
        "bliskowo": ["drzewa"],
        "dalekowo": ["woda"],
    }


def test_names_with_commas_in_them_are_told_apart_in_a_sentence() -> None:
    names = ("Drzewa, cień i chłodne miejsca", "Retencja")
    themes = [{"slug": name, "name": name, "name_pl": name, "name_en": name} for name in names]
    assert Reason("shared-themes", {"themes": themes}).sentence("pl") == (
        "Wspólne tematy: Drzewa, cień i chłodne miejsca; Retencja."
    )


def test_only_members_and_cities_with_something_public_are_peers(here: City) -> None:
    a_city("Obcowo", member=False, **_PLACE)
    was = a_city("Bylowo", **_PLACE)
    a_published_practice(was)
    was.memberships.update(left_on="2025-01-01")
    assert [peer.city.slug for peer in peers(here)] == ["bylowo"]
    assert neighbourhood(here).here.slug == "tutejszowo"


def _facts(**about: object) -> CityFacts:
    known: dict[str, object] = {
        "id": 1, "slug": "a", "name": "A", "country": "PL", "kind": "", "voivodeship": "", "population": None,
        "place": None, "themes": {}, "practices": 0,
    }  # fmt: skip
    return CityFacts(**(known | about))  # type: ignore[arg-type]


def test_cities_are_the_more_alike_the_nearer_and_the_nearer_in_size() -> None:
    warsaw = _facts(place=(52.23, 21.01), population=1_860_000)
    lodz = _facts(place=(51.77, 19.46), population=650_000)
    gdansk = _facts(place=(54.35, 18.65), population=490_000)
    assert distance(warsaw, lodz) == pytest.approx(118, abs=3)
    assert kinship(warsaw, lodz) == kinship(lodz, warsaw) > kinship(warsaw, gdansk)
    assert distance(warsaw, _facts()) is None
    assert kinship(_facts(), _facts(country="DE")) > 0


def test_a_reason_is_in_the_plural_where_there_are_several() -> None:
    names = (("Woda", "Water"), ("Ruch", "Traffic"))
    themes = [{"slug": pl.lower(), "name": pl, "name_pl": pl, "name_en": en} for pl, en in names]
    reason = Reason("shared-themes", {"themes": themes})
    assert reason.sentence("pl") == "Wspólne tematy: Woda, Ruch."
    assert "Water, Traffic" in reason.sentence("en")
