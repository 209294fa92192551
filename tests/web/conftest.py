"""A small network with something in every part of every public page."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from network.models import City
from practices.content import BlockContent, CostContent, IndicatorContent, LinkContent, PracticeContent
from practices.models import Practice, Theme
from tests.factories import a_city, a_published_practice, a_text, a_theme, content

PERSON = "Anna Tajna"


@dataclass(frozen=True)
class World:
    """The cities, the theme and the practice that tests look at."""

    city: City
    outsider: City
    theme: Theme
    practice: Practice

    @property
    def practice_path(self) -> str:
        """The practice's page in Polish."""
        return f"/praktyki/{self.practice.pk}-{self.practice.slug}/"


@pytest.fixture
def world(db: None) -> World:
    """One member with a full practice in two languages, one city only in the register."""
    theme = a_theme("upaly-i-woda", name_pl="Upały i woda", name_en="Heat and water", description_pl="O upałach.")
    a_theme("cien", parent=theme, name_pl="Cień", name_en="Shade")
    place: dict[str, Any] = {"voivodeship": "30", "population": 38412, "latitude": 52.16, "longitude": 17.08}
    city = a_city("Zmyślin", locative="w Zmyślinie", is_demo=True, kind="urban", powiat="zmyśliński", **place)
    outsider = a_city("Łąkowo", member=False, voivodeship="10", population=9000)
    return World(city, outsider, theme, a_published_practice(city, what=full_content()))


def full_content() -> PracticeContent:
    """A content that fills every part of the page."""
    english = replace(a_text("A shaded market square"), summary="Trees instead of concrete.")
    return content(
        "Zacieniony rynek",
        texts={"pl": a_text("Zacieniony rynek", partners="Wspólnoty", legal_basis="Ustawa"), "en": english},
        themes=("upaly-i-woda",),
        tags=("zieleń", "rynek"),
        ended_on="2025-05",
        months_to_implement=19,
        staff_fte=Decimal("1.5"),
        contact_unit="Wydział Zieleni",
        contact_person=PERSON,
        contact_person_email="anna.tajna@zmyslin.example",
        contact_person_phone="600 100 200",
        indicators=(
            IndicatorContent(
                name={"pl": "Temperatura", "en": "Temperature"}, baseline=Decimal("51.4"), value=Decimal("38.2"),
                unit="°C", measured_on="2026-07-16", source={"pl": "kamera"},
            ),
            IndicatorContent(name={"pl": "Drzewa"}, value=Decimal(34)),
        ),
        costs=(
            CostContent(what={"pl": "Drzewa"}, amount=Decimal(1240000), price_year=2024, funding_source={"pl": "budżet"}),
            CostContent(what={"pl": "Pielęgnacja"}, amount=Decimal(142000), price_year=2024, yearly=True),
        ),
        blocks=(BlockContent(name={"pl": "Pergola"}, description={"pl": "Stoi bez fundamentu."}),),
        links=(
            LinkContent(kind="document", url="https://zmyslin.example/u.pdf", title={"pl": "Uchwała"}, accessible=False, block=0),
        ),
    )  # fmt: skip
