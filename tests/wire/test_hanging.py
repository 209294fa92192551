"""A server that takes a request and does not answer, or never ends its answer: everybody gets away in bounded time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.test import Client

from search.engines.base import All, Engine, EngineQuery, EngineUnavailable, Values
from search.engines.circuit import CircuitOpen
from search.engines.elasticsearch import ElasticsearchEngine
from search.finding.find import find
from search.finding.page import Degraded
from search.models import Generation
from search.query.request import SearchRequest
from tests.factories import a_published_practice, content
from tests.wire.actions import answering, hang, hang_in_the_answer, trickle
from tests.wire.operations import OPERATIONS
from tests.wire.proxy import Action, Exchange, Proxy, error_answer
from tests.wire.waiting import Drain, assert_waiting

# What no answer takes that is bounded at all: only to end a test that would otherwise hang for good.
FOREVER = 60.0
EVERYTHING = EngineQuery(All(()))


@pytest.fixture
def prefix(one_for_all: str) -> str:
    return one_for_all


def outcome(ask: Callable[[], object]) -> object:
    """What a call that may hang raises, else what it gives."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(ask).exception(timeout=FOREVER) or "it answered"
    finally:
        pool.shutdown(wait=False)


@pytest.mark.parametrize("trouble", [hang, hang_in_the_answer, trickle])
def test_a_search_ends_though_the_server_never_does(
    impatient: ElasticsearchEngine, proxy: Proxy, trouble: Action
) -> None:
    proxy.on("/_search", trouble)
    assert isinstance(outcome(lambda: impatient.search("g1", EVERYTHING)), EngineUnavailable)
    proxy.calm()
    _until_answered(impatient)


@pytest.mark.parametrize("trouble", [hang, trickle])
def test_whatever_is_asked_of_a_server_that_hangs_ends(
    impatient: ElasticsearchEngine, proxy: Proxy, trouble: Action
) -> None:
    proxy.on("", trouble)
    with ThreadPoolExecutor(len(OPERATIONS)) as pool:
        asked = {name: pool.submit(ask, impatient) for name, ask in OPERATIONS.items()}
        ends = {name: call.exception(timeout=FOREVER) for name, call in asked.items()}
    assert {name: end for name, end in ends.items() if not isinstance(end, EngineUnavailable)} == {}
    assert not impatient.healthy()


@pytest.mark.parametrize("request_", ["/_bulk", "/_refresh"])
def test_writing_ends_when_the_server_hangs_in_the_middle_of_it(
    impatient: ElasticsearchEngine, proxy: Proxy, request_: str
) -> None:
    proxy.on(request_, hang)
    assert isinstance(outcome(lambda: OPERATIONS["write"](impatient)), EngineUnavailable)


def test_the_circuit_opens_after_three_failures_costs_nothing_and_closes_by_itself(
    impatient: ElasticsearchEngine, proxy: Proxy
) -> None:
    proxy.on("/_search", hang)
    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            impatient.search("g1", EVERYTHING)
    asked = len(proxy.requests)
    for _ in range(50):
        with pytest.raises(CircuitOpen):
            impatient.search("g1", EVERYTHING)
    assert len(proxy.requests) == asked, "an open circuit asks nothing"

    again = _until_asked(impatient, proxy, asked)
    assert again == 1, "of many that come after the rest, one tries and the others wait for what becomes of it"

    proxy.calm()
    _until_answered(impatient)
    asked = len(proxy.requests)
    for _ in range(5):
        with suppress(EngineUnavailable):  # a busy machine may be slow once more
            impatient.search("g1", EVERYTHING)
    assert len(proxy.requests) == asked + 5, "a closed circuit asks every time"


def _until_asked(engine: Engine, proxy: Proxy, asked: int) -> int:
    """Search from many threads until the server was asked again; how many of them asked it."""
    with ThreadPoolExecutor(8) as pool:
        while len(proxy.requests) == asked:
            for search in [pool.submit(engine.search, "g1", EVERYTHING) for _ in range(8)]:
                assert isinstance(search.exception(timeout=FOREVER), EngineUnavailable)
    return len(proxy.requests) - asked


def _until_answered(engine: Engine) -> None:
    pause = threading.Event()
    for _ in range(int(FOREVER / 0.05)):
        try:
            engine.search("g1", EVERYTHING)
            return
        except EngineUnavailable:
            pause.wait(0.05)
    raise AssertionError("The circuit never closed.")


def test_a_busy_server_gets_a_rest_too(impatient: ElasticsearchEngine, proxy: Proxy) -> None:
    proxy.on("/_search", answering(error_answer(429, "es_rejected_execution_exception")))
    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            impatient.search("g1", EVERYTHING)
    with pytest.raises(CircuitOpen):
        impatient.search("g1", EVERYTHING)


def test_a_question_that_the_server_refuses_opens_no_circuit_for_the_others(
    engine: ElasticsearchEngine,
) -> None:
    too_many = EngineQuery(Values("tag", tuple(f"t{n}" for n in range(70_000))))
    for _ in range(4):
        with pytest.raises(EngineUnavailable, match="maximum"):
            engine.search("g1", too_many)
    engine.search("g1", EVERYTHING)


def test_as_many_threads_as_there_are_ask_at_once_and_none_queues_behind_another(
    engine: ElasticsearchEngine, proxy: Proxy
) -> None:
    together = threading.Barrier(24)

    def answer_when_all_have_come(exchange: Exchange) -> None:
        together.wait(timeout=FOREVER)
        exchange.send(exchange.forward())

    proxy.on("/_search", answer_when_all_have_come)
    with ThreadPoolExecutor(24) as pool:
        for search in [pool.submit(engine.search, "g1", EVERYTHING) for _ in range(24)]:
            search.result(timeout=FOREVER)


def test_while_the_server_hangs_pages_answer_from_the_database_and_publishing_goes_on(
    live: Generation, drained: Drain, proxy: Proxy, client: Client, lose_patience: Callable[[], None]
) -> None:
    practice = a_published_practice(what=content("Rowery miejskie"))
    drained()
    lose_patience()
    proxy.on("", hang)
    for _ in range(5):
        assert find(SearchRequest(q="rower")).degraded is Degraded.ENGINE
    page = client.get("/szukaj/", {"q": "rower"})
    assert page.status_code == 200
    assert f'href="/praktyki/{practice.pk}-' in page.content.decode()
    late = a_published_practice(what=content("Rowery cargo"))
    drained()
    assert_waiting([late.pk])
    assert find(SearchRequest(q="rower")).count == 2
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["search"]) == (200, "unavailable")
