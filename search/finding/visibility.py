"""Practices that left the public while the index may not know it yet."""

from django.db.models import Exists, OuterRef

from network.outbox.selectors import unhandled
from practices.models import Practice, PracticeState
from practices.topics import PRACTICE

# More than this is not excluded by id: then the database answers instead of the engine.
MOST_HIDDEN = 1000


class TooManyHidden(Exception):
    """So many practices have just left the public that a question cannot exclude them one by one."""


def hidden_ids() -> tuple[int, ...]:
    """Ids that every question excludes: no longer public, and not yet drained (waiting, leased or parked). One indexed read."""
    pending = unhandled(PRACTICE).filter(key=OuterRef("id"))
    left = Practice.objects.exclude(state=PracticeState.PUBLISHED).filter(live__isnull=False).filter(Exists(pending))
    ids = tuple(left.order_by("id").values_list("id", flat=True)[: MOST_HIDDEN + 1])
    if len(ids) > MOST_HIDDEN:
        raise TooManyHidden
    return ids
