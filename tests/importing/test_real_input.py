"""The adapters of real collections: every record of theirs can be imported. The collections are not part of the project."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from network.models import City
from practices.importing.record import read_record
from practices.importing.run import import_file
from practices.models import Practice, PracticeText
from practices.services.themes import load_themes
from tests.datasets.__main__ import COLLECTIONS, main
from tests.datasets.places import Spellings, polish_town, town_name, town_said_in
from tests.datasets.reading import VARIABLE, data_folder, described, first_url, partial_date, prose, read_rows

needs_data = pytest.mark.skipif(
    data_folder() is None, reason=f"{VARIABLE} does not name a folder that holds practices/*.jsonl"
)


@needs_data
@pytest.mark.slow
@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_record_of_a_collection_passes_the_schema(name: str) -> None:
    data = data_folder()
    assert data is not None
    rows = list(read_rows(data / f"{name}.jsonl"))
    records = [read_record(json.dumps(record)) for record in COLLECTIONS[name][1](rows)]
    assert len({record.source_id for record in records}) == len(rows)
    themes = {row["slug"] for row in json.loads(Path("practices/data/themes.json").read_text(encoding="utf-8"))}
    for record in records:
        assert set(record.content.themes) <= themes
        text = record.content.texts[record.content.original_language]
        assert text.summary or text.solution
        assert not set("\u200b\ufeff\x00") & set(text.solution + text.summary)


@needs_data
@pytest.mark.django_db
def test_a_collection_is_imported_twice_and_doubled_never(tmp_path: Path) -> None:
    call_command("load_register", verbosity=0)
    load_themes()
    cities = City.objects.count()
    assert main([str(tmp_path)]) == 0
    for name in ("rpo_podlaskie", "rops_innowacje"):
        for expected in ("created", "unchanged"):
            counts = import_file(
                tmp_path / f"{name}.jsonl", source=COLLECTIONS[name][0], publish=True, rejects=tmp_path / "rejects"
            )
            assert counts.rejected == 0
            assert getattr(counts, expected) > 0
    assert Practice.objects.count() == PracticeText.objects.count() == 51
    assert City.objects.count() == cities


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Perpignan Cedex", "Perpignan"),
        ("Dobele, Dobele county", "Dobele"),
        ("Gmina Miasto Świdnica", "Świdnica"),
        ("Municipality of Dobrich", "Dobrich"),
        ("ALBA IULIA", "Alba Iulia"),
        ("Budapest XVIII. district", "Budapest"),
        ("Ibi (Alicante)", "Ibi"),
        ("Wien", "Vienna"),
        ("KW14 8AN", ""),
        ("Giurgiu County", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_town_is_found_in_what_was_typed(typed: str, name: str) -> None:
    assert town_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "teryt"),
    [
        ("Łódź", "1061011"),
        ("Gdansk", "2261011"),
        ("Cracow", "1261011"),
        ("Olsztyn", "2862011"),
        ("Istebna", ""),
        ("Dobra", ""),
    ],
)
def test_a_polish_town_gets_its_code_where_only_one_can_be_meant(typed: str, teryt: str) -> None:
    assert polish_town(typed) == teryt


def test_a_town_is_recognised_in_the_locative_of_a_title() -> None:
    assert town_said_in("Termomodernizacja szkoły w Białymstoku", voivodeship="20") == "2061011"
    assert town_said_in("Z Suwałk do Augustowa", voivodeship="20") == ""
    assert town_said_in("Place w Suwałkach i w Augustowie", voivodeship="20") == ""


def test_of_several_spellings_the_one_of_its_own_language_is_kept() -> None:
    spellings = Spellings()
    for name in ("Nis", "Niš", "NIS"):
        spellings.note("RS", name)
    assert spellings.of("RS", "Nis") == "Niš"
    assert spellings.of("RS", "Novi Sad") == "Novi Sad"


def test_scraped_text_is_cleaned() -> None:
    assert prose("Jeden<br>dwa &amp; trzy\u200b\n\n\n\n<p>cztery</p>") == "Jeden\ndwa & trzy\n\ncztery"
    assert prose("The cityâ€™s plan â€“ now") == "The city’s plan – now"
    assert described("Krótko.") == {"summary": "Krótko."}
    assert list(described("Długo. " * 60)) == ["solution"]
    assert first_url("internal web address") == ""
    assert first_url("www.iza.sk") == "https://www.iza.sk"
    assert first_url("https://a.example/1,\nhttps://b.example") == "https://a.example/1"
    assert (partial_date("2017/03/20"), partial_date("2021.0"), partial_date("wkrótce")) == ("2017-03-20", "2021", "")
