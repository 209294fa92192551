"""What an outbox must look like while an engine is away, and after."""

from collections.abc import Callable, Collection

from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from network.outbox.services import hurry
from practices.topics import PRACTICE
from search.indexing.gate import compare
from search.models import Generation

Drain = Callable[[], Drained]


def assert_waiting(keys: Collection[int]) -> list[str]:
    """Exactly these practices wait, free, not parked, without an attempt counted; returns why."""
    rows = list(OutboxRow.objects.filter(topic=PRACTICE))
    assert {row.key for row in rows} == set(keys)
    assert [(row.attempts, row.parked_at, row.lease) for row in rows] == [(0, None, None)] * len(rows)
    assert all(row.not_before and row.error for row in rows)
    return [row.error for row in rows]


def assert_settles(drain: Drain, *generations: Generation) -> None:
    """What waited is written by the next drain when its time has come, and database and index agree."""
    hurry(topic=PRACTICE)
    drain()
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists()
    for generation in generations:
        assert compare(generation).total == 0
