"""What prepared dictionaries save: `PRACTICES_DATA=... python -m tests.benchmarks.dictionaries [--words 40000]`.

Opens both dictionaries and works out the terms of distinct words of a Polish encyclopedia, with simplemma's own streams and
with the prepared tries, each in a process of its own, as each remembers what it has opened. What preparing costs is measured too.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from search import analysis, dictionaries
from tests.datasets.reading import VARIABLE


def main() -> None:
    """Prepare, then measure both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=40_000)
    parser.add_argument(
        "--folder", type=Path, help="for the process that is measured: where prepared dictionaries may lie"
    )
    options = parser.parse_args()
    if options.folder:
        measure(options.folder, options.words)
        return
    print("| | prepare both, s | open both, s | a new word, µs | memory, MB |\n| --- | --- | --- | --- | --- |")
    with TemporaryDirectory() as empty, TemporaryDirectory() as prepared:
        begun = time.perf_counter()
        # A process of its own too: those that this one starts would inherit the peak of its memory.
        preparing = get_context("spawn").Process(target=prepare, args=(Path(prepared),))
        preparing.start()
        preparing.join()
        taken = f"{time.perf_counter() - begun:.1f}"
        for name, cost, folder in (("streams", "", empty), ("prepared", taken, prepared)):
            print(f"| {name} | {cost} |", end="", flush=True)
            again = [sys.executable, "-m", "tests.benchmarks.dictionaries", "--words", str(options.words)]
            subprocess.run([*again, "--folder", folder], check=True)


def prepare(folder: Path) -> None:
    """Every dictionary."""
    for language in dictionaries.LANGUAGES:
        dictionaries.prepare(language, folder)


def measure(folder: Path, count: int) -> None:
    """The rest of one line of the table."""
    words = distinct(count)
    with patch("search.dictionaries.default_folder", return_value=folder):
        begun = time.perf_counter()
        analysis.warm_up()
        opened = time.perf_counter()
        analysis.terms_by_word(words, "pl")
        done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f" {opened - begun:.2f} | {(done - opened) / len(words) * 1e6:.0f} | {memory} |")


def distinct(count: int) -> list[str]:
    """So many different words, in the order in which the texts have them."""
    found: dict[str, None] = {}
    with (Path(os.environ[VARIABLE]) / "retrieval" / "poquad" / "passages.jsonl").open(encoding="utf-8") as passages:
        for line in passages:
            found |= dict.fromkeys(analysis.words(json.loads(line)["text"]))
            if len(found) >= count:
                break
    return list(found)[:count]


if __name__ == "__main__":
    main()
