"""What each kind of file says of a practice in which everything is said, read back by rules of its own."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from practices.content import CostContent
from practices.models import Practice
from tests.api.world import full_content
from tests.exporting.reading import Sheets, csv_rows, export, ris_references
from tests.factories import a_city, a_published_practice, a_theme, content
from tests.finding.asking import index_everything


@pytest.fixture
def practice() -> Practice:
    """A practice that says all there is to say."""
    parent = a_theme("upaly-i-woda", name_pl="Upały i woda", name_en="Heat and water")
    a_theme("cien", parent=parent, name_pl="Cień", name_en="Shade")
    city = a_city("Zmyślin", voivodeship="30", population=38412)
    made = a_published_practice(city, what=full_content())
    index_everything()
    return made


def test_csv_in_polish_opens_in_a_polish_spreadsheet(practice: Practice, client: Client) -> None:
    response, file = export(client, "csv", "zacieniony")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    today = timezone.localdate().isoformat()
    [row] = csv_rows(file)
    assert row == {
        "Numer": str(practice.pk),
        "Adres": f"http://127.0.0.1:8000/praktyki/{practice.pk}-zacieniony-rynek/",
        "Tytuł": "Zacieniony rynek",
        "Streszczenie": "Lipy drobnolistne i niecki z turzycą zamiast betonu.",
        "Miasto lub organizacja": "Zmyślin",
        "Państwo": "Polska",
        "Województwo": "wielkopolskie",
        "Mieszkańcy": "38412",
        "Tematy": "Upały i woda | Cień",
        "Tagi": "zieleń | rynek",
        "Stan prac": "zakończona",
        "Początek": "2024",
        "Koniec": "2025-05",
        "Poziom dowodu": "Stały pomiar",
        "Koszty razem": "1382000,5",
        "Waluta": "PLN",
        "Etaty": "1,5",
        "Cele zrównoważonego rozwoju": "11 | 13",
        "Języki": "polski",
        "Licencja": "CC-BY-4.0",
        "Zbiór": "",
        "Adres w zbiorze": "",
        "Opublikowano": today,
        "Zmieniono": today,
    }


def test_csv_in_another_language_has_commas_and_points_and_english_headings(practice: Practice, client: Client) -> None:
    [row] = csv_rows(export(client, "csv", "shaded", lang="en")[1], delimiter=",")
    # Texts and names in English; the rest as the catalogue has it.
    assert "A shaded market square" in row.values() and "Heat and water | Shade" in row.values()
    assert {"1382000.5", "1.5", "Poland"} <= set(row.values())


def test_xlsx_has_numbers_as_numbers_and_days_as_days(practice: Practice, client: Client) -> None:
    response, file = export(client, "xlsx", "zacieniony")
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sheets = Sheets(file)
    [row] = sheets.named(1)
    assert row["Numer"] == ("number", str(practice.pk)) and row["Mieszkańcy"] == ("number", "38412")
    assert {kind for kind, _ in (row["Koszty razem"], row["Etaty"])} == {"number"}
    assert [Decimal(row[name][1]) for name in ("Koszty razem", "Etaty")] == [Decimal("1382000.5"), Decimal("1.5")]
    assert row["Tytuł"] == ("text", "Zacieniony rynek") and row["Początek"] == ("text", "2024")
    kind, serial = row["Opublikowano"]
    assert kind == "day" and date(1899, 12, 30) + timedelta(days=int(serial)) == timezone.localdate()
    about = {row[0][1]: row[1][1] for row in sheets.rows(2) if row[0] and row[1]}
    assert about["Pytanie"] == "zacieniony" and about["Wszystkich wyników"] == about["W tym pliku"] == "1"
    assert about["Adres"].endswith("/szukaj/?q=zacieniony") and "Uwaga" not in about


def test_json_has_codes_and_numbers_for_programs(practice: Practice, client: Client) -> None:
    response, file = export(client, "json", "zacieniony")
    assert response["Content-Type"] == "application/json"
    body: dict[str, Any] = json.loads(file)
    assert (body["count"], body["exported"], body["truncated"], body["degraded"]) == (1, 1, False, False)
    [result] = body["results"]
    assert result["id"] == practice.pk and result["status"] == "finished" and result["evidence_level"] == "monitored"
    assert result["city"] == {"slug": "zmyslin", "name": "Zmyślin"} and result["voivodeship"] == "30"
    assert result["population"] == 38412 and result["staff_fte"] == 1.5 and result["sdgs"] == [11, 13]
    assert result["costs"] == [{"currency": "PLN", "total": 1382000.5, "yearly": 142000.5}]
    assert (result["started_on"], result["ended_on"], result["licence"]) == ("2024", "2025-05", "CC-BY-4.0")
    assert result["published_on"] == timezone.localdate().isoformat()


def test_ris_is_a_report_of_the_city(practice: Practice, client: Client) -> None:
    response, file = export(client, "ris", "zacieniony")
    assert response["Content-Type"].startswith("application/x-research-info-systems")
    [reference] = ris_references(file)
    today = timezone.localdate()
    assert dict(reference) == {
        "TY": ["RPRT"],
        "TI": ["Zacieniony rynek"],
        "AU": ["Zmyślin"],
        "PY": [f"{today:%Y}"],
        "DA": [f"{today:%Y/%m/%d}"],
        "AB": ["Lipy drobnolistne i niecki z turzycą zamiast betonu."],
        "KW": ["Upały i woda", "Cień", "zieleń", "rynek"],
        "LA": ["pl"],
        "UR": [f"http://127.0.0.1:8000/praktyki/{practice.pk}-zacieniony-rynek/"],
        "DP": ["Sieć praktyk"],
        "ER": [""],
    }


def test_costs_in_several_currencies_are_not_added_up(client: Client) -> None:
    costs = (
        CostContent(what={"pl": "Drzewa"}, amount=Decimal(100)),
        CostContent(what={"pl": "Nasiona"}, amount=Decimal("2.50"), currency="EUR"),
    )
    a_published_practice(what=content("Łąka", costs=costs))
    index_everything()
    [row] = csv_rows(export(client, "csv", "łąka")[1])
    assert (row["Koszty razem"], row["Waluta"]) == ("100 PLN | 2.5 EUR", "")
    [result] = json.loads(export(client, "json", "łąka")[1])["results"]
    assert [cost["currency"] for cost in result["costs"]] == ["PLN", "EUR"]


def test_the_name_of_the_file_tells_day_and_question(practice: Practice, client: Client) -> None:
    day = timezone.localdate().isoformat()
    for q, lang, name in (
        ("Łąka & ścieżka", "pl", f"praktyki-{day}-laka-sciezka.csv"),
        ("", "en", f"practices-{day}.csv"),
        ('"; rm -rf /\\..', "pl", f"praktyki-{day}-rm-rf.csv"),
    ):
        response, _ = export(client, "csv", q, lang=lang)
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_search_without_hits_is_a_file_without_rows(practice: Practice, client: Client) -> None:
    assert csv_rows(export(client, "csv", "kosmodrom")[1]) == []
    assert Sheets(export(client, "xlsx", "kosmodrom")[1]).named(1) == []
    body = json.loads(export(client, "json", "kosmodrom")[1])
    assert (body["results"], body["exported"], body["count"]) == ([], 0, 0)
    assert export(client, "ris", "kosmodrom")[1] == b""
