"""What growth costs: `DATABASE_URL=... PRACTICES_DATA=... python -m tests.benchmarks.growth --practices 10000 --search-url http://...`

One step: fills the database of DATABASE_URL up to that many practices, then for each engine (`--search-url`, several times) builds an
index, asks it the questions of `tests.benchmarks.material`, and appends a line of JSON to `--results`. Run it for each size, each in a
database of its own; `--plot` then prints the table as Markdown and draws `docs/images/growth.svg`.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
PLOT = ROOT / "docs" / "images" / "growth.svg"


def main() -> None:
    """Measure one size, or draw what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--practices", type=int, default=10_000)
    parser.add_argument("--search-url", action="append", default=[])
    parser.add_argument("--results", type=Path, default=Path("growth.jsonl"))
    parser.add_argument("--plot", action="store_true")
    parser.add_argument("--measured", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.plot:
        from tests.benchmarks.curves import draw, table

        lines = [json.loads(line) for line in options.results.read_text().splitlines()]
        print(table(lines))
        PLOT.write_text(draw(lines), encoding="utf-8")
    elif options.measured:
        print(json.dumps(measure()))
    else:
        each(options.practices, options.search_url, options.results)


def each(practices: int, urls: list[str], results: Path) -> None:
    """Every engine in a process of its own, so that memory is its own too."""
    from tests.benchmarks.corpus import fill, prepare

    prepare()
    fill(practices)
    for url in urls:
        command = [sys.executable, "-m", "tests.benchmarks.growth", "--measured"]
        done = subprocess.run(command, env={**os.environ, "SEARCH_URL": url}, stdout=subprocess.PIPE, check=True)
        line = done.stdout.splitlines()[-1].decode()
        with results.open("a") as file:
            file.write(line + "\n")
        print(line)


def measure() -> dict[str, object]:
    """Build beside what there is, promote, ask; the index is removed again."""
    import django

    django.setup()
    from search.engines import engine
    from search.engines.base import EngineQuery
    from search.finding.facets import facet_questions
    from search.finding.find import find
    from search.finding.plan import plan, words_of
    from search.indexing.building import build
    from search.indexing.generations import promote, searched_generation
    from search.indexing.vocabulary import vocabulary_for
    from search.models import Generation
    from search.query.request import SearchRequest
    from tests.benchmarks.material import questions

    began = time.perf_counter()
    built = build()
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert built.drift.total == 0 and not built.refused
    promote(built.generation)
    live = searched_generation()
    name = built.generation.name

    def bare(q: str) -> None:
        query = SearchRequest(q=q).query
        node = plan(query, vocabulary_for(words_of(query), live), {}).node()
        engine().search(name, EngineQuery(node, limit=20, facets=facet_questions({})))

    asked = questions(300)
    figures = {"engine": _milliseconds(bare, asked), "find": _milliseconds(lambda q: find(SearchRequest(q=q)), asked)}
    size = _megabytes(engine().name, name)
    Generation.objects.filter(id=built.generation.id).delete()
    engine().drop(name)
    return {
        "engine": engine().name, "practices": built.written, "seconds": took, "peak_mb": memory, "index_mb": size,
        "load": os.getloadavg()[0], "ms": figures,
    }  # fmt: skip


def _milliseconds(ask: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """Median and 95th percentile, warm."""
    for q in asked[:50]:
        ask(q)
    took = []
    for q in asked[50:]:
        began = time.perf_counter()
        ask(q)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20, method="inclusive")[-1]


def _megabytes(engine: str, generation: str) -> float:
    """What the index takes on disk."""
    url = urlsplit(os.environ["SEARCH_URL"])
    if engine == "tantivy":
        return sum(path.stat().st_size for path in Path(url.path, generation).rglob("*") if path.is_file()) / 1e6
    from elasticsearch import Elasticsearch

    from search.engines.elasticsearch import Address

    index = Address.of(os.environ["SEARCH_URL"]).index(generation)
    stats = Elasticsearch(f"{url.scheme}://{url.netloc}").indices.stats(index=index, metric="store")
    return float(stats["_all"]["total"]["store"]["size_in_bytes"]) / 1e6


if __name__ == "__main__":
    os.environ.setdefault("SECRET_KEY", "only for measuring")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
    main()
