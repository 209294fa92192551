"""Whatever a title says, a file stays what it is: no formula runs, no line ends early."""

import json

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from practices.models import Practice, PracticeText
from search.exporting.formulas import looks_like_formula
from tests.exporting.reading import Sheets, csv_rows, export, ris_references
from tests.factories import a_city, a_published_practice
from tests.finding.asking import index_everything

_HOSTILE = [
    '=HYPERLINK("https://evil.example","ogród")',
    "+48 ogród",
    "-50% ogrodu",
    "@SUM(A1) ogród",
    "\t=1+1 ogród",
    "\r=1+1 ogród",
    "  =1+1 ogród",
    "＝1+1 ogród",
]
_TRICKY = [
    'Ogród; "cytat", przecinek\nER  - \nTY  - RPRT',
    "Ogród </t></is></c> & <b>",
    "Ogród \x0b\x01 znak",
    "Ogród \u202e odwrócony 🌻",
    "Ogród " + "x" * 290,
]


@pytest.fixture
def practice() -> Practice:
    made = a_published_practice(a_city("Zmyślin"), title="Ogród")
    index_everything()
    return made


def name(practice: Practice, title: str) -> None:
    """Past the services, which would clean it: an importer or another release may not."""
    PracticeText.objects.filter(version=practice.live).update(title=title)


@pytest.mark.parametrize("title", _HOSTILE)
def test_what_looks_like_a_formula_is_text(practice: Practice, client: Client, title: str) -> None:
    name(practice, title)
    [row] = csv_rows(export(client, "csv", "ogród")[1])
    assert row["Tytuł"] == f"'{title}"
    sheets = Sheets(export(client, "xlsx", "ogród")[1])
    [cells] = sheets.named(1)
    kind, text = cells["Tytuł"]
    assert kind == "text" and text.strip().replace("_x000D_", "") == title.strip()
    assert sheets.quoted == [text]
    assert json.loads(export(client, "json", "ogród")[1])["results"][0]["title"] == title


@pytest.mark.parametrize("title", _TRICKY)
def test_no_title_breaks_a_file(practice: Practice, client: Client, title: str) -> None:
    name(practice, title)
    [row] = csv_rows(export(client, "csv", "ogród")[1])
    assert row["Tytuł"] == title and row["Numer"] == str(practice.pk)
    [cells] = Sheets(export(client, "xlsx", "ogród")[1]).named(1)
    assert cells["Tytuł"][1].startswith("Ogród") and len(cells["Tytuł"][1]) <= 32_767
    [result] = json.loads(export(client, "json", "ogród")[1])["results"]
    assert result["title"] == title
    [reference] = ris_references(export(client, "ris", "ogród")[1])
    assert reference["TI"] == [" ".join(title.split())] and reference["AU"] == ["Zmyślin"]


def test_an_organisation_with_a_comma_is_not_taken_for_a_person(practice: Practice, client: Client) -> None:
    Practice.objects.update(city=None, organisation="Wasserverband, Abteilung Nord")
    [reference] = ris_references(export(client, "ris", "ogród")[1])
    assert reference["AU"] == ["Wasserverband – Abteilung Nord"]


@given(st.text(max_size=20))
@example("-")
@example(" \u00a0=1")
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    if looks_like_formula(text):
        assert not looks_like_formula(f"'{text}")
    else:
        assert not text.strip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
