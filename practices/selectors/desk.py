"""The desk: what a city is working on, the queue of its reviewers, one submission in full."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from network.models import City, User
from practices.models import (
    Link,
    LinkKind,
    Practice,
    PracticeText,
    PracticeVersion,
    ReviewMessage,
    VersionState,
    VersionTheme,
    WorkflowEvent,
)
from practices.models.version import IN_PREPARATION
from practices.policies import reviewable_cities_excluded
from practices.requirements import Facts, completeness
from practices.selectors.filled import fields_filled, filled
from practices.selectors.practices import preview_version, with_content
from practices.workflow import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """A practice of a city as its people see it.

    `version...` is the version in preparation, else the last closed one of a practice that never was public; all empty
    where only the live version is there. `completeness` in per cent, of that version or else of the live one.
    """

    practice: int
    slug: str
    title: str
    state: str
    live_version: int | None
    first_published_at: datetime | None
    version: int | None
    version_number: int | None
    version_state: str
    saved_at: datetime | None
    submitted_at: datetime | None
    assignee: str
    completeness: int


def city_desk(city: City | None) -> list[DeskRow]:
    """Every practice of `city` (None: those of no city and no collection), last touched first, in five queries."""
    owned = Q(city=city) if city is not None else Q(city__isnull=True, source="")
    practices = list(Practice.objects.filter(owned).order_by("-id"))
    versions = PracticeVersion.objects.filter(practice__in=practices).select_related("assignee").order_by("number")
    by_practice: dict[int, list[PracticeVersion]] = {}
    for version in versions:
        by_practice.setdefault(version.practice_id, []).append(version)
    current = {p.pk: _current(p, by_practice.get(p.pk, [])) for p in practices}
    shown = {p.pk: current[p.pk] or _live(p, by_practice.get(p.pk, [])) for p in practices}
    known = _known([v for v in shown.values() if v is not None])
    rows = [_row(p, current[p.pk], shown[p.pk], known) for p in practices]
    return sorted(rows, key=lambda row: (row.saved_at or row.first_published_at or _NEVER, row.practice), reverse=True)


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _current(practice: Practice, versions: list[PracticeVersion]) -> PracticeVersion | None:
    in_preparation = [v for v in versions if v.state in IN_PREPARATION]
    closed = versions[-1:] if practice.live_id is None else []
    return next(iter(in_preparation or closed), None)


def _live(practice: Practice, versions: list[PracticeVersion]) -> PracticeVersion | None:
    return next((v for v in versions if v.pk == practice.live_id), None)


@dataclass(frozen=True, slots=True)
class _Known:
    titles: Mapping[int, str]
    facts: Mapping[int, Facts]


def _known(versions: list[PracticeVersion]) -> _Known:
    """Titles of the originals and what the requirements look at, in three flat queries."""
    ids = [v.pk for v in versions]
    originals = {v.pk: v.original_language for v in versions}
    texts: dict[int, dict[str, dict[str, str]]] = {id: {} for id in ids}
    titles: dict[int, str] = {}
    rows = PracticeText.objects.filter(version__in=ids).annotate(filled=filled())
    for id, language, title, mask in rows.values_list("version_id", "language", "title", "filled"):
        texts[id][language] = fields_filled(mask)
        if title and (language == originals[id] or id not in titles):
            titles[id] = title
    themes = dict.fromkeys(ids, 0)
    for id in VersionTheme.objects.filter(version__in=ids).values_list("version_id", flat=True):
        themes[id] += 1
    alts: dict[int, list[Mapping[str, str]]] = {id: [] for id in ids}
    for id, alt in Link.objects.filter(version__in=ids, kind=LinkKind.IMAGE).values_list("version_id", "alt"):
        alts[id].append(alt)
    facts = {
        v.pk: Facts(v.original_language, texts[v.pk], themes[v.pk], v.status, v.contact_mailbox, alts[v.pk])
        for v in versions
    }
    return _Known(titles, facts)


def _row(practice: Practice, current: PracticeVersion | None, shown: PracticeVersion | None, known: _Known) -> DeskRow:
    return DeskRow(
        practice=practice.pk,
        slug=practice.slug,
        title=known.titles.get(shown.pk, "") if shown else "",
        state=practice.state,
        live_version=practice.live_id,
        first_published_at=practice.first_published_at,
        version=current.pk if current else None,
        version_number=current.number if current else None,
        version_state=current.state if current else "",
        saved_at=current.saved_at if current else None,
        submitted_at=current.submitted_at if current else None,
        assignee=str(current.assignee) if current and current.assignee else "",
        completeness=completeness(known.facts[shown.pk]) if shown else 0,
    )


class Queue(StrEnum):
    """The parts of the review queue: waiting for a decision, given to me, sent back to the city, decided."""

    WAITING = "waiting"
    MINE = "mine"
    RETURNED = "returned"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A submission in the queue; `next_of_public`: its practice is public already in an earlier version."""

    version: int
    practice: int
    title: str
    place: str
    city_slug: str
    state: str
    submitted_at: datetime | None
    assignee: str
    assigned_to_me: bool
    next_of_public: bool
    number: int


