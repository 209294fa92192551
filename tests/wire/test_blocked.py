"""Indexes that the server or its administrator has blocked, closed, lost or deleted."""

from collections.abc import Callable

import pytest

from network.models import Role
from practices.services.lifecycle import withdraw_practice
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.finding.find import find
from search.finding.page import Degraded
from search.indexing.building import build
from search.indexing.generations import begin_generation, engine_of, is_intact, promote, written_generations
from search.models import Generation
from search.query.request import SearchRequest
from tests.contract.corpus import SCHEMA, document
from tests.factories import a_published_practice, a_user, content
from tests.indexing.conftest import a_live_generation, hits
from tests.wire.conftest import on_both_lines
from tests.wire.operations import OPERATIONS
from tests.wire.rest import Rest
from tests.wire.waiting import Drain, assert_settles, assert_waiting

# What each cannot do with an index whose shard no node holds.
_NEEDS_THE_SHARD = ("search", "newest", "count only", "scores", "versions", "count", "write")


@pytest.fixture
def place(prefix: str, live: Generation) -> str:
    """The name of the live generation's index."""
    return f"{prefix}.{live.name}"


@on_both_lines
@pytest.mark.parametrize("block", ["read_only_allow_delete", "write"])
def test_a_read_only_index_is_searched_while_changes_wait_and_goes_on_by_itself(
    live: Generation, place: str, drained: Drain, rest: Rest, block: str
) -> None:
    there = a_published_practice(what=content("Rowery"))
    gone = a_published_practice(what=content("Rowery"))
    drained()
    rest.block(place, block, on=True)
    late = a_published_practice(what=content("Rowery"))
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")
    drained()
    reasons = assert_waiting([late.pk, gone.pk])
    assert all("block" in reason for reason in reasons)
    assert find(SearchRequest(q="rowery")).degraded is Degraded.NO
    assert hits("rowery") == [there.pk]
    rest.block(place, block, on=False)
    assert_settles(drained, live)
    assert hits("rowery") == [there.pk, late.pk]


@on_both_lines
def test_a_closed_index_is_unavailable_and_parks_nothing(
    live: Generation, place: str, drained: Drain, rest: Rest
) -> None:
    practices = [a_published_practice().pk for _ in range(2)]
    rest("POST", f"/{place}/_close")
    drained()
    assert_waiting(practices)
    assert find(SearchRequest()).degraded is Degraded.ENGINE
    assert not engine_of(live).healthy()
    rest("POST", f"/{place}/_open")
    assert_settles(drained, live)
    assert hits() == practices


@on_both_lines
def test_a_write_to_an_index_that_was_closed_meanwhile_refuses_no_document(
    engine: ElasticsearchEngine, generation: str, index: str, rest: Rest
) -> None:
    with pytest.raises(EngineUnavailable, match="did not write 1"), engine.writer(generation) as writer:
        rest("POST", f"/{index}/_close")
        writer.apply([document(1, "park")])


@on_both_lines
def test_a_red_index_is_unavailable_to_all_that_needs_its_shard_and_the_engine_is_not_healthy(
    impatient: ElasticsearchEngine, rest: Rest, prefix: str
) -> None:
    assert impatient.healthy()
    rest.make(f"{prefix}.g1", SCHEMA, "print", red=True)
    assert not impatient.healthy()
    assert (impatient.generations(), impatient.fingerprint("g1")) == (["g1"], "print")
    for name in _NEEDS_THE_SHARD:
        with pytest.raises(EngineUnavailable):
            OPERATIONS[name](impatient)
    impatient.drop("g1")
    assert impatient.healthy()


def test_while_the_live_index_is_red_the_database_answers_and_changes_wait(
    live: Generation, place: str, drained: Drain, rest: Rest, lose_patience: Callable[[], None]
) -> None:
    a_published_practice(what=content("Rowery"))
    drained()
    rest.make_again(place, red=True)
    lose_patience()
    late = a_published_practice(what=content("Rowery"))
    drained()
    assert_waiting([late.pk])
    page = find(SearchRequest(q="rower"))
    assert (page.degraded, page.count) == (Degraded.ENGINE, 2)


