"""XLSX for Excel and LibreOffice: numbers and days as such, headings that stay in sight, and a sheet that says what was asked.

Rows go to a file on disk as they come (XlsxWriter's constant memory), which is sent when it is whole. Every text is written as text, and
what a spreadsheet might take for a formula is marked as quoted too, as a leading apostrophe would, so that editing it does not run it.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter import Workbook

from search.exporting.base import Export
from search.exporting.columns import COLUMNS, Cell, Labels, cells, headings
from search.exporting.formulas import looks_like_formula
from search.finding.page import Degraded
from search.query.request import WINDOW

_PIECE = 64 * 1024
# Of one cell.
_MOST_CHARACTERS = 32_767
# Nothing that was typed by anybody becomes anything but text.
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
}  # fmt: skip


class Xlsx:
    """As the contract says."""

    name = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, export: Export) -> Iterator[bytes]:
        """The whole file is made first, on disk."""
        with TemporaryFile() as file:
            _fill(file, export)
            file.seek(0)
            while piece := file.read(_PIECE):
                yield piece


def _fill(file: IO[bytes], export: Export) -> None:
    with Workbook(file, _OPTIONS) as book:
        formats = {
            "heading": book.add_format({"bold": True}),
            "quoted": book.add_format({"quote_prefix": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        with override(export.language):
            practices, about = book.add_worksheet(_("Praktyki")), book.add_worksheet(_("O eksporcie"))
        written = _write_practices(practices, formats, export)
        _write_about(about, formats, export, written)


def _write_practices(sheet: Any, formats: dict[str, Any], export: Export) -> int:
    """Write the rows; gives back how many there were."""
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, 3)
    for place, heading in enumerate(headings(export.language)):
        sheet.write_string(0, place, heading, formats["heading"])
    labels, number = Labels.of(export.language), 0
    for number, row in enumerate(export.rows, start=1):
        for place, cell in enumerate(cells(row, labels)):
            _write(sheet, number, place, cell, formats)
    sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
    return number


def _write(sheet: Any, row: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case str():
            quoted = formats["quoted"] if looks_like_formula(cell) else None
            sheet.write_string(row, place, cell[:_MOST_CHARACTERS], quoted)
        case int() | Decimal():
            sheet.write_number(row, place, cell)
        case date():
            sheet.write_datetime(row, place, cell, formats["day"])


def _write_about(sheet: Any, formats: dict[str, Any], export: Export, written: int) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    with override(export.language):
        lines: list[tuple[str, Cell]] = [
            (_("Źródło"), settings.SITE_NAME),
            (_("Pytanie"), export.request.q),
            (_("Adres"), export.address),
            (_("Dzień eksportu"), timezone.localtime(export.made_at).date()),
            (_("Wszystkich wyników"), export.count),
            (_("W tym pliku"), written),
        ]
        if export.is_cut:
            lines.append(
                (
                    _("Uwaga"),
                    _("Plik ma najwyżej %(limit)d pierwszych wyników. Zawęź wyszukiwanie, żeby dostać resztę.")
                    % {"limit": WINDOW},
                )
            )
        if export.degraded is not Degraded.NO:
            lines.append(
                (_("Uwaga"), _("Wyszukiwanie działało wtedy prościej niż zwykle: część wyników mogła się nie znaleźć."))
            )
    for number, (name, value) in enumerate(lines):
        sheet.write_string(number, 0, name, formats["heading"])
        _write(sheet, number, 1, value, formats)
