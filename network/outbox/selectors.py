"""What the outbox holds, for health, operators and those who must not show what is still to be followed up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from .models import OutboxRow
from .registry import handlers


@dataclass(frozen=True, slots=True)
class OutboxState:
    """Rows waiting and parked, and when the oldest waiting one was written."""

    waiting: int
    parked: int
    oldest: datetime | None


_STATE = {
    "waiting": Count("id", filter=Q(parked_at__isnull=True)),
    "parked": Count("id", filter=Q(parked_at__isnull=False)),
    "oldest": Min("created_at", filter=Q(parked_at__isnull=True)),
}


def outbox_state(topic: str | None = None) -> OutboxState:
    """Counts over all topics, or of one."""
    rows = OutboxRow.objects.all() if topic is None else OutboxRow.objects.filter(topic=topic)
    return OutboxState(**rows.aggregate(**_STATE))


def outbox_states() -> dict[str, OutboxState]:
    """The counts by topic: of every topic that is followed, and of those that only have rows. One query."""
    empty = OutboxState(waiting=0, parked=0, oldest=None)
    found = OutboxRow.objects.order_by().values("topic").annotate(**_STATE).values_list("topic", *_STATE)
    return dict.fromkeys(handlers(), empty) | {topic: OutboxState(*state) for topic, *state in found}


def unhandled(topic: str) -> "QuerySet[OutboxRow]":
    """Rows of a topic that are not yet done: waiting, leased or parked."""
    return OutboxRow.objects.filter(topic=topic)


def parked_rows(ids: Collection[int] | None = None) -> "QuerySet[OutboxRow]":
    """Rows that only a person moves on, the latest first: all, or those of these ids."""
    rows = OutboxRow.objects.filter(parked_at__isnull=False).order_by("-parked_at", "-id")
    return rows if ids is None else rows.filter(pk__in=ids)
