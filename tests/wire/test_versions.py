"""The database's version decides which of two writes stays: not their order, not a deletion between them, not anybody's clock."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from network.models import Role
from network.outbox.draining import LEASE, drain
from network.outbox.models import OutboxRow
from network.outbox.wake import without_waking
from practices.models import Practice
from practices.services.drafts import save_draft, start_next_version
from practices.services.lifecycle import withdraw_practice
from practices.topics import PRACTICE
from search.engines.base import All, Deletion, Document, Term, WriteOutcome
from search.engines.elasticsearch import Address, ElasticsearchEngine
from search.indexing.gate import compare
from search.models import Generation
from tests.contract.corpus import SHARED, document, found, write
from tests.factories import a_published_practice, a_user, content, published
from tests.indexing.conftest import hits
from tests.wire.conftest import PATIENT, on_both_lines
from tests.wire.proxy import Exchange, Proxy
from tests.wire.rest import Rest
from tests.wire.waiting import Drain

APPLIED, STALE = WriteOutcome.APPLIED, WriteOutcome.STALE

# version -> gone or not, for each of three documents; the order in which two writers send them is drawn.
WRITES = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 9), st.booleans()), min_size=2, max_size=12, unique_by=lambda w: w[:2]
)


@on_both_lines
def test_an_older_write_stays_out_also_after_a_delete_that_the_server_has_merged_away(
    engine: ElasticsearchEngine, generation: str, index: str, rest: Rest
) -> None:
    write(engine, generation, document(1, "park", version=3), document(2, "park", version=3))
    write(engine, generation, Deletion(1, 6))
    for step in ("_flush?force=true", "_forcemerge?max_num_segments=1", "_refresh"):
        rest("POST", f"/{index}/{step}")
    assert write(engine, generation, document(1, "park", version=5), Deletion(2, 2)) == [STALE, STALE]
    assert found(engine, generation, All(())) == [2]
    assert write(engine, generation, document(1, "las", version=7)) == [APPLIED]


@on_both_lines
def test_deletes_are_remembered_for_longer_than_any_lease_is_held(index: str, rest: Rest) -> None:
    kept = rest("GET", f"/{index}/_settings")[index]["settings"]["index"]["gc_deletes"]
    assert kept.endswith("h")
    assert timedelta(hours=int(kept[:-1])) > 10 * LEASE


@on_both_lines
def test_of_two_writers_at_once_the_newest_of_each_document_stays_whatever_the_order(
    engine: ElasticsearchEngine, generation: str, server: str, prefix: str
) -> None:
    writers = [ElasticsearchEngine(Address.of(f"{server}/{prefix}"), timeout=PATIENT) for _ in range(2)]
    first_id = iter(range(0, 10_000, 10))

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=SHARED)
    @given(writes=WRITES, order=st.randoms(use_true_random=False))
    def race(writes: list[tuple[int, int, bool]], order: random.Random) -> None:
        base = next(first_id)
        sent = [_write_of(base + id, version, gone) for id, version, gone in writes]
        order.shuffle(sent)
        with ThreadPoolExecutor(2) as pool:
            shares = (sent[: len(sent) // 2], sent[len(sent) // 2 :])
            list(pool.map(_one_by_one, writers, (generation, generation), shares))
        newest = {id: max(v for i, v, _ in writes if i == id) for id, _, _ in writes}
        kept = {base + id: v for id, v, gone in writes if newest[id] == v and not gone}
        assert dict(engine.versions(generation, after=base, limit=3)) == kept
        for id, version in kept.items():
            assert id in found(engine, generation, Term("title", f"v{version}"))

    race()


def _write_of(id: int, version: int, gone: bool) -> Document | Deletion:
    return Deletion(id, version) if gone else document(id, f"v{version}", version=version)


def _one_by_one(engine: ElasticsearchEngine, generation: str, writes: list[Document | Deletion]) -> None:
    with engine.writer(generation) as writer:
        for one in writes:
            writer.apply([one])


# --- clocks ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock_moved(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], None]]:
    """Move the clock of this machine by so many hours from what it is."""
    yield lambda hours: monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + timedelta(hours=hours))


@pytest.mark.parametrize("hours", [-2, 2])
def test_an_edit_and_a_withdrawal_by_a_clock_that_is_wrong_still_come_after_what_was_before(
    live: Generation, drained: Drain, clock_moved: Callable[[float], None], hours: float
) -> None:
    edited, withdrawn = (a_published_practice(what=content("Dawny tytuł")) for _ in range(2))
    drained()
    clock_moved(hours)
    _publish_next(edited, "Nowy")
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=withdrawn, reason="Na prośbę miasta.")
    drained()
    assert (hits("dawny"), hits("nowy")) == ([], [edited.pk])
    clock_moved(-hours)
    _publish_next(edited, "Najnowszy")
    drained()
    assert (hits("nowy"), hits("najnowszy")) == ([], [edited.pk])
    assert compare(live).total == 0


def _publish_next(practice: Practice, title: str) -> None:
    assert practice.city is not None
    editor = a_user(Role.CITY_EDITOR, practice.city)
    version = start_next_version(actor=editor, practice=Practice.objects.get(pk=practice.pk))
    save_draft(actor=editor, version=version, content=content(title), revision=version.revision)
    version.refresh_from_db()
    published(version)


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_clock_is_ahead_takes_a_live_lease_for_expired_and_still_the_newest_stays(
    live: Generation, proxy: Proxy, clock_moved: Callable[[float], None]
) -> None:
    with without_waking():
        practice = a_published_practice(what=content("Dawny"))
    arrived, overtaken = threading.Event(), threading.Event()

    def arrive_late(exchange: Exchange) -> None:
        arrived.set()
        overtaken.wait(timeout=60)
        exchange.send(exchange.forward())

    proxy.on("/_bulk", arrive_late, times=1)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(_drain_in_a_thread)
        assert arrived.wait(timeout=60)
        with without_waking():
            _publish_next(practice, "Nowy")
        clock_moved(1)
        drain()
        assert not OutboxRow.objects.filter(topic=PRACTICE).exists(), "also the one that the slow worker still holds"
        overtaken.set()
        slow.result(timeout=60)
    assert (hits("dawny"), hits("nowy")) == ([], [practice.pk])
    assert compare(live).total == 0


def _drain_in_a_thread() -> None:
    try:
        drain()
    finally:
        connection.close()
