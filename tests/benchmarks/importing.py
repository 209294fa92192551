"""Measure the import on real collections: `PRACTICES_DATA=... python -m tests.benchmarks.importing [--rows 500] [--profile]`.

Works on a database and an index of its own in a temporary folder. Prints a Markdown table: rows a second and SQL statements a row for the
first import, the second and a dry run, beside the floor of the same machine at the same moment (three bare INSERTs a row, each row in a
transaction of its own); documents a second for the drain that follows; peak memory. CPU seconds stand beside wall time, because a shared
machine stretches the one and not the other.
"""

import argparse
import cProfile
import itertools
import os
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = tempfile.TemporaryDirectory(prefix="network-benchmark-")
os.environ["VAR_DIR"] = _FOLDER.name
os.environ.setdefault("SECRET_KEY", "only for measuring")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_FOLDER.name}/network.sqlite3")
os.environ.pop("DEBUG", None)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from network.outbox.draining import drain  # noqa: E402
from network.outbox.wake import without_waking  # noqa: E402
from practices.importing.run import import_file  # noqa: E402
from practices.models import Practice, PracticeText, PracticeVersion  # noqa: E402
from practices.services.themes import load_themes  # noqa: E402
from search import analysis  # noqa: E402
from tests.datasets.__main__ import COLLECTIONS, convert  # noqa: E402
from tests.datasets.reading import VARIABLE, data_folder, read_rows  # noqa: E402


@dataclass(slots=True)
class Measured:
    """One measurement: wall and CPU seconds, and SQL statements."""

    wall: float = 0.0
    cpu: float = 0.0
    statements: int = 0


@contextmanager
def measured() -> Iterator[Measured]:
    """Measure what happens inside."""
    result = Measured()

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result.statements += 1
        return execute(sql, params, many, context)

    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        yield result
    result.wall, result.cpu = time.perf_counter() - wall, time.process_time() - cpu


def main() -> int:
    """Measure everything once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0, help="at most so many rows of each collection; 0: all")
    parser.add_argument("--profile", action="store_true", help="print where the first import's time goes")
    options = parser.parse_args()
    data = data_folder()
    if data is None:
        print(f"Set {VARIABLE} to the folder that holds practices/*.jsonl.", file=sys.stderr)
        return 2
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_register", verbosity=0)
    load_themes()
    call_command("search_index", "build", "--promote")
    analysis.warm_up()
    files = list(collections(data, options.rows))
    rows = sum(1 for path, _ in files for _ in read_rows(path))
    profile = cProfile.Profile() if options.profile else None
    print(f"\n{rows} rows, {connection.vendor}\n")
    print("| | rows/s | rows/s of CPU | statements a row |\n| --- | --- | --- | --- |")
    say("three bare INSERTs a row", floor(files), rows)
    say("dry run", run(files, dry_run=True), rows)
    say("first import", run(files, profile=profile), rows)
    with measured() as drained:
        while drain(limit=2000).done:
            pass
    say("second import, nothing changed", run(files), rows)
    say("drain into the index and the changes feed (documents)", drained, rows)
    print(
        f"\nPeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, dictionaries of the analysis included."
    )
    if profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
    return 0


def collections(data: Path, most: int) -> Iterator[tuple[Path, str]]:
    """The collections in the import's format, cut to `most` rows, with their names."""
    out = Path(_FOLDER.name)
    for name, (source, _) in COLLECTIONS.items():
        convert(data, out, name)
        path = out / f"{name}.jsonl"
        if most:
            with path.open(encoding="utf-8") as file:
                kept = list(itertools.islice(file, most))
            path.write_text("".join(kept), encoding="utf-8")
        yield path, source


def run(files: list[tuple[Path, str]], *, dry_run: bool = False, profile: cProfile.Profile | None = None) -> Measured:
    """Import every collection."""
    with measured() as result, without_waking():
        if profile:
            profile.enable()
        for path, source in files:
            rejects = path.with_suffix(".rejects")
            counts = import_file(path, source=source, publish=True, rejects=rejects, dry_run=dry_run)
            if counts.rejected:
                print(f"{path.name}: {counts.said(dry_run=dry_run)}", file=sys.stderr)
        if profile:
            profile.disable()
    return result


def floor(files: list[tuple[Path, str]]) -> Measured:
    """The least that storing the same texts costs: a practice, a version and its texts; taken away again."""
    ids = []
    with measured() as result:
        for path, _ in files:
            for row in read_rows(path):
                with transaction.atomic():
                    practice = Practice.objects.create(slug="x", organisation="x")
                    version = PracticeVersion.objects.create(practice=practice, number=1)
                    prose = str(row.get("solution", row.get("summary", "")))
                    PracticeText.objects.create(version=version, language="pl", title=str(row["title"]), solution=prose)
                ids.append(practice.pk)
    Practice.objects.filter(pk__in=ids).delete()
    return result


def say(what: str, result: Measured, rows: int) -> None:
    """One line of the table."""
    print(
        f"| {what} | {rows / result.wall:.0f} | {rows / result.cpu:.0f} | {result.statements / rows:.1f} |", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
