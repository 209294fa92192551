"""Draining: lease rows, let their handler work, delete exactly the rows that were leased and done."""

import logging
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from .models import OutboxRow
from .registry import Handler, Outcome, Result, handlers, is_slow

logger = logging.getLogger(__name__)

BATCH = 200
# A slow topic's batch must be done well within its lease, and must not keep the next round from the quick ones.
SLOW_BATCH = 10
# Longer than any engine's bulk timeout, so that a slow drain is not overtaken by a second one.
LEASE = timedelta(seconds=120)
ATTEMPTS = 12
LONGEST_DELAY = 300.0
LONGEST_WAIT = 30.0
# Tries without an end after which a row is leased alone.
_SUSPECT = 2


@dataclass(slots=True)
class Drained:
    """What one drain did, in rows."""

    leased: int = 0
    done: int = 0
    retried: int = 0
    parked: int = 0


def drain(*, limit: int = 2000, batch: int = BATCH) -> Drained:
    """Handle waiting rows of every topic, batch by batch, until none is due or `limit` rows were leased.

    Two drains may run at once, here or elsewhere: they lease different keys. A topic whose whole batch has to wait is left for the next
    drain, as what it needs is away for its other rows too.
    """
    total = Drained()
    for topic, handler in handlers().items():
        size = min(batch, SLOW_BATCH) if is_slow(topic) else batch
        while total.leased < limit:
            lease, rows = lease_rows(topic, min(size, limit - total.leased))
            if not rows:
                break
            total.leased += len(rows)
            began = timezone.now()
            results = _handle(handler, topic, sorted({key for _, key in rows}))
            _settle(lease, rows, results, total)
            _forget_overtaken(topic, results, began)
            if results and all(result.outcome is Outcome.WAIT for result in results.values()):
                break
    return total


