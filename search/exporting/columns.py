"""The columns of a table of practices, for CSV and XLSX: headings and labels in the export's language, values of their own kinds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from network.register import voivodeship_name
from network.web.countries import COUNTRIES
from practices.models import EvidenceLevel, Status
from search.exporting.rows import ExportRow
from search.finding.languages import language_name

# A number is a number, a date of a day is a date; dates that are known less precisely are text ("2024-05").
Cell = str | int | Decimal | date | None

# Between the values of a list. No tag or theme has it, and it is nobody's separator of cells.
_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Labels:
    """What codes are called in one language."""

    language: str
    choices: Mapping[str, str]
    countries: Mapping[str, str]

    @classmethod
    def of(cls, language: str) -> "Labels":
        """The labels in Polish or English."""
        with override(language):
            choices = {choice.value: str(choice.label) for kind in (Status, EvidenceLevel) for choice in kind}
            return cls(language, choices, {code: str(name) for code, name in COUNTRIES.items()})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the value of a row, and how many characters wide it is shown."""

    heading: Promise
    value: Callable[[ExportRow, Labels], Cell]
    width: int = 14


def headings(language: str) -> list[str]:
    """The headings of all columns in Polish or English."""
    with override(language):
        return [str(column.heading) for column in COLUMNS]


def cells(row: ExportRow, labels: Labels) -> list[Cell]:
    """The values of a row in the order of the columns; None where nothing is known."""
    values = (column.value(row, labels) for column in COLUMNS)
    return [None if value == "" else value for value in values]


def _list(values: Sequence[object]) -> str:
    return _BETWEEN.join(str(value) for value in values)


def _voivodeship(row: ExportRow, labels: Labels) -> str:
    return voivodeship_name(row.card.city.voivodeship, labels.language) if row.card.city else ""


def _cost(row: ExportRow, labels: Labels) -> Cell:
    """A number where all costs share a currency, else each sum with its own."""
    sums = row.facts.costs
    return sums[0].total if len(sums) == 1 else _list([f"{plain(cost.total)} {cost.currency}" for cost in sums])


def _currency(row: ExportRow, labels: Labels) -> str:
    return row.facts.costs[0].currency if len(row.facts.costs) == 1 else ""


def _languages(row: ExportRow, labels: Labels) -> str:
    return _list([language_name(code, labels.language) for code in row.card.languages])


def plain(number: Decimal) -> str:
    """Without idle zeros: 12.50 is "12.5", 1000.00 is "1000"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(moment: datetime) -> date:
    """The day of a moment where the network is."""
    return timezone.localtime(moment).date()


COLUMNS: tuple[Column, ...] = (
    Column(_("Numer"), lambda row, labels: row.card.id, 8),
    Column(_("Adres"), lambda row, labels: row.url, 40),
    Column(_("Tytuł"), lambda row, labels: row.card.title, 50),
    Column(_("Streszczenie"), lambda row, labels: row.summary, 60),
    Column(_("Miasto lub organizacja"), lambda row, labels: row.author, 22),
    Column(_("Państwo"), lambda row, labels: labels.countries.get(row.country, row.country)),
    Column(_("Województwo"), _voivodeship, 20),
    Column(_("Mieszkańcy"), lambda row, labels: row.facts.population, 12),
    Column(_("Tematy"), lambda row, labels: _list([theme.name(labels.language) for theme in row.card.themes]), 30),
    Column(_("Tagi"), lambda row, labels: _list([tag.name for tag in row.card.tags]), 30),
    Column(_("Stan prac"), lambda row, labels: labels.choices.get(row.card.status)),
    Column(_("Początek"), lambda row, labels: row.facts.started_on, 12),
    Column(_("Koniec"), lambda row, labels: row.facts.ended_on, 12),
    Column(_("Poziom dowodu"), lambda row, labels: labels.choices.get(row.card.evidence_level), 20),
    Column(_("Koszty razem"), _cost, 16),
    Column(_("Waluta"), _currency, 8),
    Column(_("Etaty"), lambda row, labels: row.facts.staff_fte, 8),
    Column(_("Cele zrównoważonego rozwoju"), lambda row, labels: _list(row.facts.sdgs)),
    Column(_("Języki"), _languages),
    Column(_("Licencja"), lambda row, labels: row.facts.licence),
    Column(_("Zbiór"), lambda row, labels: row.card.source),
    Column(_("Adres w zbiorze"), lambda row, labels: row.card.source_url, 30),
    Column(_("Opublikowano"), lambda row, labels: day(row.facts.first_published_at), 12),
    Column(_("Zmieniono"), lambda row, labels: day(row.facts.updated_at), 12),
)
