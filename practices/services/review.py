"""Review: submitting, assigning, talking, returning, rejecting, publishing."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models import City, User
from network.transactions import in_transaction
from practices.errors import Problem, Refused
from practices.models import (
    ChangeKind,
    EvidenceLevel,
    Practice,
    PracticeVersion,
    ReviewMessage,
    VersionState,
    VersionTag,
    VersionTheme,
)
from practices.policies import Action, may
from practices.services.changes import record_change
from practices.services.content import Labels, lock_labels
from practices.services.steps import locked_version, same_revision, take_step
from practices.services.telling import (
    tell_assigned,
    tell_message,
    tell_published,
    tell_rejected,
    tell_returned,
    tell_submitted,
)
from practices.text.cleaning import clean_prose
from practices.workflow import Step

LONGEST_MESSAGE = 5_000
LONGEST_OPINION = 5_000
# How long a practice counts as fresh where the reviewer names no day.
FRESH_YEARS = 2


@in_transaction
def submit_practice(*, actor: User, version: PracticeVersion, revision: int | None = None) -> PracticeVersion:
    """Send a draft, or a returned version, to review. Raises `Refused`: "incomplete", "illegal-step", "forbidden",
    "conflict".
    """
    locked = locked_version(version)
    same_revision(locked, revision)
    take_step(Step.SUBMIT, actor=actor, practice=locked.practice, version=locked)
    locked.submitted_at = timezone.now()
    locked.save(update_fields=["state", "submitted_at", "saved_at"])
    tell_submitted(locked, actor)
    return locked


@in_transaction
def assign_review(*, actor: User, version: PracticeVersion, assignee: User | None) -> PracticeVersion:
    """Give a submission to a reviewer, or back to all (None). Raises `Refused`: "invalid" where the assignee may not
    review it.
    """
    locked = locked_version(version)
    take_step(
        Step.ASSIGN, actor=actor, practice=locked.practice, version=locked, reason=assignee.name if assignee else ""
    )
    if assignee is not None and not may(assignee, Action.REVIEW, locked):
        raise Refused(
            "invalid", _("Ta osoba nie może recenzować tej praktyki: nie jest recenzentem albo należy do miasta.")
        )
    locked.assignee = assignee
    locked.save(update_fields=["assignee", "saved_at"])
    if assignee is not None and assignee != actor:
        tell_assigned(locked, actor)
    return locked


@in_transaction
def return_for_changes(*, actor: User, version: PracticeVersion, reason: str) -> PracticeVersion:
    """Give a submission back to the city with what to mend. Raises `Refused`: "reason-needed", "illegal-step",
    "forbidden".
    """
    locked = locked_version(version)
    take_step(Step.RETURN, actor=actor, practice=locked.practice, version=locked, reason=reason)
    _take_over(locked, actor)
    locked.save(update_fields=["state", "assignee", "saved_at"])
    tell_returned(locked, clean_prose(reason))
    return locked


@in_transaction
def reject(*, actor: User, version: PracticeVersion, reason: str) -> PracticeVersion:
    """Close a submission for good. Raises `Refused`: "reason-needed", "illegal-step", "forbidden"."""
    locked = locked_version(version)
    take_step(Step.REJECT, actor=actor, practice=locked.practice, version=locked, reason=reason)
    _take_over(locked, actor)
    locked.save(update_fields=["state", "assignee", "saved_at"])
    tell_rejected(locked, clean_prose(reason))
    return locked


def _take_over(version: PracticeVersion, actor: User) -> None:
    if version.assignee_id is None:
        version.assignee = actor


@in_transaction
def send_message(*, actor: User, version: PracticeVersion, body: str) -> ReviewMessage:
    """Say something in the conversation of a submission; the other side is told. Raises `Refused`: "invalid",
    "illegal-step", "forbidden".
    """
    locked = locked_version(version)
    take_step(Step.MESSAGE, actor=actor, practice=locked.practice, version=locked)
    text = clean_prose(body)
    if not text or len(text) > LONGEST_MESSAGE:
        raise Refused("invalid", _("Wiadomość ma od 1 do 5000 znaków."))
    message = ReviewMessage.objects.create(version=locked, author=actor, body=text)
    tell_message(locked, actor, text)
    return message


@in_transaction
def publish_practice(
    *,
    actor: User,
    version: PracticeVersion,
    evidence_level: str,
    opinion: str = "",
    review_by: date | None = None,
    revision: int | None = None,
) -> PracticeVersion:
    """Make a submission the live version; the one before it is superseded.

    `review_by` is two years from today where it is not given. Raises `Refused`: "invalid" (evidence level, day,
    opinion),
    "incomplete", "illegal-step", "forbidden", "conflict".
    """
    _check_decision(evidence_level, opinion, review_by)
    seen = _lock_surroundings(version)
    locked = locked_version(version)
    same_revision(locked, revision)
    same_revision(locked, seen)
    take_step(Step.PUBLISH, actor=actor, practice=locked.practice, version=locked)
    _take_over(locked, actor)
    locked.evidence_level = evidence_level
    locked.reviewer_opinion = clean_prose(opinion)
    today = timezone.localdate()
    locked.review_by = review_by or _years_later(today, FRESH_YEARS)
    locked.confirmed_on = today
    make_live(version=locked, at=timezone.now())
    tell_published(locked)
    return locked


def make_live(*, version: PracticeVersion, at: datetime) -> None:
    """Save `version`, already in state published, as the live one of its locked practice, and tell feed and search."""
    practice = version.practice
    first = practice.first_published_at is None
    if practice.live_id is not None:
        others = PracticeVersion.objects.filter(practice=practice, state=VersionState.PUBLISHED).exclude(pk=version.pk)
        others.update(state=VersionState.SUPERSEDED)
    version.published_at = at
    version.save()
    practice.live = version
    practice.first_published_at = practice.first_published_at or at
    practice.archived_at = None
    mark_changed(practice, ChangeKind.PUBLISHED if first else ChangeKind.UPDATED)


def mark_changed(practice: Practice, kind: ChangeKind) -> None:
    """Save the locked practice with a new search version, and record the change."""
    now = timezone.now()
    practice.updated_at = now
    practice.search_version += 1
    practice.save()
    record_change(practice, kind, now)


def _lock_surroundings(version: PracticeVersion) -> int:
    """Lock tags, themes and city of what is about to be public, so that a rename waits and then reaches it; returns the
    revision read.
    """
    revision = PracticeVersion.objects.values_list("revision", flat=True).get(pk=version.pk)
    themes = tuple(VersionTheme.objects.filter(version=version).order_by().values_list("theme_id", flat=True))
    tags = tuple(VersionTag.objects.filter(content_object=version).order_by().values_list("tag_id", flat=True))
    lock_labels(Labels(themes, tags))
    list(City.objects.select_for_update(no_key=True).filter(practices=version.practice_id).values_list("pk"))
    return revision


def _check_decision(evidence_level: str, opinion: str, review_by: date | None) -> None:
    problems = []
    if evidence_level not in EvidenceLevel.values:
        problems.append(Problem("evidence_level", "", _("Wybierz poziom dowodu.")))
    if len(opinion) > LONGEST_OPINION:
        problems.append(Problem("opinion", "", _("Skróć opinię do 5000 znaków.")))
    if review_by is not None and review_by <= timezone.localdate():
        problems.append(Problem("review_by", "", _("Podaj dzień w przyszłości.")))
    if problems:
        raise Refused("invalid", _("Nie opublikowano: popraw zaznaczone pola."), problems)


def _years_later(day: date, years: int) -> date:
    # 29 February has no twin in an ordinary year.
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
