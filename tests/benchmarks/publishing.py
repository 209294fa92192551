"""Measure publish to findable, and a renamed tag, with everything running.

`DATABASE_URL=postgres://... SEARCH_URL=http://... CELERY_BROKER_URL=redis://... PRACTICES_DATA=... python -m tests.benchmarks.publishing`

Fills the database up to `--practices`, indexes it, starts a worker and beat with the commands of the compose file, and prints Markdown:
publish to findable (from the call of the publishing service to the first `find()` that finds it) when quiet and with `--load` changes a
second arriving from another process, each a transaction of its own that wakes the worker; then a tag of about `--renamed` practices gets
another name, and searches go on until all are found by it.
"""

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, cycle

os.environ.setdefault("SECRET_KEY", "only for measuring")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Count  # noqa: E402

from network.models import Role  # noqa: E402
from network.outbox.selectors import outbox_state  # noqa: E402
from practices.importing.places import Places  # noqa: E402
from practices.importing.record import read_record  # noqa: E402
from practices.models import Practice, PracticeState, Tag  # noqa: E402
from practices.services.fanout import touch_public  # noqa: E402
from practices.services.importing import import_practice  # noqa: E402
from practices.services.tags import rename_tag  # noqa: E402
from practices.topics import PRACTICE  # noqa: E402
from search import analysis  # noqa: E402
from search.engines.base import EngineQuery, Term  # noqa: E402
from search.finding.find import find  # noqa: E402
from search.indexing.generations import engine_of, live_generation  # noqa: E402
from search.query.request import SearchRequest  # noqa: E402
from tests.benchmarks.corpus import fill, prepare  # noqa: E402
from tests.benchmarks.material import questions  # noqa: E402
from tests.factories import a_user  # noqa: E402

_SOURCE = "benchmark"
_PROCESSES = (
    ("worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
    ("beat", "--loglevel", "WARNING"),
)


def main() -> None:
    """Run every measurement once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--practices", type=int, default=10_000)
    parser.add_argument("--publications", type=int, default=60)
    parser.add_argument("--load", type=int, default=50, help="changes a second")
    parser.add_argument("--renamed", type=int, default=20_000)
    parser.add_argument("--arriving", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.arriving:
        arrive(options.load)
        return
    prepare()
    fill(options.practices)
    call_command("search_index", "build", "--promote", "--if-needed")
    analysis.warm_up()
    with running():
        settle()
        print(f"\n{options.practices} practices, load of the machine {os.getloadavg()[0]:.1f}\n")
        print("| publish to findable, ms | p50 | p95 | longest |\n| --- | --- | --- | --- |")
        say("quiet", [publish() for _ in range(options.publications)])
        with arriving(options.load):
            time.sleep(3)
            say(f"{options.load} changes a second arriving", [publish() for _ in range(options.publications)])
        settle()
        rename(options.renamed)


def say(what: str, took: list[float]) -> None:
    """A row of milliseconds."""
    p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
    print(f"| {what} | {statistics.median(took):.0f} | {p95:.0f} | {max(took):.0f} |", flush=True)


def publish() -> float:
    """Milliseconds from the call of the service to the first search that finds the practice."""
    word = f"próba{uuid.uuid4().hex[:10]}"
    record = read_record(
        f'{{"source_id": "{word}", "language": "pl", "city": "przemysl", "title": "Ławeczka {word}", "summary": "Nowa ścieżka."}}'
    )
    began = time.perf_counter()
    import_practice(record=record, place=Places().find(record.place), source=_SOURCE, publish=True)
    while not find(SearchRequest(q=word)).count:
        time.sleep(0.005)
    took = (time.perf_counter() - began) * 1000
    time.sleep(random.uniform(0.05, 0.3))  # anywhere in the worker's rhythm
    return took


def rename(practices: int) -> None:
    """A tag used by about so many practices gets another name; searches are timed until every one of them is found by it."""
    used = Tag.objects.filter(canonical=None).annotate(number=Count("uses")).values_list("number", "id")
    carrying, id = min(used, key=lambda tag: abs(tag[0] - practices))
    tag = Tag.objects.get(id=id)
    name = f"nowa{uuid.uuid4().hex[:8]}"
    asked = cycle(questions(200))
    quiet = [_timed(next(asked)) for _ in range(100)]
    began = time.perf_counter()
    rename_tag(actor=a_user(Role.OPERATOR, email=f"{uuid.uuid4().hex}@example.org"), tag=tag, name=name)
    answered = time.perf_counter() - began
    meanwhile = [_timed(next(asked))]
    published = None
    for _ in count():
        meanwhile.append(_timed(next(asked)))
        if published is None:
            published = publish()
        if _named(name) >= carrying and not outbox_state(PRACTICE).waiting:
            break
    converged = time.perf_counter() - began
    assert published is not None
    print(
        f"\nA tag of {carrying} practices renamed: answered after {answered:.1f} s, all found by its new name after {converged:.1f} s "
    )
    print(
        f"({carrying / converged:.0f} a second); a practice published right after it was findable after {published / 1000:.1f} s.\n"
    )
    print("| find(), ms | p50 | p95 | longest |\n| --- | --- | --- | --- |")
    say("before", quiet)
    say("while the rename is written", meanwhile)


def _timed(question: str) -> float:
    began = time.perf_counter()
    find(SearchRequest(q=question))
    return (time.perf_counter() - began) * 1000


def _named(name: str) -> int:
    """How many documents have the word among their labels."""
    live = live_generation()
    assert live is not None
    return engine_of(live).search(live.name, EngineQuery(Term("labels_pl", analysis.term(name, "pl")), limit=0)).total


def settle() -> None:
    """Wait until nothing waits to be indexed."""
    while outbox_state(PRACTICE).waiting:
        time.sleep(0.2)


@contextmanager
def running() -> Iterator[None]:
    """A worker and beat."""
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "network.celery"]
    processes = [subprocess.Popen([*celery, *arguments]) for arguments in _PROCESSES]
    try:
        time.sleep(8)
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=60)


@contextmanager
def arriving(rate: int) -> Iterator[None]:
    """Another process that changes so many practices a second."""
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.publishing", "--arriving", "--load", str(rate)])
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def arrive(rate: int) -> None:
    """Change practices at random, each in a transaction of its own, until stopped; says how many a second it really managed."""
    ids = list(Practice.objects.filter(state=PracticeState.PUBLISHED).values_list("id", flat=True))
    began = time.perf_counter()
    made = 0
    try:
        for made in count(1):
            with transaction.atomic():
                touch_public(Practice.objects.filter(pk=random.choice(ids)))
            time.sleep(max(0.0, began + made / rate - time.perf_counter()))
    except KeyboardInterrupt:
        print(f"{made / (time.perf_counter() - began):.0f} changes a second arrived", file=sys.stderr)


if __name__ == "__main__":
    main()
