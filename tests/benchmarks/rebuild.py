"""Measure the rebuild of the index beside what a user would pick instead, on one server in one run.

`DATABASE_URL=... SEARCH_URL=http://... PRACTICES_DATA=... python -m tests.benchmarks.rebuild [--practices 100000] [--rounds 3]`

Fills the database up to that many practices (`tests.benchmarks.corpus`), then rebuilds in turns: ours, django-elasticsearch-dsl, the same
with `--parallel`, and bare `helpers.parallel_bulk` of ready documents. The peer gets a virtual environment of its own in VAR_DIR. Each
runs alone in a process of its own; as the machine may be shared, the best and the median of the rounds are printed, as Markdown.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
from django.conf import settings
from django.db import connection

from tests.benchmarks.corpus import fill, prepare  # sets Django up

from search.records import searchable  # isort: skip

_PEER = Path(__file__).parent / "peer"
WAYS = {
    "first": "`search_index build`, first of a database",
    "ours": "`search_index build` beside a live generation",
    "peer": "(a) django-elasticsearch-dsl `search_index --rebuild -f`",
    "peer --parallel": "(a) the same `--parallel`",
    "raw": "(b) `helpers.parallel_bulk` of ready documents",
}


@dataclass(slots=True)
class Runs:
    """The rounds of one way: seconds of writing, of the whole process, and its peak memory in MB, children included."""

    filling: list[float] = field(default_factory=list)
    everything: list[float] = field(default_factory=list)
    process: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def main() -> None:
    """Run all ways in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--practices", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    options = parser.parse_args()
    prepare()
    fill(options.practices)
    practices = searchable().count()
    connection.close()
    peer = peer_python() if any(way.startswith("peer") for way in options.ways) else Path(sys.executable)
    runs = {way: Runs() for way in options.ways}
    for number in range(options.rounds):
        for way in options.ways:
            measure(way, peer, runs[way], practices)
            took = f"{runs[way].filling[-1]:.1f} s, load {os.getloadavg()[0]:.1f}"
            print(f"round {number + 1}, {way}: {took}", file=sys.stderr)
    report(runs, practices)


def measure(way: str, peer: Path, runs: Runs, practices: int) -> None:
    """One rebuild in a process of its own."""
    if way.startswith("peer"):
        command = [str(peer), "-m", "tests.benchmarks.peer", *way.split()[1:]]
    else:
        command = [sys.executable, "-m", "tests.benchmarks.rebuilders", way]
    began = time.perf_counter()
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        process = psutil.Popen(command, env=_environment(), stdout=answer, stderr=complaints)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _megabytes(process))
            time.sleep(0.5)
        took = time.perf_counter() - began
        for file in (answer, complaints):
            file.seek(0)
        if process.returncode:
            sys.exit(f"{way} failed: {complaints.read().decode()[-3000:]}")
        figures = json.loads(answer.read().splitlines()[-1])
    assert figures["written"] == practices, f"{figures} for {practices} practices"
    runs.filling.append(figures["filling"])
    runs.everything.append(figures.get("everything", figures["filling"]))
    runs.process.append(took)
    runs.megabytes.append(peak)


def _megabytes(process: psutil.Popen) -> float:
    """What the process and its children hold of memory of their own: pages that they share are counted once."""
    held = 0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            held += one.memory_full_info().uss
    return held / 1e6


def report(runs: dict[str, Runs], practices: int) -> None:
    """The table, each way beside ours."""
    print(f"{practices} practices, {len(next(iter(runs.values())).filling)} rounds, load {os.getloadavg()[0]:.1f}\n")
    print(
        "| way | docs/s, best (median) | ours is | with all bookkeeping, docs/s | ours is | whole process, s | peak MB |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for way, made in runs.items():
        cells = [
            f"{practices / min(made.filling):,.0f} ({practices / statistics.median(made.filling):,.0f})",
            _ratio(made.filling, runs["ours"].filling) if "ours" in runs else "",
            f"{practices / min(made.everything):,.0f}",
            _ratio(made.everything, runs["ours"].everything) if "ours" in runs else "",
            f"{min(made.process):.1f}",
            f"{max(made.megabytes):.0f}",
        ]
        print(f"| {WAYS[way]} | {' | '.join(cells)} |")


def _ratio(other: list[float], ours: list[float]) -> str:
    """How many times quicker ours is, at the best and at the median."""
    return f"{min(other) / min(ours):.2f} x ({statistics.median(other) / statistics.median(ours):.2f} x)"


def peer_python() -> Path:
    """The peer's virtual environment, made once; it sees the project's packages too, so that both use the same ones."""
    folder = Path(settings.VAR_DIR) / "benchmark-peer"
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(_PEER / "requirements.txt")]
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(install, check=True)
        own = subprocess.run([str(python), "-c", _PACKAGES], check=True, capture_output=True, text=True).stdout.strip()
        Path(own, "project.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
        (folder / "ready").touch()
    return python


_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"


def _environment() -> dict[str, str]:
    address = urlsplit(settings.SEARCH_URL.split()[0])
    return {
        **os.environ,
        "PEER_ELASTICSEARCH": urlunsplit((address.scheme, address.netloc, "", "", "")),
        "PEER_INDEX": f"{address.path.strip('/') or 'network'}-peer",
    }


if __name__ == "__main__":
    main()
