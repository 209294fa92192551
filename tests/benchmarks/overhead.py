"""What a search costs around its engine: `PRACTICES_DATA=... python -m tests.benchmarks.overhead [--questions 300] [--page-size 20]`.

Asks the present database and index (those of `tests.benchmarks.corpus`, or any other) the same questions by find() and by the API, one
client, one after the other. The engine's part is taken out of the very same call: `took` as the engine itself says it, its CPU time as seen
from here. CPU time of the thread stands beside wall time, as a shared machine stretches the one and not the other; the work of a database
server is in the wall time alone. `--gunicorn` asks a server of its own on loopback too; `--profile` shows where find() spends its time.
"""

import argparse
import contextlib
import cProfile
import http.client
import os
import pstats
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

os.environ.setdefault("SECRET_KEY", "only for measuring")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
os.environ.pop("DEBUG", None)
os.environ["API_THROTTLE"] = ""  # the benchmark is one very eager partner

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from practices.models import Practice  # noqa: E402
from search import analysis  # noqa: E402
from search.engines import engine  # noqa: E402
from search.engines.base import EngineAnswer, EngineQuery  # noqa: E402
from search.finding.find import find  # noqa: E402
from search.query.request import SearchRequest  # noqa: E402
from tests.benchmarks.material import questions  # noqa: E402


@dataclass(slots=True)
class Spent:
    """Milliseconds of one question: as the engine says, and wall and CPU time here."""

    took: float = 0.0
    wall: float = 0.0
    cpu: float = 0.0


@dataclass(slots=True)
class Way:
    """One way to ask, with what every question cost: the whole, and of it the engine's part."""

    name: str
    ask: Callable[[str], object]
    whole: list[Spent] = field(default_factory=list)
    engine: list[Spent] = field(default_factory=list)


class Watch:
    """Stands before the engine and the database and adds up what goes to them."""

    def __init__(self) -> None:
        self.engine = Spent()
        here = engine()
        search_many = here.search_many
        # A server answers questions that are asked together side by side, of which the longest is seen; the embedded engine one by one.
        together = max if here.name == "elasticsearch" else sum

        def watched(generation: str, queries: Sequence[EngineQuery]) -> list[EngineAnswer]:
            wall, cpu = time.perf_counter(), time.thread_time()
            answers = search_many(generation, queries)
            self.engine.wall += (time.perf_counter() - wall) * 1000
            self.engine.cpu += (time.thread_time() - cpu) * 1000
            self.engine.took += together(answer.took for answer in answers)
            return answers

        # Every question comes by here: `search` is one of one.
        here.search_many = watched  # type: ignore[method-assign]

    def ask(self, way: Way, q: str) -> None:
        """Ask once and note what it cost."""
        self.engine = Spent()
        wall, cpu = time.perf_counter(), time.thread_time()
        way.ask(q)
        whole = Spent(wall=(time.perf_counter() - wall) * 1000, cpu=(time.thread_time() - cpu) * 1000)
        way.whole.append(whole)
        way.engine.append(self.engine)


def main() -> int:
    """Measure everything once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page-size", type=int, default=20)
    parser.add_argument("--gunicorn", action="store_true", help="ask a gunicorn of one worker on loopback too")
    parser.add_argument("--profile", action="store_true", help="print where the time of find() goes")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    analysis.warm_up()
    asked = questions(options.questions, options.seed)
    count = Practice.objects.filter(state="published").count()
    print(
        f"{count} published practices, {connection.vendor}, {engine().name}, {len(asked)} questions, pages of {options.page_size}\n"
    )
    inside(asked, options.page_size)
    if options.gunicorn:
        over_http(asked, options.page_size)
    if options.profile:
        profile(asked, options.page_size)
    return 0


def inside(asked: list[str], size: int) -> None:
    """find() and the API in this process, question by question in turns, after one round to warm up."""
    client = Client()
    ways = [
        Way("find()", lambda q: find(SearchRequest(q=q, page_size=size))),
        Way("GET /api/v1/search/", lambda q: client.get("/api/v1/search/", {"q": q, "page_size": str(size)})),
    ]
    watch = Watch()
    for q in asked:
        watch.ask(ways[0], q)
    first = [whole.wall - engine.took for whole, engine in zip(ways[0].whole, ways[0].engine, strict=True)]
    ways[0] = Way(ways[0].name, ways[0].ask)
    for q in asked:
        for way in ways:
            watch.ask(way, q)
    print("| ms | p50 | p95 |\n| --- | --- | --- |")
    say("the engine's own time (`took`)", [part.took for part in ways[0].engine])
    say("the way to it and back beyond `took`", [part.wall - part.took for part in ways[0].engine])
    for way in ways:
        both = list(zip(way.whole, way.engine, strict=True))
        say(f"{way.name}", [whole.wall for whole, _ in both])
        say(f"{way.name} beyond `took`", [whole.wall - part.took for whole, part in both])
        say(f"{way.name} beyond the engine, CPU here", [whole.cpu - part.cpu for whole, part in both])
    say("find() beyond `took` when each question is asked for the first time", first)
    print(f"\nSQL statements of find(): {statements(asked[0], size)}\n")


def statements(q: str, size: int) -> int:
    """How many statements a search sends to the database."""
    seen = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        find(SearchRequest(q=q, page_size=size))
    return len(seen)


def say(what: str, milliseconds: list[float]) -> None:
    """One line of the table."""
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    print(f"| {what} | {statistics.median(milliseconds):.1f} | {p95:.1f} |", flush=True)


def over_http(asked: list[str], size: int) -> None:
    """The same questions to a server of one worker, over one connection that stays open."""
    with a_server(1) as port:
        server = http.client.HTTPConnection("127.0.0.1", port)
        spent = []
        for q in (*asked, *asked):
            begun = time.perf_counter()
            server.request("GET", f"/api/v1/search/?{urlencode({'q': q, 'page_size': size})}")
            answer = server.getresponse()
            answer.read()
            spent.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"The server answered {answer.status} to {q!r}.")
        say("GET /api/v1/search/ of gunicorn on loopback", spent[len(asked) :])


@contextlib.contextmanager
def a_server(workers: int) -> Iterator[int]:
    """A gunicorn on a free port, as production runs it (gunicorn.conf.py), up to the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environment = {
        **os.environ,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "network.wsgi", "-b", f"127.0.0.1:{port}", "--workers", str(workers)]
    server = subprocess.Popen([*command, "--log-level", "warning"], env=environment)
    try:
        while True:
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def profile(asked: list[str], size: int) -> None:
    """Where the time of find() goes."""
    profiler = cProfile.Profile()
    with profiler:
        for q in asked:
            find(SearchRequest(q=q, page_size=size))
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    sys.exit(main())
