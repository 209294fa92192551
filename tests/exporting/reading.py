"""Files read by other programs' rules than those they were written by: the standard library alone."""

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from typing import Any
from xml.etree import ElementTree

from django.test import Client

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# A tag, and its value on the same line: the whole of the format.
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")


def export(client: Client, format: str, q: str = "", **asked: Any) -> tuple[Any, bytes]:
    """The answer to an export and the whole file."""
    response: Any = client.get("/api/v1/search/export/", {"format": format, "q": q, **asked})
    assert response.status_code == 200 and response.streaming, response
    return response, b"".join(response.streaming_content)


def csv_rows(file: bytes, delimiter: str = ";") -> list[dict[str, str]]:
    """The rows by heading, as a spreadsheet reads them."""
    text = file.decode("utf-8-sig")
    assert file.startswith(b"\xef\xbb\xbf") and text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def ris_references(file: bytes) -> list[dict[str, list[str]]]:
    """The references, each tag with its values; every line must belong to one."""
    text = file.decode("utf-8")
    references: list[dict[str, list[str]]] = []
    for line in text.split("\r\n"):
        assert "\n" not in line and "\r" not in line
        if not line:
            continue
        found = _RIS_LINE.fullmatch(line)
        assert found, line
        if found[1] == "TY":
            references.append(defaultdict(list))
        references[-1][found[1]].append(found[2])
    assert all(next(iter(reference)) == "TY" and list(reference)[-1] == "ER" for reference in references)
    return references


class Sheets:
    """An XLSX file: its sheets as rows of (kind, value), where kind is "text", "number", "day" or "formula", and None is an empty cell."""

    def __init__(self, file: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(file))
        assert self._zip.testzip() is None
        styles = ElementTree.fromstring(self._zip.read("xl/styles.xml"))
        dates = {f.get("numFmtId") for f in styles.iter(f"{_SHEET}numFmt") if "yyyy" in str(f.get("formatCode"))}
        formats = list(styles.find(f"{_SHEET}cellXfs") or [])
        self._days = {place for place, xf in enumerate(formats) if xf.get("numFmtId") in dates}
        self._quoted = {place for place, xf in enumerate(formats) if xf.get("quotePrefix") == "1"}
        self.quoted: list[str] = []

    def rows(self, number: int) -> list[list[tuple[str, str] | None]]:
        """The rows of a sheet, counted from 1."""
        sheet = ElementTree.fromstring(self._zip.read(f"xl/worksheets/sheet{number}.xml"))
        return [self._row(row) for row in sheet.iter(f"{_SHEET}row")]

    def named(self, number: int) -> list[dict[str, tuple[str, str]]]:
        """The rows by the headings in the first one, empty cells left out."""
        first, *others = self.rows(number)
        headings = [cell[1] for cell in first if cell]
        return [{h: cell for h, cell in zip(headings, row, strict=False) if cell} for row in others]

    def _row(self, row: ElementTree.Element) -> list[tuple[str, str] | None]:
        found: list[tuple[str, str] | None] = []
        for cell in row:
            place = _column(str(cell.get("r")))
            found += [None] * (place - len(found) + 1)
            found[place] = self._cell(cell)
        return found

    def _cell(self, cell: ElementTree.Element) -> tuple[str, str] | None:
        style = int(cell.get("s", "0"))
        if cell.find(f"{_SHEET}f") is not None:
            return "formula", ""
        if cell.get("t") == "inlineStr":
            text = "".join(part.text or "" for part in cell.iter(f"{_SHEET}t"))
            self.quoted += [text] if style in self._quoted else []
            return "text", text
        value = cell.findtext(f"{_SHEET}v")
        return None if value is None else ("day" if style in self._days else "number", value)


def _column(reference: str) -> int:
    """ "A1" is 0, "AB7" is 27."""
    number = 0
    for letter in re.match("[A-Z]+", reference)[0]:  # type: ignore[index]
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def numbers(format: str, file: bytes) -> list[int]:
    """The practices of a file in Polish, in its order."""
    match format:
        case "csv":
            return [int(row["Numer"]) for row in csv_rows(file)]
        case "json":
            return [result["id"] for result in json.loads(file)["results"]]
        case "xlsx":
            return [int(row["Numer"][1]) for row in Sheets(file).named(1)]
    return [int(re.search(r"/(\d+)-", reference["UR"][0])[1]) for reference in ris_references(file)]  # type: ignore[index]
