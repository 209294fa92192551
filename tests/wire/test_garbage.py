"""Answers that are not what their status says: unavailable, and never an error of ours or an empty index."""

import pytest

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.finding.find import find
from search.finding.page import Degraded
from search.indexing.upkeep import keep_up
from search.models import GateRun, Generation
from search.query.request import SearchRequest
from tests.contract.corpus import document
from tests.factories import a_published_practice
from tests.indexing.conftest import hits
from tests.wire.actions import answering
from tests.wire.operations import ANSWERED, OPERATIONS
from tests.wire.proxy import Answer, Proxy, json_answer
from tests.wire.waiting import Drain, assert_settles, assert_waiting

_JSON = {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
GARBAGE = {
    "a page of a portal": Answer(200, b"<html><title>Log in</title></html>", {"Content-Type": "text/html"}),
    "a page that calls itself JSON": Answer(200, b"<html>", _JSON),
    "half of an answer": Answer(200, b'{"took":1,"timed_out":false,"hits":{"total":{"va', _JSON),
    "nothing": Answer(200, b"", _JSON),
    "no content": Answer(204, b"", _JSON),
    "an unknown type": Answer(200, b"\x00\x01", {"Content-Type": "application/octet-stream"}),
    "not in any alphabet": Answer(200, b"\xff\xfe", {"Content-Type": "text/plain"}),
    "a list": json_answer(200, [1, 2]),
    "null": json_answer(200, None),
    "another object": json_answer(200, {"status": "ok"}),
    "an empty object": json_answer(200, {}),
    "hits of another form": json_answer(200, {"took": 1, "timed_out": False, "hits": {"total": 3, "hits": [7]}}),
    "a part": json_answer(200, {"took": 1, "timed_out": True, "hits": {"total": {"value": 0}, "hits": []}}),
    "items of another form": json_answer(200, {"items": [{}]}),
    "items for another batch": json_answer(200, {"items": [{"index": {"_id": "1", "status": 200}}] * 2}),
    "items of text": json_answer(200, {"items": ["index"]}),
    "an item without its status": json_answer(200, {"items": [{"index": {"_id": "1"}}]}),
    "an item of no success and no error": json_answer(200, {"items": [{"index": {"_id": "1", "status": 302}}]}),
    "too few items": json_answer(200, {"items": []}),
    "a redirection": Answer(302, b"", {"Location": "http://127.0.0.1:1/"}),
    "no success": json_answer(299, {}),
}


@pytest.fixture
def prefix(one_for_all: str) -> str:
    return one_for_all


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=list(GARBAGE))
def test_an_answer_that_is_none_is_unavailable_to_whoever_asked(
    engine: ElasticsearchEngine, proxy: Proxy, garbage: Answer
) -> None:
    assert engine.count("g1") == 0, "the client has seen by now that this is Elasticsearch"
    proxy.on("", answering(garbage))
    for name, ask in ANSWERED.items():
        with pytest.raises(EngineUnavailable):
            pytest.fail(f"{name} gave {ask(engine)!r}")
    for name in OPERATIONS.keys() - ANSWERED.keys():
        try:
            OPERATIONS[name](engine)
        except EngineUnavailable:
            continue
    assert not engine.healthy()


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=list(GARBAGE))
def test_a_bulk_whose_answer_is_none_is_unavailable_and_no_document_is_taken_for_written_or_refused(
    engine: ElasticsearchEngine, proxy: Proxy, garbage: Answer
) -> None:
    proxy.on("/_bulk", answering(garbage))
    with engine.writer("g1") as writer, pytest.raises(EngineUnavailable):
        writer.apply([document(1, "park")])


def test_another_product_is_told_from_elasticsearch(engine: ElasticsearchEngine, proxy: Proxy) -> None:
    proxy.on("", answering(Answer(200, b'{"count": 0}', {"Content-Type": "application/json"})))
    with pytest.raises(EngineUnavailable, match="no Elasticsearch"):
        engine.count("g1")


@pytest.mark.parametrize("name", ["a page of a portal", "another object", "an empty object"])
def test_while_something_else_answers_in_its_place_the_database_answers_and_nothing_is_taken_for_lost(
    live: Generation, drained: Drain, proxy: Proxy, name: str
) -> None:
    there = a_published_practice()
    drained()
    late = a_published_practice()
    runs = GateRun.objects.count()
    proxy.on("", answering(GARBAGE[name]))
    page = find(SearchRequest())
    assert page.degraded is Degraded.ENGINE
    assert keep_up() == 0
    assert GateRun.objects.count() == runs, "there is no drift where nothing was compared"
    drained()
    assert_waiting([late.pk])
    proxy.calm()
    assert_settles(drained, live)
    assert hits() == [there.pk, late.pk]
