"""The judged questions with the texts that were judged: `PRACTICES_DATA=... python -m tests.ranking.advisors.assemble FOLDER`.

Writes docs.jsonl (id, text, title, language), queries.jsonl and qrels.jsonl to FOLDER. The real practices are not part of the project, so
only their ids are kept here; `PRACTICES_DATA` names the folder that holds practices/*.jsonl.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from practices import demo
from tests.datasets.__main__ import COLLECTIONS
from tests.datasets.reading import VARIABLE, Record, data_folder, read_rows

HERE = Path(__file__).parent
QUERIES = HERE / "queries.jsonl"
QRELS = HERE / "qrels.jsonl"

_DEMO = "demo"
# What a practice tells, in the order in which its page tells it.
_TEXTS = ("summary", "challenge", "solution", "results", "lessons", "conditions", "target_groups", "participation")


class DataError(Exception):
    """The collections are not where they are looked for; says so in a sentence."""


class Doc(TypedDict):
    """One practice as it was judged: in the language it was written in, without translations."""

    id: str
    text: str
    title: str
    language: str


def docs() -> Iterator[Doc]:
    """The demo's practices and those of every collection; raises DataError where one of them is not there."""
    folder = _collections()
    for path in sorted(Path(demo.__file__).parent.glob("practices-*.jsonl")):
        yield from (_doc(_DEMO, record) for record in read_rows(path))
    for name, (_, records) in COLLECTIONS.items():
        yield from (_doc(name, record) for record in records(read_rows(folder / f"{name}.jsonl")))


def write(folder: Path) -> int:
    """Write the three files of the set; returns how many practices there are."""
    assembled = list(docs())
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "docs.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(doc, ensure_ascii=False) + "\n" for doc in assembled)
    for path in (QUERIES, QRELS):
        shutil.copyfile(path, folder / path.name)
    return len(assembled)


def _collections() -> Path:
    folder = data_folder()
    if folder is None:
        raise DataError(f"{VARIABLE} does not name a folder that holds practices/*.jsonl.")
    missing = [f"{name}.jsonl" for name in COLLECTIONS if not (folder / f"{name}.jsonl").is_file()]
    if missing:
        raise DataError(f"{folder} lacks {', '.join(missing)}.")
    return folder


def _doc(collection: str, record: Record) -> Doc:
    texts = [text for name in _TEXTS if (text := record.get(name))]
    return {
        "id": f"{collection}:{record['source_id']}",
        "text": "\n\n".join([*texts, ", ".join(record.get("tags", []))]).strip(),
        "title": record["title"],
        "language": record["language"],
    }


def main(arguments: list[str]) -> int:
    """Write the set and say what was written, or why it was not."""
    if len(arguments) != 1:
        print("Usage: python -m tests.ranking.advisors.assemble FOLDER", file=sys.stderr)
        return 2
    try:
        count = write(Path(arguments[0]))
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{count} practices with the judged questions in {arguments[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
