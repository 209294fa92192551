"""Eight clients at once: `PRACTICES_DATA=... python -m tests.benchmarks.throughput [--clients 8] [--questions 300] [--rounds 3]`.

Searches a second of the API, served by gunicorn as production serves it, beside those of the bare engine. The bare requests are those that
the same searches send: recorded first, then sent to Elasticsearch by the same clients over connections that stay open (tantivy, which has
no server, is called from as many threads of one process). Both in turns, as the machine may be shared; the best of the rounds is printed.
Clients, servers and database share the machine's processors.
"""

import argparse
import http.client
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.overhead import a_server  # sets Django up

from practices.models import Practice  # isort: skip
from search.engines import engine  # isort: skip
from search.engines.base import EngineAnswer, EngineQuery  # isort: skip
from search.engines.elasticsearch.client import Client  # isort: skip
from search.finding.find import find  # isort: skip
from search.query.request import SearchRequest  # isort: skip
from tests.benchmarks.material import questions  # isort: skip

# What one client does with the question of that number.
Asking = Callable[[int], None]


def main() -> int:
    """Measure both in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2, help="processes of gunicorn")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    asked = questions(options.questions, options.seed)
    bare = bare_elasticsearch(asked) if engine().name == "elasticsearch" else bare_tantivy(asked)
    with a_server(options.workers) as port:
        ways = {"bare engine": bare, "GET /api/v1/search/": lambda: api(port, asked)}
        best = dict.fromkeys(ways, 0.0)
        for _ in range(options.rounds):
            for name, client in ways.items():
                best[name] = max(best[name], searches_a_second(client, options.clients, len(asked)))
    print(f"{Practice.objects.filter(state='published').count()} published practices, {engine().name}, ", end="")
    print(f"{options.clients} clients, {options.workers} workers, load {os.getloadavg()[0]:.1f}\n")
    print("| | searches a second | of the bare engine's |\n| --- | --- | --- |")
    for name, reached in best.items():
        print(f"| {name} | {reached:.1f} | {reached / best['bare engine']:.2f} |")
    return 0


def searches_a_second(client: Callable[[], Asking], clients: int, number: int) -> float:
    """All questions once, shared out among clients that each begin the next one when answered."""
    following = count()
    failures: list[BaseException] = []

    def work(asking: Asking) -> None:
        try:
            while (i := next(following)) < number:
                asking(i)
        except BaseException as failure:  # told by the main thread
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(client(),)) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return number / (time.perf_counter() - began)


def api(port: int, asked: Sequence[str]) -> Asking:
    """A client of the API with a connection of its own."""
    server = http.client.HTTPConnection("127.0.0.1", port)
    return lambda i: _exchange(server, "GET", f"/api/v1/search/?{urlencode({'q': asked[i]})}", None)


def bare_elasticsearch(asked: Sequence[str]) -> Callable[[], Asking]:
    """Clients that send what find() sends, and nothing around it."""
    sent: list[tuple[str, bytes]] = []
    search = Client.search

    def recording(self: Client, index: str, body: dict[str, Any], wanted: str) -> dict[str, Any]:
        sent.append((f"/{index}/_search?{urlencode({'filter_path': wanted})}", json.dumps(body).encode()))
        return search(self, index, body, wanted)

    Client.search = recording  # type: ignore[method-assign, assignment]
    by_question: list[list[tuple[str, bytes]]] = []
    for q in asked:
        find(SearchRequest(q=q))
        by_question.append(sent[:])
        sent.clear()
    Client.search = search  # type: ignore[method-assign]
    address = urlsplit(os.environ["SEARCH_URL"])

    def client() -> Asking:
        server = http.client.HTTPConnection(str(address.hostname), address.port)

        def ask(i: int) -> None:
            for path, body in by_question[i]:
                _exchange(server, "POST", path, body)

        return ask

    return client


def bare_tantivy(asked: Sequence[str]) -> Callable[[], Asking]:
    """Threads that call the embedded engine as find() calls it."""
    here = engine()
    search = here.search
    sent: list[tuple[str, EngineQuery]] = []

    def recording(generation: str, query: EngineQuery) -> EngineAnswer:
        sent.append((generation, query))
        return search(generation, query)

    here.search = recording  # type: ignore[method-assign]
    by_question: list[list[tuple[str, EngineQuery]]] = []
    for q in asked:
        find(SearchRequest(q=q))
        by_question.append(sent[:])
        sent.clear()
    here.search = search  # type: ignore[method-assign]

    def ask(i: int) -> None:
        for generation, query in by_question[i]:
            search(generation, query)

    return lambda: ask


def _exchange(server: http.client.HTTPConnection, method: str, path: str, body: bytes | None) -> None:
    server.request(method, path, body, {"Content-Type": "application/json"} if body else {})
    answer = server.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} was answered {answer.status}: {content[:300]!r}")


if __name__ == "__main__":
    sys.exit(main())
