"""A server that says "not now", to a whole request or to single items of it."""

from collections.abc import Callable

import pytest

from network.outbox.models import OutboxRow
from practices.topics import PRACTICE
from search.engines.base import All, EngineUnavailable, WriteOutcome
from search.engines.elasticsearch import ElasticsearchEngine
from search.finding.find import find
from search.finding.page import Degraded
from search.models import Generation
from search.query.request import SearchRequest
from tests.contract.corpus import document, found, write
from tests.factories import a_published_practice, a_withdrawn_practice, content
from tests.indexing.conftest import hits
from tests.wire.actions import answering, failing_items
from tests.wire.operations import OPERATIONS
from tests.wire.proxy import Action, Proxy, error_answer
from tests.wire.waiting import Drain, assert_settles, assert_waiting

APPLIED, RETRY = WriteOutcome.APPLIED, WriteOutcome.RETRY

NOT_NOW = [(429, "es_rejected_execution_exception"), (503, "unavailable_shards_exception")]


def _whole(status: int, kind: str) -> Callable[[int], Action]:
    return lambda id: answering(error_answer(status, kind))


def _one_item(status: int, kind: str) -> Callable[[int], Action]:
    return lambda id: failing_items({id}, status, kind)


@pytest.mark.parametrize(
    "trouble", [way(*what) for way in (_whole, _one_item) for what in NOT_NOW], ids=range(2 * len(NOT_NOW))
)
def test_a_batch_that_is_refused_for_now_is_raised_and_whole_when_sent_again(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy, trouble: Callable[[int], Action]
) -> None:
    proxy.on("/_bulk", trouble(2), times=1)
    documents = [document(id, "park") for id in (1, 2, 3)]
    with pytest.raises(EngineUnavailable, match="as told"):
        write(engine, generation, *documents)
    assert write(engine, generation, *documents) == [APPLIED] * 3
    assert found(engine, generation, All(())) == [1, 2, 3]


@pytest.mark.parametrize("way", [_whole, _one_item])
@pytest.mark.parametrize("what", NOT_NOW)
def test_changes_wait_for_a_busy_server_without_an_attempt_counted_and_none_is_lost(
    live: Generation, drained: Drain, proxy: Proxy, way: Callable[..., Callable[[int], Action]], what: tuple[int, str]
) -> None:
    kept, gone = a_published_practice(), a_withdrawn_practice()
    proxy.on("/_bulk", way(*what)(kept.pk))
    for _ in range(3):
        OutboxRow.objects.update(not_before=None)
        drained()
    reasons = assert_waiting([kept.pk, gone.pk])
    assert all(what[1] in reason for reason in reasons)
    proxy.calm()
    assert_settles(drained, live)
    assert hits() == [kept.pk]


def test_a_document_over_which_the_server_stumbles_is_tried_again_by_itself(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy
) -> None:
    proxy.on("/_bulk", failing_items({2}, 500, "illegal_state_exception"), times=1)
    documents = [document(id, "park") for id in (1, 2, 3)]
    assert write(engine, generation, *documents) == [APPLIED, RETRY, APPLIED]
    assert found(engine, generation, All(())) == [1, 3]
    assert write(engine, generation, documents[1]) == [APPLIED]


def test_a_document_over_which_the_server_always_stumbles_is_parked_in_the_end_and_holds_nobody_up(
    live: Generation, drained: Drain, proxy: Proxy
) -> None:
    good, bad = a_published_practice(), a_published_practice()
    proxy.on("/_bulk", failing_items({bad.pk}, 500, "illegal_state_exception"))
    drained()
    assert hits() == [good.pk]
    row = OutboxRow.objects.get(topic=PRACTICE)
    assert (row.key, row.attempts, row.parked_at) == (bad.pk, 1, None)
    for _ in range(11):
        OutboxRow.objects.update(not_before=None)
        drained()
    row.refresh_from_db()
    assert row.parked_at is not None and "illegal_state_exception" in row.error


def test_a_server_that_stumbles_over_every_document_is_waited_for(
    live: Generation, drained: Drain, proxy: Proxy
) -> None:
    practices = [a_published_practice().pk for _ in range(3)]
    proxy.on("/_bulk", failing_items(practices, 500, "io_exception"))
    drained()
    assert_waiting(practices)
    proxy.calm()
    assert_settles(drained, live)


@pytest.mark.parametrize(("status", "kind"), [*NOT_NOW, (503, "no_shard_available_action_exception"), (502, "gateway")])
def test_a_search_that_is_refused_for_now_is_answered_by_the_database(
    live: Generation, drained: Drain, proxy: Proxy, status: int, kind: str
) -> None:
    practice = a_published_practice(what=content("Rowery miejskie"))
    drained()
    proxy.on("/_search", answering(error_answer(status, kind)), times=1)
    page = find(SearchRequest(q="rower"))
    assert (page.degraded, [r.card.id for r in page.results]) == (Degraded.ENGINE, [practice.pk])
    assert find(SearchRequest(q="rower")).degraded is Degraded.NO


@pytest.mark.parametrize(("status", "kind"), NOT_NOW)
def test_whatever_is_asked_of_a_busy_server_it_is_unavailable(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy, status: int, kind: str
) -> None:
    proxy.on("", answering(error_answer(status, kind)))
    for ask in OPERATIONS.values():
        with pytest.raises(EngineUnavailable):
            ask(engine)
    assert not engine.healthy()
    proxy.calm()
    assert engine.healthy()
