"""A folder of judged questions: documents, questions, and which document answers which question."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class InvalidFolder(ValueError):
    """The folder cannot be used; the message says which file and line, and what it should hold."""


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A text that may be found, with its title if it has one, in a language (ISO 639-1)."""

    id: str
    text: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The set. `relevance`: question id -> document id -> grade, 1 or more; questions without a document that is there are left out."""

    documents: list[JudgedDocument]
    questions: Mapping[str, str]
    relevance: Mapping[str, Mapping[str, int]]


def read_judged(folder: Path, *, language: str) -> Judged:
    """Read `docs.jsonl` or `passages.jsonl` (`id`, `text`, optionally `title`, `language`), `queries.jsonl` (`id`, `text`, optionally
    `doc`) and `qrels.jsonl` (`query`, `doc`, `relevance`), which is needed where queries name no document. `language`: of texts that name
    none. Raises InvalidFolder.
    """
    texts = next((path for name in ("docs.jsonl", "passages.jsonl") if (path := folder / name).is_file()), None)
    if texts is None or not (folder / "queries.jsonl").is_file():
        raise InvalidFolder(f"{folder} needs docs.jsonl or passages.jsonl, and queries.jsonl.")
    documents = [
        JudgedDocument(
            _text(row, "id", where), _text(row, "text", where), row.get("title") or "", row.get("language") or language
        )
        for where, row in _rows(texts)
    ]
    queries = {
        _text(row, "id", where): (_text(row, "text", where), row.get("doc"))
        for where, row in _rows(folder / "queries.jsonl")
    }
    known = {document.id for document in documents}
    relevance: dict[str, dict[str, int]] = defaultdict(dict)
    for id, (_, doc) in queries.items():
        if doc in known:
            relevance[id][doc] = 1
    for where, row in _rows(folder / "qrels.jsonl"):
        grade = row.get("relevance")
        if not isinstance(grade, int):
            raise InvalidFolder(f"{where}: relevance must be a whole number.")
        if _text(row, "doc", where) in known and _text(row, "query", where) in queries and grade > 0:
            relevance[row["query"]][row["doc"]] = grade
    if not relevance:
        raise InvalidFolder(f"No question in {folder} names a document that is there, in queries.jsonl or qrels.jsonl.")
    return Judged(documents, {id: text for id, (text, _) in queries.items() if id in relevance}, relevance)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each row stands, and the row; of no file none."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            where = f"{path.name}, line {number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InvalidFolder(f"{where} is no JSON: {error}") from error
            if not isinstance(row, dict):
                raise InvalidFolder(f"{where} is no JSON object.")
            yield where, row


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InvalidFolder(f"{where}: {name} must be a text.")
    return value
