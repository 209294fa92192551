"""Draining: lease rows, let their handler work, delete exactly the rows that were leased and done."""

import logging
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from .models import OutboxRow
from .registry import Handler, Outcome, Result, handlers

logger = logging.getLogger(__name__)

BATCH = 200
# Longer than any engine's bulk timeout, so that a slow drain is not overtaken by a second one.
LEASE = timedelta(seconds=120)
ATTEMPTS = 12
LONGEST_DELAY = 300.0


@dataclass(slots=True)
class Drained:
    """What one drain did, in rows."""

    leased: int = 0
    done: int = 0
    retried: int = 0
    parked: int = 0


def drain(*, limit: int = 2000, batch: int = BATCH) -> Drained:
    """Handle waiting rows of every topic, batch by batch, until none is due or `limit` rows were leased.

    Two drains may run at once, here or elsewhere: they lease different keys.
    """
    total = Drained()
    for topic, handler in handlers().items():
        while total.leased < limit:
            lease, rows = lease_rows(topic, min(batch, limit - total.leased))
            if not rows:
                break
            total.leased += len(rows)
            _settle(lease, rows, _handle(handler, topic, sorted({key for _, key in rows})), total)
    return total


def lease_rows(topic: str, size: int) -> tuple[uuid.UUID, list[tuple[int, int]]]:
    """Lease up to `size` due rows, oldest first; returns the lease and (row id, key) pairs.

    A key under a live lease is left alone, so that two drains never write one object at once. Leasing itself is one at a time (SQLite's
    write lock, an advisory lock on PostgreSQL): two drains that both still see a key free would each lease one of its rows.
    """
    now = timezone.now()
    lease = uuid.uuid4()
    free = Q(lease__isnull=True) | Q(leased_until__lt=now)
    held = OutboxRow.objects.filter(topic=topic, key=OuterRef("key"), lease__isnull=False, leased_until__gte=now)
    due = (
        OutboxRow.objects.filter(free, Q(not_before__isnull=True) | Q(not_before__lte=now), topic=topic, parked_at=None)
        .filter(~Exists(held))
        .order_by("id")
    )
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('outbox-lease'))")
        chosen = list(due.values_list("id", flat=True)[:size])
        if not chosen:
            return lease, []
        OutboxRow.objects.filter(free, id__in=chosen).update(
            lease=lease, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        return lease, list(OutboxRow.objects.filter(lease=lease).values_list("id", "key"))


def _handle(handler: Handler, topic: str, keys: Sequence[int]) -> dict[int, Result]:
    """Let the handler work; when it fails on many keys, halve them until only what fails is left to be tried again."""
    try:
        return handler(keys)
    except Exception as error:
        if len(keys) > 1:
            middle = len(keys) // 2
            return _handle(handler, topic, keys[:middle]) | _handle(handler, topic, keys[middle:])
        logger.warning("Handling %s %s failed; it will be tried again.", topic, keys[0], exc_info=True)
        return {keys[0]: Result(Outcome.RETRY, f"{type(error).__name__}: {error}"[:2000])}


def _settle(lease: uuid.UUID, rows: Sequence[tuple[int, int]], results: dict[int, Result], total: Drained) -> None:
    """Delete the done rows, give the others back with a delay, park what cannot succeed; only rows still under our lease."""
    missing = Result(Outcome.RETRY, "The handler gave no answer for this key.")
    by_outcome: dict[Result, list[int]] = {}
    for row, key in rows:
        by_outcome.setdefault(results.get(key, missing), []).append(row)
    with transaction.atomic():
        for result, ids in by_outcome.items():
            ours = OutboxRow.objects.filter(id__in=ids, lease=lease)
            if result.outcome is Outcome.DONE:
                total.done += ours.delete()[0]
            elif result.outcome is Outcome.REJECTED:
                total.parked += ours.update(parked_at=timezone.now(), lease=None, leased_until=None, error=result.error)
            else:
                if result.outcome is Outcome.RETRY:
                    total.parked += _park_exhausted(lease, ids, result.error)
                total.retried += _give_back(lease, ids, result.error)


def _park_exhausted(lease: uuid.UUID, ids: Sequence[int], error: str) -> int:
    rows = OutboxRow.objects.filter(id__in=ids, lease=lease, attempts__gte=ATTEMPTS)
    return rows.update(parked_at=timezone.now(), lease=None, leased_until=None, error=error)


def _give_back(lease: uuid.UUID, ids: Sequence[int], error: str) -> int:
    """Free the rows with a delay that doubles with the attempts and is spread, so that a recovering engine is not stormed."""
    freed = 0
    rows = OutboxRow.objects.filter(id__in=ids, lease=lease)
    for attempts in set(rows.values_list("attempts", flat=True)):
        delay = min(LONGEST_DELAY, 2.0**attempts) * random.uniform(0.5, 1.0)  # noqa: S311 (jitter, not a secret)
        freed += rows.filter(attempts=attempts).update(
            lease=None, leased_until=None, error=error, not_before=timezone.now() + timedelta(seconds=delay)
        )
    return freed
