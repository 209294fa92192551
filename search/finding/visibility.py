"""Practices that left the public while the index may not know it yet."""

from network.sql import rows
from practices.topics import PRACTICE

# More than this is not excluded by id: then the database answers instead of the engine.
MOST_HIDDEN = 1000


_HIDDEN = """
    SELECT p.id FROM practices_practice p
    WHERE p.state <> 'published' AND p.live_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM outbox_outboxrow o WHERE o.topic = %s AND o.key = p.id)
    ORDER BY p.id LIMIT %s
"""


class TooManyHidden(Exception):
    """So many practices have just left the public that a question cannot exclude them one by one."""


def hidden_ids() -> tuple[int, ...]:
    """Ids that every question excludes: no longer public, and not yet drained (waiting, leased or parked). One indexed read."""
    ids = tuple(id for (id,) in rows(_HIDDEN, PRACTICE, MOST_HIDDEN + 1))
    if len(ids) > MOST_HIDDEN:
        raise TooManyHidden
    return ids
