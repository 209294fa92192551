"""Why a practice is not shown, and refusals (`network.errors`), which practices share with the network."""

from dataclasses import dataclass
from datetime import datetime

from network.errors import Problem, Refused

__all__ = ["FeedRestarted", "PracticeGone", "PracticeNotFound", "Problem", "Refused", "Tombstone"]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains of a withdrawn practice: its number and dates, no word of it."""

    id: int
    first_published_at: datetime
    withdrawn_at: datetime


class PracticeNotFound(LookupError):
    """No practice of that number is, or ever was, public (404)."""


class PracticeGone(PracticeNotFound):
    """The practice was public and has been withdrawn (410); carries its tombstone."""

    def __init__(self, tombstone: Tombstone) -> None:
        super().__init__(tombstone.id)
        self.tombstone = tombstone


class FeedRestarted(LookupError):
    """A number that this feed of changes has never given: it began anew with a restored database, and copies made of it are void (410)."""
