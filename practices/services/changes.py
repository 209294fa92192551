"""The feed of public changes: a service records a change, one sequencer numbers it once it has been committed."""

import time
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from network.outbox.enqueueing import enqueue
from network.outbox.registry import Outcome, Result
from practices.models import ChangeCounter, ChangeKind, Practice, PublicChange
from practices.topics import PRACTICE, SEQUENCE

_COUNTER = 1


def record_change(practice: Practice, kind: ChangeKind, happened_at: datetime) -> None:
    """Note what has just happened to `practice` in public, for the feed and for search; in the transaction of the
    change.
    """
    PublicChange.objects.bulk_create(
        [PublicChange(practice=practice, number=None, kind=kind, happened_at=happened_at)],
        update_conflicts=True,
        unique_fields=["practice"],
        update_fields=["number", "kind", "happened_at"],
    )
    # Told apart from other changes, as every search asks for these few while thousands of others may be waiting.
    enqueue(PRACTICE, [practice.pk], hides=kind in {ChangeKind.ARCHIVED, ChangeKind.WITHDRAWN})
    enqueue(SEQUENCE, [practice.pk])


def number_changes(practices: Sequence[int]) -> dict[int, Result]:
    """The handler of `SEQUENCE`: give the next numbers to these practices' changes, oldest first.

    The lock on the counter makes it single, and a reader sees numbers only after its commit: so whoever reads up to a
    number has seen
    everything below it. A change being made again at this moment is skipped and tried later.
    """
    ChangeCounter.objects.bulk_create([ChangeCounter(pk=_COUNTER)], ignore_conflicts=True)
    with transaction.atomic():
        counter = ChangeCounter.objects.select_for_update().get(pk=_COUNTER)
        waiting = PublicChange.objects.filter(practice__in=practices, number__isnull=True)
        rows = waiting.order_by("happened_at", "practice_id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        numbered = list(rows)
        for row in numbered:
            counter.last += 1
            row.number = counter.last
        if numbered:
            PublicChange.objects.bulk_update(numbered, ["number"], batch_size=200)
            counter.save(update_fields=["last"])
        skipped = set(waiting.values_list("practice_id", flat=True))
    busy = Result(Outcome.RETRY, "The practice is being changed at this moment.")
    return {id: busy if id in skipped else Result(Outcome.DONE) for id in practices}


def restart_feed() -> int:
    """Begin the feed anew, after the database was restored from a backup; returns how many changes stand in it.

    Numbers given since the backup are forgotten and would be given a second time: who has read up to one of them would miss what comes
    under it, and keep what no longer exists. So every change gets a number above all that were ever given, and readers who come with an
    older one are told to begin anew (`FeedRestarted`).
    """
    ChangeCounter.objects.bulk_create([ChangeCounter(pk=_COUNTER)], ignore_conflicts=True)
    with transaction.atomic():
        counter = ChangeCounter.objects.select_for_update().get(pk=_COUNTER)
        # Nobody knows how far the feed had come. The clock is ahead of it for as long as there are not a thousand changes a second.
        began = max(counter.last, time.time_ns() // 1_000_000)
        ahead = began - counter.began
        counter.began, counter.last = began, counter.last + ahead
        counter.save(update_fields=["began", "last"])
        return PublicChange.objects.filter(number__isnull=False).update(number=F("number") + ahead)
