"""The gate: database and index compared both ways, what is on its way left out, what differs queued to be mended."""

from collections.abc import Callable

import pytest

from network.models import Role
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from practices.models import Practice
from practices.services.lifecycle import archive, unarchive
from practices.topics import PRACTICE
from search.engines import engine
from search.engines.base import Deletion, Document
from search.indexing import gate
from search.indexing.building import build
from search.indexing.gate import Drift, compare, reconcile
from search.indexing.upkeep import keep_up
from search.models import GateRun, Generation
from tests.factories import a_published_practice, a_user, a_withdrawn_practice
from tests.indexing.conftest import hits

pytestmark = pytest.mark.django_db

Drain = Callable[[], Drained]


def _spoil(generation: Generation, *writes: Document | Deletion) -> None:
    """Write behind the outbox's back, whatever the version."""
    with engine().writer(generation.name) as writer:
        writer.apply([Deletion(write.id, 2**60) for write in writes])
    with engine().writer(generation.name) as writer:
        writer.apply(writes)


@pytest.fixture
def four(live: Generation, drained: Drain) -> list[Practice]:
    """Practices that the index has."""
    practices = [a_published_practice() for _ in range(4)]
    drained()
    return practices


def test_index_and_database_in_step_are_no_drift(live: Generation, four: list[Practice]) -> None:
    assert compare(live) == Drift(documents=4)
    run = GateRun.objects.all()[0]
    assert (run.generation, run.documents, run.drift) == (live, 4, 0)


def test_the_gate_tells_missing_extra_old_and_ahead_apart(
    live: Generation, four: list[Practice], drained: Drain
) -> None:
    missing, old, ahead, _ = (practice.pk for practice in four)
    extra, unknown = a_withdrawn_practice().pk, 9_999
    drained()
    Practice.objects.filter(pk=old).update(search_version=5)
    _spoil(live, Deletion(missing, 1), Document(old, 4), Document(ahead, 7), Document(extra, 1), Document(unknown, 1))
    drift = compare(live)
    assert drift == Drift(documents=5, missing=[missing], extra=[extra, unknown], old=[old], ahead=[ahead])
    run = GateRun.objects.all()[0]
    assert (run.missing, run.extra, run.old, run.ahead, run.drift) == (1, 2, 1, 1, 5)


def test_reconciling_heals_all_but_what_is_ahead_which_a_new_generation_heals(
    live: Generation, four: list[Practice], drained: Drain
) -> None:
    missing, old, ahead, kept = (practice.pk for practice in four)
    Practice.objects.filter(pk=old).update(search_version=5)
    _spoil(live, Deletion(missing, 1), Document(old, 4), Document(ahead, 7), Document(9_999, 1))
    assert reconcile(compare(live)) == 3
    drained()
    assert compare(live) == Drift(documents=4, ahead=[ahead])
    assert sorted(dict(engine().versions(live.name))) == sorted([missing, old, ahead, kept])
    assert build().drift.total == 0


def test_what_waits_is_leased_or_parked_is_on_its_way_and_no_drift(live: Generation, four: list[Practice]) -> None:
    waiting = a_published_practice()
    archive(actor=a_user(Role.OPERATOR), practice=four[0])
    assert compare(live).total == 0
    OutboxRow.objects.filter(topic=PRACTICE, key=waiting.pk).delete()
    assert compare(live) == Drift(documents=4, missing=[waiting.pk])


def test_more_differences_than_are_read_again_are_still_told_from_what_waits(
    live: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_RECHECKED", 2)
    practices = [a_published_practice() for _ in range(6)]
    assert compare(live).total == 0
    OutboxRow.objects.filter(topic=PRACTICE, key__in=[p.pk for p in practices[:4]]).delete()
    assert compare(live).missing == [p.pk for p in practices[:4]]


@pytest.mark.parametrize("moment", ["_waiting", "_read_again"])
def test_a_change_published_and_drained_while_the_gate_looks_is_no_drift(
    live: Generation, four: list[Practice], drained: Drain, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    original = getattr(gate, moment)

    def meanwhile(*arguments: object) -> object:
        if Practice.objects.count() == 5:
            drained()
        return original(*arguments)

    a_published_practice()
    monkeypatch.setattr(gate, moment, meanwhile)
    assert compare(live).total == 0
    assert len(hits()) == 5, "it was drained while the gate looked"


def test_pages_of_the_two_sides_need_not_end_together(
    live: Generation, four: list[Practice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_PAGE", 2)
    OutboxRow.objects.filter(topic=PRACTICE).delete()
    _spoil(live, Deletion(four[0].pk, 1), Document(9_998, 1), Document(9_999, 1))
    assert compare(live) == Drift(documents=5, missing=[four[0].pk], extra=[9_998, 9_999])


def test_the_upkeep_mends_drift_and_says_how_much_there_was(
    live: Generation, four: list[Practice], drained: Drain
) -> None:
    _spoil(live, Deletion(four[0].pk, 1))
    assert len(hits()) == 3
    assert keep_up() == 1
    drained()
    assert len(hits()) == 4
    assert keep_up() == 0


def test_the_upkeep_without_an_index_does_nothing() -> None:
    assert keep_up() == 0
    assert not GateRun.objects.exists()


def test_what_the_index_has_too_much_is_left_out_of_counts_from_the_moment_it_is_queued(
    live: Generation, four: list[Practice]
) -> None:
    gone = four[0]
    archive(actor=a_user(Role.OPERATOR), practice=gone)
    OutboxRow.objects.all().delete()
    assert reconcile(compare(live)) == 1
    assert hits() == [practice.pk for practice in four[1:]]


def test_what_waits_but_is_public_is_not_left_out(live: Generation, four: list[Practice]) -> None:
    OutboxRow.objects.all().delete()
    operator = a_user(Role.OPERATOR)
    archive(actor=operator, practice=four[0])
    unarchive(actor=operator, practice=four[0])
    assert OutboxRow.objects.filter(topic=PRACTICE, hides=True).exists()
    assert hits() == [practice.pk for practice in four]
