"""The forms of a place: a city of the register, a city elsewhere, an organisation."""

from pathlib import Path
from typing import Any

import pytest

from network.models import City
from practices.models import Practice
from tests.factories import a_city
from tests.importing.rows import a_file, a_row, imported, reasons

pytestmark = pytest.mark.django_db


def import_at(folder: Path, *places: Any, field: str = "place") -> Path:
    """Import one row for each of these places."""
    path = a_file(folder, [a_row(n, **{"place": None, field: place}) for n, place in enumerate(places, 1)])
    imported(path)
    return path


@pytest.mark.parametrize("named", ["przemysl", "1862011"])
def test_a_city_of_the_register_is_found_by_slug_and_by_teryt(tmp_path: Path, named: str) -> None:
    city = a_city("Przemyśl", slug="przemysl", teryt="1862011")
    import_at(tmp_path, named, field="city")
    practice = Practice.objects.get()
    assert (practice.city, practice.country) == (city, "PL")


@pytest.mark.parametrize(("named", "what"), [("atlantyda", "slug"), ("9999999", "TERYT")])
def test_a_city_that_the_register_lacks_is_refused_and_never_added(tmp_path: Path, named: str, what: str) -> None:
    path = import_at(tmp_path, named, field="city")
    assert what in reasons(path)[1] and named in reasons(path)[1]
    assert not City.objects.exists()


def test_a_city_elsewhere_is_added_once(tmp_path: Path) -> None:
    delft = {"country": "NL", "name": "Delft"}
    import_at(tmp_path, delft, {**delft, "name": " Delft "}, delft)
    city = City.objects.get()
    assert (city.name, city.country, city.slug) == ("Delft", "NL", "delft-nl")
    assert Practice.objects.filter(city=city, country="NL").count() == 3


def test_a_place_may_stand_under_city_too(tmp_path: Path) -> None:
    import_at(tmp_path, {"country": "NL", "name": "Delft"}, field="city")
    assert City.objects.get().name == "Delft"


def test_cities_of_one_name_are_told_apart_by_their_geonames_number(tmp_path: Path) -> None:
    def frankfurt(number: int) -> dict[str, Any]:
        return {"country": "DE", "name": "Frankfurt", "geonames": number}

    import_at(tmp_path, frankfurt(2925533), frankfurt(2925535), frankfurt(2925533))
    assert set(City.objects.values_list("geonames", flat=True)) == {2925533, 2925535}
    path = import_at(tmp_path, {"country": "DE", "name": "Frankfurt"})
    assert "geonames" in reasons(path)[1]


def test_a_geonames_number_finds_a_city_under_another_spelling(tmp_path: Path) -> None:
    import_at(
        tmp_path,
        {"country": "AT", "name": "Wien", "geonames": 2761369},
        {"country": "AT", "name": "Vienna", "geonames": 2761369},
    )
    assert City.objects.get().name == "Wien"


def test_cities_of_other_countries_whose_names_have_no_latin_letters_get_an_address(tmp_path: Path) -> None:
    import_at(tmp_path, {"country": "BG", "name": "София"}, {"country": "BG", "name": "Варна"})
    assert len(set(City.objects.values_list("slug", flat=True))) == 2


def test_a_polish_town_may_be_named_if_it_is_the_only_one(tmp_path: Path) -> None:
    city = a_city("Przemyśl", teryt="1862011")
    import_at(tmp_path, {"country": "PL", "name": "Przemyśl"})
    assert Practice.objects.get().city == city


def test_a_polish_name_that_two_towns_bear_is_refused_with_their_codes(tmp_path: Path) -> None:
    a_city("Bolesławiec", slug="b-1", teryt="0201011", powiat="bolesławiecki")
    a_city("Bolesławiec", slug="b-2", teryt="1018014", powiat="wieruszowski")
    path = import_at(tmp_path, {"country": "PL", "name": "Bolesławiec"})
    assert "0201011 (bolesławiecki)" in reasons(path)[1] and "1018014" in reasons(path)[1]


def test_a_polish_village_is_refused_and_never_added(tmp_path: Path) -> None:
    path = import_at(tmp_path, {"country": "PL", "name": "Istebna"})
    assert "register" in reasons(path)[1]
    assert not City.objects.exists()


def test_an_organisation_has_country_and_scope_and_no_city(tmp_path: Path) -> None:
    import_at(tmp_path, {"organisation": " Euroregion\tTatry ", "country": "PL", "scope": "regional"})
    practice = Practice.objects.get()
    assert (practice.city, practice.organisation, practice.scope) == (None, "Euroregion Tatry", "regional")


@pytest.mark.parametrize(
    "place",
    [
        {"country": "NL"},
        {"country": "NL\n", "name": "Delft"},
        {"country": "nl", "name": "Delft"},
        {"country": "NL", "name": "   "},
        {"organisation": "X", "country": "PL"},
        {"organisation": "X", "country": "PL", "scope": "galaxy"},
        {"organisation": "\u0007", "country": "PL", "scope": "city"},
        {"country": "NL", "name": "Delft", "geonames": 0},
        {"country": "NL", "name": "Delft", "geonames": 2**40},
        [],
        7,
        None,
    ],
)
def test_a_place_that_is_none_is_refused(tmp_path: Path, place: Any) -> None:
    path = import_at(tmp_path, place)
    assert 1 in reasons(path)
    assert not Practice.objects.exists() and not City.objects.exists()
