"""What becomes of a public practice: archived, taken out of the archive, withdrawn."""

from django.utils import timezone

from network.models import User
from network.transactions import in_transaction
from practices.models import ChangeKind, Practice, PracticeVersion, VersionState
from practices.models.version import IN_PREPARATION
from practices.services.review import mark_changed
from practices.services.steps import locked_practice, take_step
from practices.services.telling import tell_withdrawn
from practices.text.cleaning import clean_prose
from practices.workflow import Step


@in_transaction
def archive(*, actor: User, practice: Practice, reason: str = "") -> Practice:
    """Take a practice out of search and lists; its page stays, marked. Raises `Refused`
    ("illegal-step", "forbidden").
    """
    locked = locked_practice(practice)
    take_step(Step.ARCHIVE, actor=actor, practice=locked, reason=reason)
    locked.archived_at = timezone.now()
    mark_changed(locked, ChangeKind.ARCHIVED)
    return locked


@in_transaction
def unarchive(*, actor: User, practice: Practice, reason: str = "") -> Practice:
    """Bring a practice back into search and lists. Raises `Refused` ("illegal-step", "forbidden")."""
    locked = locked_practice(practice)
    take_step(Step.UNARCHIVE, actor=actor, practice=locked, reason=reason)
    locked.archived_at = None
    mark_changed(locked, ChangeKind.PUBLISHED)
    return locked


@in_transaction
def withdraw_practice(*, actor: User, practice: Practice, reason: str) -> Practice:
    """Take a practice away everywhere at once and for good; a tombstone remains, a version in preparation is closed.

    Raises `Refused` ("reason-needed", "illegal-step", "forbidden").
    """
    locked = locked_practice(practice)
    take_step(Step.WITHDRAW, actor=actor, practice=locked, reason=reason)
    locked.withdrawn_at = timezone.now()
    PracticeVersion.objects.filter(practice=locked, state__in=IN_PREPARATION).update(state=VersionState.REJECTED)
    mark_changed(locked, ChangeKind.WITHDRAWN)
    if locked.live is not None:
        locked.live.practice = locked
        tell_withdrawn(locked.live, actor, clean_prose(reason))
    return locked
