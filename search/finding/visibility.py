"""Practices that left the public while the index may not know it yet."""

from collections.abc import Sequence

from network.sql import rows
from practices.topics import PRACTICE

# More than this is not excluded by id: then the database answers instead of the engine.
MOST_HIDDEN = 1000

# Two values: the topic, and how many at most.
HIDDEN = """
    SELECT DISTINCT p.id FROM outbox_outboxrow o JOIN practices_practice p ON p.id = o.key
    WHERE o.topic = %s AND o.hides AND p.state <> 'published' ORDER BY p.id LIMIT %s
"""


class TooManyHidden(Exception):
    """So many practices have just left the public that a question cannot exclude them one by one."""


def hidden_values() -> tuple[str, int]:
    """The values of `HIDDEN`: one more than can be excluded, so that too many are noticed."""
    return PRACTICE, MOST_HIDDEN + 1


def hidden_ids() -> tuple[int, ...]:
    """Ids that every question excludes: no longer public, and not yet drained (waiting, leased or parked). One indexed read."""
    return excludable([id for (id,) in rows(HIDDEN, *hidden_values())])


def excludable(ids: Sequence[int]) -> tuple[int, ...]:
    """These ids, if a question can exclude so many; raises `TooManyHidden`."""
    if len(ids) > MOST_HIDDEN:
        raise TooManyHidden
    return tuple(ids)
