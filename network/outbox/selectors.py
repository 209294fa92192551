"""What the outbox holds, for health, operators and those who must not show what is still to be followed up."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from .models import OutboxRow


@dataclass(frozen=True, slots=True)
class OutboxState:
    """Rows waiting and parked, and when the oldest waiting one was written."""

    waiting: int
    parked: int
    oldest: datetime | None


def outbox_state(topic: str | None = None) -> OutboxState:
    """Counts over all topics, or of one."""
    rows = OutboxRow.objects.all() if topic is None else OutboxRow.objects.filter(topic=topic)
    found = rows.aggregate(
        waiting=Count("id", filter=Q(parked_at__isnull=True)),
        parked=Count("id", filter=Q(parked_at__isnull=False)),
        oldest=Min("created_at", filter=Q(parked_at__isnull=True)),
    )
    return OutboxState(waiting=found["waiting"], parked=found["parked"], oldest=found["oldest"])


def unhandled(topic: str) -> "QuerySet[OutboxRow]":
    """Rows of a topic that are not yet done: waiting, leased or parked."""
    return OutboxRow.objects.filter(topic=topic)
