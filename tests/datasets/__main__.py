"""`python -m tests.datasets OUT_FOLDER`: every collection of PRACTICES_DATA in the import's format, one .jsonl each."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.datasets import ips_explorer, keep_interreg, lodz_budzet_obywatelski, rops_innowacje, rpo_podlaskie
from tests.datasets.reading import VARIABLE, Record, Row, data_folder, read_rows

# File name -> what to call the collection, and its adapter.
COLLECTIONS: dict[str, tuple[str, Callable[[Iterable[Row]], Iterator[Record]]]] = {
    module.__name__.rpartition(".")[2]: (module.SOURCE, module.records)
    for module in (ips_explorer, keep_interreg, lodz_budzet_obywatelski, rpo_podlaskie, rops_innowacje)
}


def convert(data: Path, out: Path, name: str) -> int:
    """Write one collection; returns how many records it has."""
    rows = list(read_rows(data / f"{name}.jsonl"))
    _, records = COLLECTIONS[name]
    with (out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
        for record in track(records(rows), description=name, total=len(rows), console=Console(stderr=True)):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return len(rows)


def main(arguments: list[str]) -> int:
    """Convert everything and print how to import it."""
    data = data_folder()
    if len(arguments) != 1:
        print("Usage: python -m tests.datasets OUT_FOLDER", file=sys.stderr)
        return 2
    if data is None:
        print(f"Set {VARIABLE} to the folder that holds practices/*.jsonl.", file=sys.stderr)
        return 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    for name, (source, _) in COLLECTIONS.items():
        count = convert(data, out, name)
        print(f'{count:>5}  manage.py import_practices {out / name}.jsonl --source "{source}" --publish')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
