"""CSV for spreadsheets, as the one of the export's language opens it: UTF-8 with its mark, lines ended by CR LF (RFC 4180).

In Polish cells are separated by semicolons and numbers have a decimal comma, else Excel with Polish settings shows one column and takes
1.5 for a day in May; in any other language commas separate and a point is decimal. Who reads by program takes JSON. A text that a
spreadsheet would run gets an apostrophe before it. There is no place for notes, so what was cut stands in the answer's header alone.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from search.exporting.base import Export
from search.exporting.columns import Cell, Labels, cells, headings, plain
from search.exporting.formulas import looks_like_formula

# Excel takes a file without it for one in its own code page.
_BYTE_ORDER_MARK = "\ufeff"


class Csv:
    """As the contract says."""

    name = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, export: Export) -> Iterator[bytes]:
        """A line a piece."""
        polish, labels = export.language == "pl", Labels.of(export.language)
        yield (_BYTE_ORDER_MARK + _line(headings(export.language), polish)).encode()
        for row in export.rows:
            yield _line((_text(cell, polish) for cell in cells(row, labels)), polish).encode()


def _line(values: Iterable[str], polish: bool) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";" if polish else ",").writerow(values)
    return line.getvalue()


def _text(cell: Cell, polish: bool) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return plain(cell).replace(".", ",") if polish else plain(cell)
        case date():
            return cell.isoformat()
        case str() if looks_like_formula(cell):
            return f"'{cell}"
    return str(cell)
