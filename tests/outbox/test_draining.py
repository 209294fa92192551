"""Leasing, handling and settling: what dies in between is done again, what fails is delayed, parked or left to wait."""

import pytest
from django.db import OperationalError

from network.outbox import draining
from network.outbox.draining import ATTEMPTS, LEASE, LONGEST_WAIT, SLOW_BATCH, drain, lease_rows
from network.outbox.models import OutboxRow
from network.outbox.registry import Outcome, Result, register
from network.outbox.selectors import outbox_state
from network.outbox.services import drop_parked, hurry, retry_parked
from tests.outbox.conftest import TOPIC, Clock, Follower, add

pytestmark = pytest.mark.django_db

WAIT = Result(Outcome.WAIT, "The engine is down.")
RETRY = Result(Outcome.RETRY, "It failed.")
REJECTED = Result(Outcome.REJECTED, "It cannot be.")


class Died(BaseException):
    """The end of a process: nothing of ours may catch it."""


def _keys() -> list[int]:
    return sorted(OutboxRow.objects.values_list("key", flat=True))


def test_a_key_with_many_rows_is_handled_once_and_all_its_rows_are_gone(follower: Follower) -> None:
    add([1, 2, 1, 1])
    assert drain().done == 4
    assert follower.calls == [[1, 2]]
    assert _keys() == []


def test_a_row_added_while_its_key_is_handled_survives_and_is_handled_again(follower: Follower) -> None:
    def change_once(keys: object) -> None:
        if len(follower.calls) == 1:
            add([1])

    add([1])
    follower.meanwhile = change_once
    drain(limit=1)
    assert _keys() == [1]
    drain()
    assert follower.calls == [[1], [1]]
    assert _keys() == []


def test_a_drain_that_dies_while_handling_leaves_its_rows_to_the_next_once_the_lease_is_over(
    follower: Follower, clock: Clock
) -> None:
    add([1, 2])
    follower.answers = {2: Died()}
    with pytest.raises(Died):
        drain()
    follower.answers = {}
    clock.forward(LEASE.total_seconds() - 1)
    assert drain().leased == 0, "a lease that lasts is respected"
    clock.forward(2)
    assert drain().done == 2
    assert follower.calls == [[1, 2], [1, 2]]


def test_a_drain_that_dies_before_deleting_makes_its_keys_be_handled_again(
    follower: Follower, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*arguments: object) -> None:
        raise Died

    add([1])
    with monkeypatch.context() as broken, pytest.raises(Died):
        broken.setattr(draining, "_settle", die)
        drain()
    clock.forward(LEASE.total_seconds() + 1)
    assert drain().done == 1
    assert follower.calls == [[1], [1]]


def test_a_drain_that_dies_right_after_leasing_loses_nothing(follower: Follower, clock: Clock) -> None:
    add([1, 2, 3])
    lease_rows(TOPIC, 2)
    assert drain().done == 1
    clock.forward(LEASE.total_seconds() + 1)
    assert drain().done == 2


def test_a_key_that_kills_every_process_takes_no_other_along_and_is_parked_in_the_end(
    follower: Follower, clock: Clock
) -> None:
    add(range(1, 21))
    follower.answers = {13: Died()}
    for _ in range(ATTEMPTS):
        with pytest.raises(Died):
            drain()
        clock.forward(LEASE.total_seconds() + 1)
    assert _keys() == [13]
    drain()
    row = OutboxRow.objects.get()
    assert row.parked_at is not None and row.error
    assert follower.calls.count([13]) == ATTEMPTS - 2


def test_a_drain_that_was_overtaken_deletes_nothing_of_its_successor(follower: Follower, clock: Clock) -> None:
    def oversleep(keys: object) -> None:
        clock.forward(LEASE.total_seconds() + 1)
        lease_rows(TOPIC, 10)

    add([1])
    follower.meanwhile = oversleep
    assert drain(limit=1).done == 0
    row = OutboxRow.objects.get()
    assert row.lease is not None
    assert row.leased_until is not None and row.leased_until > clock.now()


def test_rows_of_a_leased_key_are_left_alone_also_those_that_came_later(follower: Follower) -> None:
    add([1])
    lease_rows(TOPIC, 10)
    add([1, 2])
    drain()
    assert follower.calls == [[2]]


def test_one_poisoned_key_among_many_is_parked_alone_and_the_others_are_done_at_once(
    follower: Follower, clock: Clock
) -> None:
    add(range(1, 201))
    follower.answers = {77: ValueError("poison")}
    drain()
    assert _keys() == [77]
    assert len(follower.calls) <= 2 * 8 + 1, "halving, not trying every key"
    for _ in range(ATTEMPTS):
        clock.forward(400)
        drain()
    row = OutboxRow.objects.get()
    assert row.parked_at is not None
    assert row.error == "ValueError: poison"
    assert follower.handled.count(77) - len([c for c in follower.calls if len(c) > 1 and 77 in c]) == ATTEMPTS


def test_what_cannot_succeed_is_parked_at_once_with_its_reason(follower: Follower, clock: Clock) -> None:
    add([1, 2])
    follower.answers = {1: REJECTED}
    drained = drain()
    assert (drained.done, drained.parked) == (1, 1)
    clock.forward(10_000)
    drain()
    assert follower.handled.count(1) == 1
    assert OutboxRow.objects.get().error == "It cannot be."
    state = outbox_state()
    assert (state.waiting, state.parked, state.oldest) == (0, 1, None)


