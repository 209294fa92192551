"""Documents that the server refuses: each alone, with a sentence, while the others are written."""

import pytest

from network.outbox.models import OutboxRow
from practices.topics import PRACTICE
from search.engines.base import All, WriteOutcome, WriteResult
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import Generation
from tests.contract.corpus import document, found, write
from tests.factories import a_published_practice, a_text, content
from tests.indexing.conftest import a_live_generation, hits
from tests.wire.actions import larger_than
from tests.wire.conftest import on_both_lines
from tests.wire.proxy import Answer, Proxy
from tests.wire.rest import Rest
from tests.wire.waiting import Drain, assert_settles

APPLIED, REJECTED = WriteOutcome.APPLIED, WriteOutcome.REJECTED

TOO_LARGE = [
    Answer(413, b"<html><h1>413 Request Entity Too Large</h1></html>", {"Content-Type": "text/html"}),
    Answer(413, b"", {}),
]


@on_both_lines
def test_a_document_with_a_field_that_the_mapping_lacks_is_refused_alone(
    engine: ElasticsearchEngine, generation: str, index: str, rest: Rest
) -> None:
    rest.make_again(index, without="keyword_tag")
    results = _write(engine, generation, (1, ()), (2, ("zielony",)), (3, ()))
    assert [result.outcome for result in results] == [APPLIED, REJECTED, APPLIED]
    assert "keyword_tag" in results[1].error and "strict" in results[1].error
    assert found(engine, generation, All(())) == [1, 3]


@on_both_lines
def test_only_the_practice_with_a_refused_field_is_parked_and_a_new_generation_takes_it(
    live: Generation, prefix: str, drained: Drain, rest: Rest
) -> None:
    rest.make_again(f"{prefix}.{live.name}", without="text_title_en")
    polish = [a_published_practice().pk for _ in range(2)]
    both = a_published_practice(what=content(texts={"pl": a_text("Dachy"), "en": a_text("Roofs")}))
    drained()
    row = OutboxRow.objects.get(topic=PRACTICE)
    assert (row.key, row.parked_at is not None) == (both.pk, True)
    assert "text_title_en" in row.error
    assert hits() == polish
    rebuilt = a_live_generation()
    assert hits("roofs") == [both.pk]
    assert rebuilt != live


@pytest.mark.parametrize("answer", TOO_LARGE)
def test_a_batch_that_is_too_large_is_halved_until_the_one_that_is_too_large_alone_is_refused(
    engine: ElasticsearchEngine, generation: str, proxy: Proxy, answer: Answer
) -> None:
    proxy.on("/_bulk", larger_than(20_000, answer))
    texts = ["park " * 3_000] * 6 + ["las " * 6_000] + ["park " * 3_000] * 2
    with engine.writer(generation) as writer:
        results = writer.apply([document(id, text) for id, text in enumerate(texts, start=1)])
    assert [result.outcome for result in results] == [APPLIED] * 6 + [REJECTED] + [APPLIED] * 2
    assert "more than the server accepts" in results[6].error
    assert found(engine, generation, All(())) == [1, 2, 3, 4, 5, 6, 8, 9]


def test_only_the_practice_that_is_too_large_is_parked(live: Generation, drained: Drain, proxy: Proxy) -> None:
    proxy.on("/_bulk", larger_than(20_000, TOO_LARGE[0]))
    large = a_published_practice(what=content(texts={"pl": a_text(solution="Rozchodnik rośnie na dachu. " * 1_500)}))
    small = [a_published_practice().pk for _ in range(3)]
    drained()
    row = OutboxRow.objects.get(topic=PRACTICE)
    assert (row.key, row.parked_at is not None) == (large.pk, True)
    assert "more than the server accepts" in row.error
    assert hits() == small
    proxy.calm()
    OutboxRow.objects.update(parked_at=None)
    assert_settles(drained, live)


@pytest.mark.slow
@on_both_lines
def test_the_server_itself_refuses_a_document_above_its_own_limit_and_takes_the_others(
    engine: ElasticsearchEngine, generation: str
) -> None:
    """100 MB by default. It may end the connection while we still send."""
    outcomes = write(
        engine, generation, document(1, "park"), document(2, "rozchodnik " * 9_600_000), document(3, "park")
    )
    assert outcomes == [APPLIED, REJECTED, APPLIED]
    assert found(engine, generation, All(())) == [1, 3]


def _write(engine: ElasticsearchEngine, generation: str, *documents: tuple[int, tuple[str, ...]]) -> list[WriteResult]:
    with engine.writer(generation) as writer:
        return writer.apply([document(id, "park", tag=tags) for id, tags in documents])
