"""Connections that end where they should not: nothing is lost, nothing is doubled, whatever the server had done by then."""

from threading import Event

import pytest
from pytest_django import Settings

from search.engines.base import All, Deletion, Document, EngineUnavailable, Term, WriteOutcome
from search.engines.elasticsearch import ElasticsearchEngine
from search.finding.find import find
from search.finding.page import Degraded
from search.indexing.building import build
from search.indexing.generations import begin_generation, promote
from search.models import Generation
from search.query.request import SearchRequest
from tests.contract.corpus import document, documents, found, write
from tests.factories import a_published_practice, a_withdrawn_practice
from tests.indexing.conftest import hits
from tests.wire.actions import answering, cut_at_once, cut_before_the_answer, cut_in_the_answer, cut_in_the_request
from tests.wire.conftest import on_both_lines
from tests.wire.proxy import Action, Exchange, Proxy, error_answer
from tests.wire.waiting import Drain, assert_settles, assert_waiting

APPLIED = WriteOutcome.APPLIED
CUTS = [cut_at_once, cut_in_the_request, cut_before_the_answer, cut_in_the_answer]


@pytest.mark.parametrize("cut", CUTS)
def test_a_bulk_that_was_cut_is_raised_and_sent_again_without_doubles(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy, cut: Action
) -> None:
    write(engine, generation, document(1, "park"), document(2, "park"))
    writes: list[Document | Deletion] = [document(1, "las", version=2), Deletion(2, 2), document(3, "las")]
    proxy.on("/_bulk", cut, times=1)
    with pytest.raises(EngineUnavailable):
        write(engine, generation, *writes)
    assert write(engine, generation, *writes) == [APPLIED] * 3
    assert found(engine, generation, All(())) == [1, 3]
    assert found(engine, generation, Term("title", "las")) == [1, 3]
    assert dict(engine.versions(generation)) == {1: 2, 3: 1}
    assert engine.count(generation) == 2


@pytest.mark.parametrize("cut", CUTS)
def test_changes_wait_when_their_bulk_was_cut_and_are_then_written_once(
    live: Generation, drained: Drain, proxy: Proxy, cut: Action
) -> None:
    kept, gone = a_published_practice(), a_withdrawn_practice()
    proxy.on("/_bulk", cut, times=1)
    drained()
    assert_waiting([kept.pk, gone.pk])
    assert_settles(drained, live)
    assert hits() == [kept.pk]


def test_a_batch_of_several_requests_is_written_whole_after_a_cut_in_its_middle(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy
) -> None:
    writes = documents(range(1, 1_201), "park")
    proxy.on("/_bulk", cut_before_the_answer, first=2, times=1)
    with pytest.raises(EngineUnavailable):
        write(engine, generation, *writes)
    assert write(engine, generation, *writes) == [APPLIED] * 1_200
    assert engine.count(generation) == 1_200


@pytest.mark.django_db
@pytest.mark.parametrize("request_", ["/_bulk", "/_refresh"])
@pytest.mark.parametrize(
    "trouble", [cut_before_the_answer, answering(error_answer(503, "unavailable_shards_exception"))]
)
def test_a_build_that_the_server_broke_off_goes_on_and_is_whole(
    proxy: Proxy, prefix: str, settings: Settings, request_: str, trouble: Action
) -> None:
    settings.SEARCH_URL = f"{proxy.url}/{prefix}"
    practices = [a_published_practice().pk for _ in range(6)]
    proxy.on(request_, trouble, first=3 if request_ == "/_bulk" else 1, times=1)
    with pytest.raises(EngineUnavailable):
        build(batch=1)
    begun = begin_generation()
    built = build(batch=1)
    assert (built.generation, built.refused, built.drift.total) == (begun, [], 0)
    promote(built.generation)
    assert hits() == practices


def test_what_could_not_be_made_searchable_is_not_taken_for_done(
    live: Generation, drained: Drain, proxy: Proxy
) -> None:
    practice = a_published_practice()
    proxy.on("/_refresh", cut_at_once, times=1)
    drained()
    assert_waiting([practice.pk])
    assert_settles(drained, live)
    assert hits() == [practice.pk]


@pytest.mark.parametrize("cut", [cut_at_once, cut_in_the_answer])
def test_a_search_that_was_cut_is_answered_by_the_database_and_the_next_by_the_server(
    live: Generation, drained: Drain, proxy: Proxy, cut: Action
) -> None:
    practice = a_published_practice()
    drained()
    proxy.on("/_search", cut, times=1)
    assert [find(SearchRequest()).degraded for _ in range(2)] == [Degraded.ENGINE, Degraded.NO]
    assert hits() == [practice.pk]


def test_nobody_notices_that_a_connection_was_closed_between_two_searches(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy
) -> None:
    closed = Event()

    def answer_and_close(exchange: Exchange) -> None:
        exchange.send(exchange.forward())
        exchange.cut()
        closed.set()

    proxy.on("/_search", answer_and_close)
    for _ in range(3):
        assert found(engine, generation, All(())) == []
        assert closed.wait(10)  # else the next search may be under way when it happens
        closed.clear()


@on_both_lines
def test_a_write_that_arrives_after_it_was_sent_again_changes_nothing(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy
) -> None:
    """The connection was cut, the request was not: it is still on its way and overtaken by its successor."""
    delayed: list[tuple[Exchange, bytes]] = []

    def keep(exchange: Exchange) -> None:
        delayed.append((exchange, exchange.read()))
        exchange.cut()

    proxy.on("/_bulk", keep, times=1)
    with pytest.raises(EngineUnavailable):
        write(engine, generation, document(1, "dawny", version=1), document(2, "dawny", version=1))
    write(engine, generation, document(1, "nowy", version=2), Deletion(2, 2))
    ((exchange, body),) = delayed
    assert exchange.forward(body).status == 200
    write(engine, generation, document(3, "nowy"))
    assert found(engine, generation, All(())) == [1, 3]
    assert found(engine, generation, Term("title", "dawny")) == []
