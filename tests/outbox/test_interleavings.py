"""Any order of leasing, reading, settling, dying and oversleeping: a change that nobody has read and written keeps a row."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.outbox.draining import LEASE, Drained, _settle, drain, lease_rows
from network.outbox.models import OutboxRow
from network.outbox.registry import Outcome, Result
from tests.outbox.conftest import TOPIC, Clock, Follower, add

pytestmark = pytest.mark.django_db

_STEPS = st.one_of(
    st.tuples(st.just("change"), st.lists(st.integers(1, 4), min_size=1, max_size=3)),
    st.tuples(st.just("lease"), st.integers(1, 4)),
    st.tuples(st.just("read"), st.integers(0, 3)),
    st.tuples(st.just("settle"), st.integers(0, 3), st.sampled_from(list(Outcome))),
    st.tuples(st.just("sleep"), st.sampled_from([1, 5, LEASE.total_seconds() / 2, LEASE.total_seconds() + 1])),
)


@dataclass
class _Holder:
    """A drain that has leased: what it has read so far, if it lives."""

    lease: uuid.UUID
    rows: list[tuple[int, int]]
    until: datetime
    read: dict[int, int] = field(default_factory=dict)


class _World:
    def __init__(self, clock: Clock) -> None:
        OutboxRow.objects.all().delete()
        self.clock = clock
        self.changed, self.written = Counter[int](), Counter[int]()
        self.holders: list[_Holder] = []

    def change(self, keys: list[int]) -> None:
        self.changed.update(keys)
        add(keys)

    def lease(self, size: int) -> None:
        lease, rows = lease_rows(TOPIC, size)
        held = {key for h in self.holders if h.until >= self.clock.now() for _, key in h.rows}
        assert not held.intersection(key for _, key in rows), "a key under a living lease was leased again"
        if rows:
            self.holders.append(_Holder(lease, rows, self.clock.now() + LEASE))

    def read(self, which: int) -> None:
        if which < len(self.holders):
            self.holders[which].read = {key: self.changed[key] for _, key in self.holders[which].rows}

    def settle(self, which: int, outcome: Outcome) -> None:
        if which >= len(self.holders) or not self.holders[which].read:
            return
        holder = self.holders.pop(which)
        _settle(holder.lease, holder.rows, dict.fromkeys(holder.read, Result(outcome)), Drained())
        if outcome is Outcome.DONE:
            self.written |= Counter(holder.read)

    def sleep(self, seconds: float) -> None:
        self.clock.forward(seconds)

    def check(self) -> None:
        waiting = set(OutboxRow.objects.values_list("key", flat=True))
        unwritten = {key for key in self.changed if self.changed[key] > self.written[key]}
        assert unwritten <= waiting


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, max_size=25))
def test_no_interleaving_loses_a_change(steps: list[tuple[object, ...]], clock: Clock, follower: Follower) -> None:
    world = _World(clock)
    for name, *arguments in steps:
        getattr(world, str(name))(*arguments)
        world.check()
    OutboxRow.objects.update(parked_at=None, not_before=None)
    clock.forward(LEASE.total_seconds() + 1)
    follower.meanwhile = lambda keys: world.written.update({key: world.changed[key] for key in keys})
    drain()
    assert not OutboxRow.objects.exists()
    world.check()