def lease_rows(topic: str, size: int) -> tuple[uuid.UUID, list[tuple[int, int]]]:
    """Lease up to `size` due rows, the oldest first and, of a longer queue, some of the newest; returns the lease and (row id, key) pairs.

    A key under a live lease is left alone, so that two drains never write one object at once. Rows that were tried before come last and
    alone: one that kills its process (by its size, say) then takes no other along. Leasing itself is one at a time (SQLite's
    write lock, an advisory lock on PostgreSQL): two drains that both still see a key free would each lease one of its rows.
    """
    now = timezone.now()
    lease = uuid.uuid4()
    free = Q(lease__isnull=True) | Q(leased_until__lt=now)
    # A list that is read once, not a look for every row: of ten thousand rows each look would pass all leases that were ever given back.
    held = OutboxRow.objects.filter(topic=topic, lease__isnull=False, leased_until__gte=now).values("key")
    due = OutboxRow.objects.filter(
        free, Q(not_before__isnull=True) | Q(not_before__lte=now), topic=topic, parked_at=None
    ).exclude(key__in=held)
    # Most wake-ups find that another drain has been there: they should cost a glance, not a lock.
    if not due.exists():
        return lease, []
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('outbox-lease'))")
        chosen = _chosen(due.filter(attempts__lt=_SUSPECT), size) or _suspect(due)
        if not chosen:
            return lease, []
        OutboxRow.objects.filter(free, id__in=chosen).update(
            lease=lease, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        return lease, list(OutboxRow.objects.filter(lease=lease).values_list("id", "key"))


def _chosen(due: "QuerySet[OutboxRow]", size: int) -> list[int]:
    """The ids of the oldest rows; where more wait, a quarter are the newest: a practice published now must not wait behind the twenty
    thousand of a renamed tag.
    """
    oldest = list(due.order_by("id").values_list("id", flat=True)[:size])
    newest = list(due.order_by("-id").values_list("id", flat=True)[: size // 4]) if len(oldest) == size else []
    return list(dict.fromkeys([*newest, *oldest]))[:size]


def _suspect(due: "QuerySet[OutboxRow]") -> list[int]:
    """The id of one row that was tried before, the least tried first. Those whose every try ended with the death of the process are
    parked.
    """
    _park(due.filter(attempts__gte=ATTEMPTS), "Whoever handled it did not live to say what became of it.")
    return list(due.order_by("attempts", "id").values_list("id", flat=True)[:1])


def _handle(handler: Handler, topic: str, keys: Sequence[int]) -> dict[int, Result]:
    """Let the handler work; when it fails on many keys, halve them until only what fails is left to be tried again.

    A database that does not answer is no key's fault: then all wait.
    """
    try:
        return handler(keys)
    except (OperationalError, InterfaceError) as error:
        logger.warning("Handling %s waits for the database.", topic, exc_info=True)
        return dict.fromkeys(keys, Result(Outcome.WAIT, _described(error)))
    except Exception as error:
        if len(keys) > 1:
            middle = len(keys) // 2
            return _handle(handler, topic, keys[:middle]) | _handle(handler, topic, keys[middle:])
        logger.warning("Handling %s %s failed; it will be tried again.", topic, keys[0], exc_info=True)
        return {keys[0]: Result(Outcome.RETRY, _described(error))}


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def _settle(lease: uuid.UUID, rows: Sequence[tuple[int, int]], results: dict[int, Result], total: Drained) -> None:
    """Delete the done rows, give the others back with a delay, park what cannot succeed; only rows still under our lease."""
    missing = Result(Outcome.RETRY, "The handler gave no answer for this key.")
    by_outcome: dict[Result, list[int]] = {}
    for row, key in rows:
        by_outcome.setdefault(results.get(key, missing), []).append(row)
    with transaction.atomic():
        for result, ids in by_outcome.items():
            ours = OutboxRow.objects.filter(id__in=ids, lease=lease)
            match result.outcome:
                case Outcome.DONE:
                    total.done += ours.delete()[0]
                case Outcome.REJECTED:
                    total.parked += _park(ours, result.error)
                case Outcome.RETRY:
                    total.parked += _park(ours.filter(attempts__gte=ATTEMPTS), result.error)
                    total.retried += _try_later(ours, result.error)
                case Outcome.WAIT:
                    total.retried += _let_wait(ours, result.error)


def _forget_overtaken(topic: str, results: dict[int, Result], began: datetime) -> None:
    """Delete the parked rows of keys that have been done since: what they asked for was read and written with the later change."""
    done = [key for key, result in results.items() if result.outcome is Outcome.DONE]
    OutboxRow.objects.filter(topic=topic, key__in=done, parked_at__lt=began).delete()


def _park(rows: "QuerySet[OutboxRow]", error: str) -> int:
    return rows.update(parked_at=timezone.now(), lease=None, leased_until=None, error=error)


def _try_later(rows: "QuerySet[OutboxRow]", error: str) -> int:
    """Free the rows with a delay that doubles with the attempts."""
    freed = 0
    for attempts in set(rows.values_list("attempts", flat=True)):
        freed += _free(rows.filter(attempts=attempts), error, min(LONGEST_DELAY, 2.0 ** min(attempts, 10)))
    return freed


def _let_wait(rows: "QuerySet[OutboxRow]", error: str) -> int:
    """Free the rows with a delay that grows with their age; waiting is not an attempt, so it neither parks a row nor ages it for later."""
    oldest = rows.aggregate(oldest=Min("created_at"))["oldest"] or timezone.now()
    age = (timezone.now() - oldest).total_seconds()
    rows.filter(attempts__gt=0).update(attempts=F("attempts") - 1)
    return _free(rows, error, min(LONGEST_WAIT, max(1.0, age / 4)))


def _free(rows: "QuerySet[OutboxRow]", error: str, seconds: float) -> int:
    """Give the rows back for a later moment, spread so that what recovers is not stormed."""
    spread = seconds * random.uniform(0.5, 1.0)  # noqa: S311 (jitter, not a secret)
    not_before = timezone.now() + timedelta(seconds=spread)
    return rows.update(lease=None, leased_until=None, error=error, not_before=not_before)
