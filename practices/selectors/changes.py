"""The feed of public changes, as partners harvest it."""

from dataclasses import dataclass
from datetime import datetime

from practices.errors import FeedRestarted, Tombstone
from practices.models import ChangeCounter, ChangeKind, PracticeState, PublicChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The last public change of a practice. `state` is that of now; `tombstone` is set where it is withdrawn now."""

    number: int
    practice: int
    slug: str
    kind: str
    state: str
    happened_at: datetime
    tombstone: Tombstone | None


def changes_after(number: int, limit: int) -> list[Change]:
    """Up to `limit` changes above `number`, in order; nothing ever appears at or below a number already read.

    A withdrawn practice comes as a tombstone whatever its row says, without its slug, which is made of its title. Raises `FeedRestarted`
    for a number that was read from a feed before this one, or that this one has not given.
    """
    rows = PublicChange.objects.filter(number__gt=number).order_by("number").select_related("practice")
    changes = [_change(row) for row in rows[:limit]]
    # Afterwards: had the feed begun anew in between, the rows might be those of the new one.
    if number and not ChangeCounter.objects.filter(began__lt=number, last__gte=number).exists():
        raise FeedRestarted
    return changes


def last_change_number() -> int:
    """The highest number given and still in the feed; 0 before the first."""
    row = PublicChange.objects.filter(number__isnull=False).order_by("-number").values_list("number", flat=True).first()
    return row or 0


def _change(row: PublicChange) -> Change:
    practice = row.practice
    gone = practice.state == PracticeState.WITHDRAWN
    assert row.number is not None
    tombstone = None
    if gone:
        assert practice.first_published_at and practice.withdrawn_at
        tombstone = Tombstone(practice.pk, practice.first_published_at, practice.withdrawn_at)
    return Change(
        number=row.number,
        practice=practice.pk,
        slug="" if gone else practice.slug,
        kind=ChangeKind.WITHDRAWN if gone else row.kind,
        state=practice.state,
        happened_at=practice.withdrawn_at if gone and practice.withdrawn_at else row.happened_at,
        tombstone=tombstone,
    )