def review_queue(user: User, queue: Queue = Queue.WAITING, *, limit: int = 50, offset: int = 0) -> list[QueueRow]:
    """Submissions that `user` may see, longest waiting first (decided ones: latest first), in two queries.

    Those of the user's own cities are left out: nobody reviews them.
    """
    chosen = _part(user, queue).select_related("practice__city", "assignee")
    order = ("-published_at", "-saved_at", "-id") if queue is Queue.DECIDED else ("submitted_at", "id")
    versions = list(chosen.order_by(*order)[offset : offset + limit])
    titles = _titles(versions)
    return [_queue_row(version, titles, user) for version in versions]


def queue_counts(user: User) -> dict[Queue, int]:
    """How many submissions there are in each part of the user's queue."""
    return {queue: _part(user, queue).count() for queue in Queue}


def _part(user: User, queue: Queue) -> "QuerySet[PracticeVersion]":
    versions = PracticeVersion.objects.filter(submitted_at__isnull=False)
    excluded = reviewable_cities_excluded(user)
    if excluded:
        versions = versions.exclude(practice__city__in=excluded)
    if queue is Queue.WAITING:
        return versions.filter(state=VersionState.SUBMITTED)
    if queue is Queue.MINE:
        return versions.filter(state__in=[VersionState.SUBMITTED, VersionState.CHANGES_REQUESTED], assignee=user)
    if queue is Queue.RETURNED:
        return versions.filter(state=VersionState.CHANGES_REQUESTED)
    return versions.filter(state__in=[VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.REJECTED])


def _titles(versions: Collection[PracticeVersion]) -> dict[int, str]:
    originals = {v.pk: v.original_language for v in versions}
    rows = PracticeText.objects.filter(version__in=originals).values_list("version_id", "language", "title")
    return {id: title for id, language, title in rows if language == originals[id]}


def _queue_row(version: PracticeVersion, titles: Mapping[int, str], user: User) -> QueueRow:
    practice = version.practice
    return QueueRow(
        version=version.pk,
        practice=practice.pk,
        title=titles.get(version.pk, ""),
        place=practice.city.name if practice.city else practice.organisation,
        city_slug=practice.city.slug if practice.city else "",
        state=version.state,
        submitted_at=version.submitted_at,
        assignee=str(version.assignee) if version.assignee else "",
        assigned_to_me=version.assignee_id == user.pk,
        next_of_public=practice.live_id is not None and practice.live_id != version.pk,
        number=version.number,
    )


@dataclass(frozen=True, slots=True)
class Submission:
    """One version with everything around it; `live` is what the public sees now, where that is another version."""

    version: PracticeVersion
    live: PracticeVersion | None
    messages: list[ReviewMessage]
    events: list[WorkflowEvent]


def submission(version: int) -> Submission:
    """A version and the live one with their content, the conversation and the log of the version (savings left out),
    oldest first.

    Raises `PracticeNotFound`; the caller asks the policies (`Action.PREVIEW`).
    """
    proposed = preview_version(version)
    live_id = proposed.practice.live_id
    live = None
    if live_id is not None and live_id != proposed.pk:
        live = with_content(PracticeVersion.objects.filter(pk=live_id)).first()
    messages = list(ReviewMessage.objects.filter(version=proposed).select_related("author").order_by("sent_at", "id"))
    events = WorkflowEvent.objects.filter(version=proposed).exclude(step=Step.SAVE).select_related("actor")
    return Submission(proposed, live, messages, list(events.order_by("happened_at", "id")))


def version_in_preparation(practice: Practice) -> PracticeVersion | None:
    """The version being prepared, if there is one."""
    return PracticeVersion.objects.filter(practice=practice, state__in=IN_PREPARATION).first()
