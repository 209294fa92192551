"""Measure the spine on the present database and index: `python -m tests.benchmarks.searching [--questions 200] [--publications 40]`.

Prints Markdown tables: search by find(), by the API and by the page, each beside the bare engine call of the same run; publish to
findable; SQL queries and weight of pages and answers. It publishes practices of its own and withdraws them again.
"""

import argparse
import gzip
import os
import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from practices.importing.places import Places  # noqa: E402
from practices.importing.record import read_record  # noqa: E402
from practices.models import Practice, PracticeText  # noqa: E402
from practices.services.importing import import_practice  # noqa: E402
from practices.services.lifecycle import withdraw_practice  # noqa: E402
from search import analysis  # noqa: E402
from search.engines import engine  # noqa: E402
from search.engines.base import EngineQuery  # noqa: E402
from search.finding.facets import facet_questions  # noqa: E402
from search.finding.find import find  # noqa: E402
from search.finding.plan import plan, words_of  # noqa: E402
from search.indexing.generations import searched_generation  # noqa: E402
from search.indexing.vocabulary import vocabulary_for  # noqa: E402
from search.query.request import SearchRequest  # noqa: E402


def main() -> None:
    """Run every measurement once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--publications", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    # The benchmark is one very eager partner.
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    analysis.warm_up()
    random.seed(options.seed)
    print(
        f"{Practice.objects.filter(state='published').count()} published practices, {connection.vendor}, {engine().name}\n"
    )
    searching(list(questions(options.questions)))
    publishing(options.publications)
    weights()


def questions(number: int) -> Iterator[str]:
    """Two or three longer words of random titles, as somebody who half remembers would type them."""
    titles = list(PracticeText.objects.filter(version__state="published").values_list("title", flat=True))
    for title in random.choices(titles, k=number):
        words = [word for word in analysis.words(title) if len(word) > 3]
        yield " ".join(random.sample(words, min(len(words), random.choice((2, 3))))) or title[:40]


def searching(asked: list[str]) -> None:
    """The same questions to the bare engine, find(), the API and the page."""
    client = Client()
    generation = searched_generation()
    assert generation is not None
    name = generation.name

    def bare(q: str) -> None:
        query = SearchRequest(q=q).query
        node = plan(query, vocabulary_for(words_of(query), generation), {}).node()
        engine().search(name, EngineQuery(node, limit=20, facets=facet_questions({})))

    print("| search, ms | p50 | p95 | x bare engine |\n| --- | --- | --- | --- |")
    base = 0.0
    ways: list[tuple[str, Callable[[str], object]]] = [
        ("bare engine call with 9 facets", bare),
        ("find()", lambda q: find(SearchRequest(q=q))),
        ("GET /api/v1/search/", lambda q: client.get("/api/v1/search/", {"q": q})),
        ("GET /szukaj/", lambda q: client.get("/szukaj/", {"q": q})),
    ]
    for label, ask in ways:
        p50, p95 = timed(ask, asked)
        base = base or p50
        print(f"| {label} | {p50:.1f} | {p95:.1f} | {p50 / base:.1f} |")
    print()


def timed(ask: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after a tenth of the questions to warm up."""
    for q in asked[: max(1, len(asked) // 10)]:
        ask(q)
    took = []
    for q in asked:
        begun = time.perf_counter()
        ask(q)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def publishing(number: int) -> None:
    """From the call of the publishing service to the first search that finds the practice by its title."""
    took = []
    for _ in range(number):
        word = f"próba{uuid.uuid4().hex[:10]}"
        line = f'{{"source_id": "{word}", "language": "pl", "city": "przemysl", "title": "Ławeczka {word}", "summary": "Nowa ścieżka."}}'
        record = read_record(line)
        begun = time.perf_counter()
        import_practice(record=record, place=Places().find(record.place), source="benchmark", publish=True)
        while not find(SearchRequest(q=word)).count:
            time.sleep(0.01)
        took.append((time.perf_counter() - begun) * 1000)
    for practice in Practice.objects.filter(source="benchmark", state="published"):
        withdraw_practice(actor=None, practice=practice, reason="benchmark")  # type: ignore[arg-type]
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"Publish to findable, {number} times: p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms\n")


def weights() -> None:
    """Status, SQL queries and bytes of pages and answers, to a visitor."""
    practice = Practice.objects.filter(state="published").order_by("id").first()
    assert practice is not None
    client = Client()
    print("| address | status | SQL queries | kB | kB gzip |\n| --- | --- | --- | --- | --- |")
    for path in (
        "/", "/szukaj/?q=woda", "/szukaj/", f"/praktyki/{practice.pk}-{practice.slug}/", "/miasta/", "/miasta/przemysl/",
        "/tematy/", "/api/v1/search/?q=woda", "/api/v1/practices/", f"/api/v1/practices/{practice.pk}/",
        f"/api/v1/practices/{practice.pk}/similar/", "/api/v1/changes/", "/api/v1/cities/", "/api/v1/cities/przemysl/recommendations/",
        "/api/v1/cities/przemysl/peers/", "/api/v1/themes/", "/api/v1/tags/", "/health/",
    ):  # fmt: skip
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(path)
        body = answer.content
        shown = path.replace(f"{practice.pk}-{practice.slug}", "{id}-{slug}").replace(f"/{practice.pk}/", "/{id}/")
        print(
            f"| `{shown}` | {answer.status_code} | {len(queries)} | {len(body) / 1000:.1f} | {len(gzip.compress(body)) / 1000:.1f} |"
        )


if __name__ == "__main__":
    main()
