"""What an operator does with rows that are not done."""

from collections.abc import Collection

from django.db import transaction

from .models import OutboxRow
from .wake import wake


def retry_parked(*, ids: Collection[int]) -> int:
    """Put parked rows back in the queue with their attempts forgotten; returns how many."""
    with transaction.atomic():
        freed = OutboxRow.objects.filter(id__in=ids, parked_at__isnull=False).update(
            parked_at=None, attempts=0, not_before=None, error=""
        )
        transaction.on_commit(wake)
    return freed


def drop_parked(*, ids: Collection[int]) -> int:
    """Forget parked rows; the gate reports whatever is then missing. Returns how many."""
    return OutboxRow.objects.filter(id__in=ids, parked_at__isnull=False).delete()[0]


def hurry(*, topic: str) -> int:
    """Let what waits for a later attempt be tried at once, now that its hindrance is gone; returns how many rows."""
    waiting = OutboxRow.objects.filter(topic=topic, parked_at=None, lease=None, not_before__isnull=False)
    return waiting.update(not_before=None)