@on_both_lines
def test_a_generation_that_no_node_can_hold_is_not_begun(
    impatient: ElasticsearchEngine, rest: Rest, prefix: str
) -> None:
    """As when every disk is above its watermark: the server makes the index, and has nowhere to put it."""
    nowhere = {"index.routing.allocation.require._name": "nowhere"}
    rest("PUT", f"/_template/{prefix}", {"index_patterns": [f"{prefix}.*"], "settings": nowhere})
    try:
        with pytest.raises(EngineUnavailable, match="no node"):
            impatient.create("g1", SCHEMA, "print")
    finally:
        rest("DELETE", f"/_template/{prefix}")
    assert rest.indexes(f"{prefix}.*") == []


@on_both_lines
def test_a_deleted_index_is_not_made_again_by_a_write_and_a_build_heals(
    live: Generation, place: str, drained: Drain, rest: Rest
) -> None:
    practice = a_published_practice(what=content("Rowery"))
    rest("DELETE", f"/{place}")
    for _ in range(4):
        assert find(SearchRequest(q="rower")).degraded is Degraded.ENGINE
    drained()
    assert "build" in assert_waiting([practice.pk])[0]
    assert rest.indexes(f"{place}*") == []
    rebuilt = a_live_generation()
    assert written_generations() == [rebuilt], "what was lost is no generation to go back to"
    assert_settles(drained, rebuilt)
    assert find(SearchRequest(q="rower")).degraded is Degraded.NO, "a missing index opens no circuit"
    assert hits("rower") == [practice.pk]


def test_an_index_deleted_while_its_writer_is_open_is_not_made_again(
    engine: ElasticsearchEngine, generation: str, index: str, rest: Rest
) -> None:
    with pytest.raises(EngineUnavailable), engine.writer(generation) as writer:
        rest("DELETE", f"/{index}")
        writer.apply([document(1, "park")])
    assert rest.indexes(f"{index}*") == []


@on_both_lines
def test_an_index_whose_alias_was_taken_away_is_searched_and_a_build_heals_its_writes(
    live: Generation, place: str, drained: Drain, rest: Rest
) -> None:
    assert is_intact(live)
    practice = a_published_practice()
    rest("DELETE", f"/{place}/_alias/{place}.write")
    drained()
    assert "build" in assert_waiting([practice.pk])[0]
    assert find(SearchRequest()).degraded is Degraded.NO
    assert not is_intact(live), "so that `search_index build --if-needed` builds"
    rebuilt = a_live_generation()
    assert_settles(drained, rebuilt)
    assert hits() == [practice.pk]


@on_both_lines
def test_what_others_keep_on_the_server_is_neither_listed_nor_touched_nor_makes_us_ill(
    engine: ElasticsearchEngine, generation: str, index: str, prefix: str, rest: Rest
) -> None:
    another_installation = f"{prefix}-b.g1"
    rest.make(another_installation, SCHEMA, "print", red=True)
    by_hand = f"{prefix}.copy"
    rest("PUT", f"/{by_hand}", {"mappings": {"properties": {"title": {"type": "text"}}}})
    rest("POST", f"/{by_hand}/_doc/1?refresh=true", {"title": "not ours"})
    assert engine.generations() == [generation]
    assert (engine.fingerprint("copy"), engine.healthy()) == (None, True)
    engine.promote(generation, None)
    engine.promote(generation, None)
    engine.drop(generation)
    assert rest.indexes(f"{prefix}*") == sorted([another_installation, by_hand])


def test_an_interrupted_build_whose_index_was_deleted_is_begun_anew(
    live: Generation, prefix: str, drained: Drain, rest: Rest
) -> None:
    practice = a_published_practice()
    begun = begin_generation()
    rest("DELETE", f"/{prefix}.{begun.name}")
    built = build().generation
    assert built.pk != begun.pk
    promote(built)
    assert_settles(drained, built)
    assert hits() == [practice.pk]