def test_a_key_without_an_answer_is_tried_again(follower: Follower, clock: Clock) -> None:
    add([1])
    follower.answers = {1: None}
    drain()
    follower.answers = {}
    clock.forward(3)
    assert drain().done == 1


def test_a_failing_key_is_tried_again_later_and_later_and_parked_after_its_attempts(
    follower: Follower, clock: Clock
) -> None:
    add([1])
    follower.answers = {1: RETRY}
    delays = []
    for _ in range(ATTEMPTS - 1):
        drain()
        row = OutboxRow.objects.get()
        assert row.not_before is not None and row.parked_at is None
        delays.append((row.not_before - clock.now()).total_seconds())
        assert drain().leased == 0, "not before its time"
        clock.time = row.not_before
    assert all(2**n / 2 <= delay <= 2**n for n, delay in enumerate(delays[:8], start=1))
    assert max(delays) <= 300
    drain()
    assert OutboxRow.objects.get().parked_at is not None
    assert len(follower.calls) == ATTEMPTS


def test_what_has_to_wait_is_never_parked_and_is_done_soon_after_its_hindrance_is_gone(
    follower: Follower, clock: Clock
) -> None:
    add([1])
    follower.answers = {1: WAIT}
    for _ in range(5 * ATTEMPTS):
        drain()
        row = OutboxRow.objects.get()
        assert row.parked_at is None and row.not_before is not None
        assert (row.not_before - clock.now()).total_seconds() <= LONGEST_WAIT
        clock.time = row.not_before
    follower.answers = {}
    assert drain().done == 1


def test_having_waited_long_takes_no_attempt_away(follower: Follower, clock: Clock) -> None:
    add([1])
    follower.answers = {1: WAIT}
    for _ in range(ATTEMPTS + 3):
        drain()
        clock.forward(60)
    follower.answers = {1: RETRY}
    for _ in range(ATTEMPTS - 1):
        drain()
        clock.forward(400)
    assert OutboxRow.objects.get().parked_at is None
    drain()
    assert OutboxRow.objects.get().parked_at is not None


def test_a_topic_that_has_to_wait_is_not_hammered_and_holds_up_no_other(follower: Follower) -> None:
    other = Follower()
    register("other", other)
    add(range(1, 501))
    add([1], "other")
    follower.answers = dict.fromkeys(range(1, 501), WAIT)
    drain(batch=100)
    assert len(follower.calls) == 1
    assert other.calls == [[1]]


def test_a_database_that_does_not_answer_is_no_keys_fault(follower: Follower) -> None:
    add(range(1, 101))
    follower.answers = {1: OperationalError("database is locked")}
    drain()
    assert len(follower.calls) == 1
    assert OutboxRow.objects.filter(parked_at=None, attempts=0, error__contains="locked").count() == 100


def test_slow_topics_come_last_and_a_few_keys_at_a_time(follower: Follower) -> None:
    mail = Follower()
    register("mail", mail, slow=True)
    register("quick", Follower())
    order: list[str] = []
    follower.meanwhile = lambda keys: order.append("thing")
    mail.meanwhile = lambda keys: order.append("mail")
    add(range(1, 26), "mail")
    add([1])
    drain()
    assert order == ["thing", "mail", "mail", "mail"]
    assert [len(call) for call in mail.calls] == [SLOW_BATCH, SLOW_BATCH, 5]


def test_what_was_changed_last_does_not_wait_behind_a_long_queue(follower: Follower) -> None:
    add(range(1, 101))
    add([500])
    drain(batch=20)
    assert 500 in follower.calls[0] and 1 in follower.calls[0]
    assert sorted(follower.handled) == [*range(1, 101), 500]


def test_a_drain_leases_no_more_than_it_was_told(follower: Follower) -> None:
    add(range(1, 11))
    assert drain(limit=7, batch=3).leased == 7
    assert [len(call) for call in follower.calls] == [3, 3, 1]


def test_a_parked_row_is_forgotten_once_a_later_change_of_its_key_is_done(follower: Follower, clock: Clock) -> None:
    add([1, 2])
    follower.answers = {1: REJECTED, 2: REJECTED}
    drain()
    follower.answers = {2: REJECTED}
    clock.forward(1)
    add([1])
    drain()
    assert _keys() == [2]


def test_parked_rows_are_retried_with_their_attempts_forgotten_or_dropped(follower: Follower, clock: Clock) -> None:
    add([1, 2, 3])
    follower.answers = dict.fromkeys([1, 2, 3], REJECTED)
    drain()
    ids = dict(OutboxRow.objects.values_list("key", "id"))
    add([4])
    waiting = OutboxRow.objects.get(key=4)
    assert retry_parked(ids=[ids[1], waiting.pk]) == 1
    assert OutboxRow.objects.get(key=1).attempts == 0
    assert drop_parked(ids=[ids[2], waiting.pk]) == 1
    follower.answers = {}
    assert drain().done == 2
    assert _keys() == [3]


def test_hurrying_lets_what_waits_be_tried_at_once_but_touches_no_lease_and_nothing_parked(
    follower: Follower, clock: Clock
) -> None:
    add([1, 2, 3])
    follower.answers = {1: WAIT, 2: REJECTED}
    lease_rows(TOPIC, 1)
    OutboxRow.objects.filter(key=1).update(key=9)
    add([1])
    drain()
    follower.answers = {}
    assert drain().leased == 0
    assert hurry(topic=TOPIC) == 1
    drain()
    assert _keys() == [2, 9]
