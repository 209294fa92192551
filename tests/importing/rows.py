"""Rows and files for the tests of the import."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from practices.importing.run import Counts, import_file

SOURCE = "Zbiór prób"


def a_row(number: int = 1, **fields: Any) -> dict[str, Any]:
    """The least that a record must have, at an organisation; a field that is None is left out."""
    row = {
        "source_id": str(number),
        "language": "pl",
        "title": f"Praktyka {number}",
        "place": {"organisation": "Związek Gmin", "country": "PL", "scope": "regional"},
        **fields,
    }
    return {name: value for name, value in row.items() if value is not None}


def a_file(folder: Path, rows: Iterable[dict[str, Any] | str | bytes], *, end: bytes = b"\n") -> Path:
    """A file of these rows; a text or bytes stand in it as they are."""
    lines = [
        row if isinstance(row, bytes) else (row if isinstance(row, str) else json.dumps(row)).encode() for row in rows
    ]
    path = folder / "practices.jsonl"
    path.write_bytes(b"".join(line + end for line in lines))
    return path


def imported(path: Path, *, publish: bool = True, **options: Any) -> Counts:
    """Import a file, its rejects beside it."""
    return import_file(path, source=SOURCE, publish=publish, rejects=rejects_of(path), **options)


def rejects_of(path: Path) -> Path:
    """Where `imported` writes bad rows."""
    return path.with_name("rejects.jsonl")


def reasons(path: Path) -> dict[int, str]:
    """The reasons in the rejects file by line number."""
    return {
        row["line"]: row["reason"]
        for row in map(json.loads, rejects_of(path).read_text(encoding="utf-8").split("\n")[:-1])
    }
