"""One change that reaches many practices: a renamed tag, theme or city. One UPDATE, one INSERT ... SELECT per topic."""

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from network.outbox.enqueueing import enqueue_query
from practices.models import ChangeKind, Practice, PublicChange
from practices.policies import PUBLIC_STATES
from practices.topics import PRACTICE, SEQUENCE


def touch_public(practices: "QuerySet[Practice]") -> int:
    """Tell everyone that what is public of these practices has changed; those not public are left out. Returns how
    many.

    `practices` selects by columns that stay the same here. Call it inside the transaction of the change, after locking
    what was changed.
    """
    chosen = practices.filter(state__in=PUBLIC_STATES).order_by()
    if connection.features.has_select_for_update:
        # Locked one by one in the order of ids: an UPDATE alone would lock them in any order.
        list(chosen.select_for_update(no_key=True, of=("self",)).order_by("id").values_list("id", flat=True))
    now = timezone.now()
    touched = chosen.update(search_version=F("search_version") + 1, updated_at=now)
    if touched:
        PublicChange.objects.filter(practice__in=chosen.values("id")).update(
            number=None, kind=ChangeKind.UPDATED, happened_at=now
        )
        enqueue_query(PRACTICE, chosen.values_list("id"))
        enqueue_query(SEQUENCE, chosen.values_list("id"))
    return touched
