"""The register's facts, and loading them."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from network.models import City, CityKind
from network.outbox import registry
from network.outbox.models import OutboxRow
from network.register import (
    POPULATION_BANDS,
    TOWNS,
    VOIVODESHIPS,
    Town,
    population_band,
    population_band_bounds,
    population_band_label,
    read_towns,
    voivodeship_name,
)
from network.services.register import load_register
from network.topics import CITY

PRZEMYSL = {
    "teryt": "1862011",
    "slug": "przemysl",
    "name": "Przemyśl",
    "locative": "w Przemyślu",
    "genitive": "Przemyśla",
    "kind": "city-with-powiat-rights",
    "powiat": "Przemyśl",
    "voivodeship": "18",
    "population": "57568",
    "latitude": "49.78498",
    "longitude": "22.76728",
    "geonames": "760033",
}


@pytest.fixture(scope="module")
def towns() -> dict[str, Town]:
    return {town.teryt: town for town in read_towns()}


def _by_slug(towns: dict[str, Town], slug: str) -> Town:
    return next(town for town in towns.values() if town.slug == slug)


def test_every_polish_town_is_there_once(towns: dict[str, Town]) -> None:
    assert sum(1 for _ in read_towns()) == len(towns) == 1013
    assert len({town.slug for town in towns.values()}) == 1013
    numbers = [town.geonames for town in towns.values() if town.geonames]
    assert len(numbers) == len(set(numbers)) == 1012


def test_towns_stand_in_their_voivodeships(towns: dict[str, Town]) -> None:
    counts = Counter(town.voivodeship for town in towns.values())
    assert set(counts) == set(VOIVODESHIPS)
    assert (counts["30"], counts["14"], counts["02"], counts["18"], counts["16"]) == (119, 110, 93, 54, 37)


def test_kinds_are_counted_as_the_statistical_office_counts_them(towns: dict[str, Town]) -> None:
    assert Counter(town.kind for town in towns.values()) == {
        "city-with-powiat-rights": 66,
        "urban": 236,
        "urban-rural": 711,
    }
    assert {town.kind for town in towns.values()} == set(CityKind.values)
    assert _by_slug(towns, "warszawa").kind == CityKind.POWIAT_RIGHTS


def test_the_last_digit_of_teryt_agrees_with_the_kind(towns: dict[str, Town]) -> None:
    assert all(
        (town.teryt[6] == "4") == (town.kind == "urban-rural") and town.teryt[6] in "14" for town in towns.values()
    )


def test_populations_sum_to_the_official_number_of_townspeople(towns: dict[str, Town]) -> None:
    assert sum(town.population or 0 for town in towns.values()) == 22_417_810
    assert all(300 <= (town.population or 0) <= 1_900_000 for town in towns.values())


def test_every_town_lies_in_poland(towns: dict[str, Town]) -> None:
    assert all(49 < (town.latitude or 0) < 54.9 and 14.1 < (town.longitude or 0) < 24.2 for town in towns.values())


def test_slugs_are_plain_ascii(towns: dict[str, Town]) -> None:
    assert all(
        town.slug.isascii() and town.slug == town.slug.lower() and " " not in town.slug for town in towns.values()
    )
    assert _by_slug(towns, "lodz").name == "Łódź"
    assert _by_slug(towns, "bielsko-biala").name == "Bielsko-Biała"


def test_namesakes_are_told_apart_by_their_powiat(towns: dict[str, Town]) -> None:
    namesakes = {slug for slug in (town.slug for town in towns.values()) if slug.startswith(("boleslawiec", "olsztyn"))}
    assert namesakes == {
        "boleslawiec-boleslawiecki", "boleslawiec-wieruszowski", "olsztyn", "olsztyn-czestochowski", "olsztynek",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "locative", "genitive"),
    [
        ("przemysl", "w Przemyślu", "Przemyśla"),
        ("wroclaw", "we Wrocławiu", "Wrocławia"),
        ("wloclawek", "we Włocławku", "Włocławka"),
        ("wrzesnia", "we Wrześni", "Wrześni"),
        ("lwowek-slaski", "we Lwówku Śląskim", "Lwówka Śląskiego"),
        ("frombork", "we Fromborku", "Fromborka"),
        ("warszawa", "w Warszawie", "Warszawy"),
        ("wodzislaw-slaski", "w Wodzisławiu Śląskim", "Wodzisławia Śląskiego"),
        ("lodz", "w Łodzi", "Łodzi"),
        ("nowy-sacz", "w Nowym Sączu", "Nowego Sącza"),
        ("bielsko-biala", "w Bielsku-Białej", "Bielska-Białej"),
        ("jastrzebie-zdroj", "w Jastrzębiu-Zdroju", "Jastrzębia-Zdroju"),
        ("bialystok", "w Białymstoku", "Białegostoku"),
        ("zakopane", "w Zakopanem", "Zakopanego"),
        ("konskie", "w Końskich", "Końskich"),
        ("ostrow-mazowiecka", "w Ostrowi Mazowieckiej", "Ostrowi Mazowieckiej"),
        ("naklo-nad-notecia", "w Nakle nad Notecią", "Nakła nad Notecią"),
        ("stargard", "w Stargardzie", "Stargardu"),
        ("ujazd-strzelecki", "w Ujeździe", "Ujazdu"),
    ],
)
def test_names_are_declined_as_their_people_decline_them(
    towns: dict[str, Town], slug: str, locative: str, genitive: str
) -> None:
    town = _by_slug(towns, slug)
    assert (town.locative, town.genitive) == (locative, genitive)


def test_every_locative_is_a_preposition_and_a_name(towns: dict[str, Town]) -> None:
    for town in towns.values():
        preposition, _, name = town.locative.partition(" ")
        assert preposition in {"w", "we"}
        assert (
            name == name.strip()
            and name[:1].isupper()
            and not any(character.isdigit() or character in "()" for character in name)
        )


def test_voivodeships_are_named_in_both_languages() -> None:
    assert len(VOIVODESHIPS) == 16
    assert (voivodeship_name("18", "pl"), voivodeship_name("18", "en")) == ("podkarpackie", "Subcarpathian")
    assert VOIVODESHIPS["28"].locative == "warmińsko-mazurskim"
    assert voivodeship_name("99", "pl") == ""


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (0, "0-20k"), (19_999, "0-20k"), (20_000, "20-50k"), (49_999, "20-50k"), (50_000, "50-100k"),
        (99_999, "50-100k"),
        (100_000, "100-300k"), (299_999, "100-300k"), (300_000, "300k+"), (1_863_845, "300k+"), (None, ""),
    ],
)  # fmt: skip
def test_a_band_includes_its_lower_bound(population: int | None, band: str) -> None:
    assert population_band(population) == band


def test_the_bounds_of_bands_leave_no_gap_and_have_labels() -> None:
    bounds = [population_band_bounds(band) for band in POPULATION_BANDS]
    assert [upper for _, upper in bounds[:-1]] == [lower for lower, _ in bounds[1:]]
    assert bounds[0][0] == 0 and bounds[-1][1] is None
    assert all(population_band(lower) == band for (lower, _), band in zip(bounds, POPULATION_BANDS, strict=True))
    assert [population_band_label(band, "pl") for band in POPULATION_BANDS[:2]] == ["do 20 tys.", "20–50 tys."]
    assert population_band_label("0-20k", "en") == "under 20,000"


def test_a_negative_population_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        population_band(-1)


def _file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "towns.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(PRZEMYSL))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_bad_code_in_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Przemyśl: TERYT must be seven digits"):
        list(read_towns(_file(tmp_path, PRZEMYSL | {"teryt": "186201"})))


@pytest.mark.django_db
class TestLoading:
    def test_the_whole_register_is_loaded_once_and_stays_as_it_is(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_register")
        call_command("load_register")
        first, second = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Register:")]
        assert first == "Register: 1013 created, 0 updated, 0 unchanged."
        assert second == "Register: 0 created, 0 updated, 1013 unchanged."
        assert City.objects.get(slug="przemysl").locative == "w Przemyślu"

    def test_it_says_how_far_it_is(self) -> None:
        seen: list[int] = []
        load_register(progress=lambda done, total: seen.append(done))
        assert seen == sorted(seen) and seen[-1] == 1013 and len(seen) > 1

    def test_what_people_wrote_and_the_slug_stay(self, tmp_path: Path) -> None:
        load_register(path=_file(tmp_path, PRZEMYSL))
        City.objects.update(about="Miasto nad Sanem.", website="https://przemysl.example/", slug="przemysl-nad-sanem")
        report = load_register(path=_file(tmp_path, PRZEMYSL | {"population": "56000", "genitive": ""}))
        city = City.objects.get()
        assert (report.created, report.updated, report.unchanged) == (0, 1, 0)
        assert (city.population, city.genitive) == (56000, "Przemyśla")
        assert (city.slug, city.about, city.website) == (
            "przemysl-nad-sanem",
            "Miasto nad Sanem.",
            "https://przemysl.example/",
        )

    def test_a_city_entered_before_by_its_geonames_number_is_not_doubled(self, tmp_path: Path) -> None:
        entered = City.objects.create(slug="przemysl-pl", name="Przemyśl", country="PL", geonames=760033)
        report = load_register(path=_file(tmp_path, PRZEMYSL))
        city = City.objects.get()
        assert (report.created, report.updated) == (0, 1)
        assert (city.pk, city.teryt, city.slug) == (entered.pk, "1862011", "przemysl-pl")

    def test_a_slug_that_another_city_has_is_left_to_it(self, tmp_path: Path) -> None:
        City.objects.create(slug="przemysl", name="Przemyśl", is_demo=True)
        load_register(path=_file(tmp_path, PRZEMYSL))
        assert City.objects.get(teryt="1862011").slug == "przemysl-1862011"

    def test_a_geonames_number_that_a_demo_city_has_is_left_to_it(self, tmp_path: Path) -> None:
        City.objects.create(slug="demo", name="Zmyślin", geonames=760033, is_demo=True)
        first = load_register(path=_file(tmp_path, PRZEMYSL))
        second = load_register(path=_file(tmp_path, PRZEMYSL))
        assert City.objects.get(teryt="1862011").geonames is None
        assert (first.created, second.unchanged) == (1, 1)

    def test_changed_facts_are_passed_on_and_new_or_unchanged_ones_are_not(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(registry, "_handlers", {CITY: lambda keys: {}})
        load_register(path=_file(tmp_path, PRZEMYSL))
        load_register(path=_file(tmp_path, PRZEMYSL))
        assert not OutboxRow.objects.filter(topic=CITY).exists()
        load_register(path=_file(tmp_path, PRZEMYSL | {"population": "49000"}))
        assert list(OutboxRow.objects.filter(topic=CITY).values_list("key", flat=True)) == [City.objects.get().pk]


def test_the_packaged_file_is_in_order_of_teryt() -> None:
    codes = [row["teryt"] for row in csv.DictReader(TOWNS.open(encoding="utf-8"))]
    assert codes == sorted(codes)
