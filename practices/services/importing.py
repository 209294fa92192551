"""Taking one imported record in: new, changed or unchanged, as a draft or at once in public."""

from datetime import datetime, time
from enum import StrEnum

from django.db import connection
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from network.models import City
from network.transactions import in_transaction
from practices.content_rules import checked
from practices.errors import Refused
from practices.importing.places import Place
from practices.importing.record import BadRecord, ImportRecord
from practices.models import Practice, PracticeState, PracticeVersion, VersionState, WorkflowEvent
from practices.models.version import IN_PREPARATION
from practices.policies import PUBLIC_STATES
from practices.services.content import prepare_labels, write_content
from practices.services.drafts import slug_of
from practices.services.review import LONGEST_OPINION, make_live
from practices.services.steps import log_step
from practices.workflow import Step


class Imported(StrEnum):
    """What became of a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def import_practice(*, record: ImportRecord, place: Place, source: str, publish: bool) -> Imported:
    """Store a record under its source and source_id; `publish` skips the requirements (the practice is then shown as
    incomplete).

    A record that has not changed since it was last imported changes nothing. Raises BadRecord, and then nothing is
    stored: what people here have written, reviewed, archived or withdrawn is never overwritten.
    """
    # Without a lock: most rows of a file imported again end here, and nobody waits for them.
    seen = _seen(record, source, publish)
    if seen is Imported.UNCHANGED:
        return seen
    try:
        return _import(record=record, place=place, source=source, publish=publish, known=seen is Imported.UPDATED)
    except Refused as refusal:
        said = [f"{problem.field}: {problem.message}" for problem in refusal.problems]
        raise BadRecord(" ".join(said or [str(refusal)])) from refusal


def _seen(record: ImportRecord, source: str, publish: bool) -> Imported:
    """What importing the record would come to, as far as can be told without a lock."""
    draft = PracticeVersion.objects.filter(practice=OuterRef("pk"), state__in=IN_PREPARATION)
    known = Practice.objects.filter(source=source, source_id=record.source_id).order_by().annotate(draft=Exists(draft))
    row = known.values_list("source_digest", "state", "draft").first()
    if row is None:
        return Imported.CREATED
    digest, state, has_draft = row
    done: dict[str, bool] = {
        PracticeState.ARCHIVED: True,
        PracticeState.PUBLISHED: not (publish and has_draft),
        PracticeState.UNPUBLISHED: not publish,
    }
    return Imported.UNCHANGED if digest == record.digest and done.get(state, False) else Imported.UPDATED


@in_transaction
def _import(*, record: ImportRecord, place: Place, source: str, publish: bool, known: bool) -> Imported:
    published_at = _published_at(record)
    if len(record.reviewer_opinion) > LONGEST_OPINION:
        raise BadRecord(f"reviewer_opinion: at most {LONGEST_OPINION} characters.")
    clean = checked(record.content)
    labels = prepare_labels(clean)
    if place.city is not None and connection.features.has_select_for_update:
        list(City.objects.select_for_update(no_key=True).filter(pk=place.city.pk).values_list("pk"))
    # Where somebody adds the same number at this moment, its unique constraint refuses this row.
    practice = _locked(source, record.source_id) if known else Practice(source=source, source_id=record.source_id)
    practice.source_digest = record.digest
    if publish or practice.state not in PUBLIC_STATES:
        _set_place(practice, record, place)
    if practice.first_published_at is None:
        practice.slug = slug_of(clean)
    practice.save()
    version = _version(practice, fresh=not known)
    fresh = version.pk is None
    if fresh:
        version.save(force_insert=True)
    write_content(version=version, content=clean, labels=labels, fresh=fresh)
    version.evidence_level, version.reviewer_opinion = record.evidence_level, record.reviewer_opinion
    version.review_by = record.review_by
    # A day to be looked at again says that somebody looked at it when it was published.
    version.confirmed_on = timezone.localdate(published_at) if record.review_by else None
    version.revision += 1
    reason = _by_import(source)
    log_step(Step.SAVE if known else Step.CREATE, actor=None, practice=practice, version=version, reason=reason)
    if publish:
        version.state, practice.state = VersionState.PUBLISHED, PracticeState.PUBLISHED
        make_live(version=version, at=published_at)
        log_step(Step.PUBLISH, actor=None, practice=practice, version=version, reason=reason)
    else:
        version.save()
    return Imported.UPDATED if known else Imported.CREATED


def _by_import(source: str) -> str:
    """What the log says of a step that an import took."""
    return f"import: {source}".strip()


def _locked(source: str, source_id: str) -> Practice:
    """The practice of this number, locked, if it may still be changed by an import."""
    rows = Practice.objects.select_for_update(no_key=True, of=("self",))
    practice = rows.get(source=source, source_id=source_id)
    if practice.state == PracticeState.WITHDRAWN:
        raise BadRecord("This practice was withdrawn here; importing does not bring it back.")
    if practice.state == PracticeState.ARCHIVED:
        raise BadRecord("This practice was archived here; take it out of the archive first, then import again.")
    # Where nothing is live, a draft that was closed here counts as well.
    events = WorkflowEvent.objects.filter(practice=practice).exclude(reason=_by_import(source)).order_by()
    if (
        events.filter(version=practice.live_id)
        if practice.live_id
        else events.filter(version__state=VersionState.REJECTED)
    ).exists():
        raise BadRecord("This practice was edited or reviewed here after it was imported; the import leaves it alone.")
    return practice


def _set_place(practice: Practice, record: ImportRecord, place: Place) -> None:
    practice.source_url = record.source_url
    practice.city, practice.organisation = place.city, place.organisation
    practice.country, practice.scope = place.country, place.scope


def _version(practice: Practice, *, fresh: bool) -> PracticeVersion:
    """The import's own draft, or a new version not yet saved; a draft that a person has touched is not overwritten."""
    if fresh:
        return PracticeVersion(practice=practice, number=1)
    draft = PracticeVersion.objects.filter(practice=practice, state__in=IN_PREPARATION).first()
    if draft is None:
        highest = practice.versions.aggregate(highest=Max("number"))["highest"] or 0
        return PracticeVersion(practice=practice, number=highest + 1)
    if draft.created_by_id or draft.events.exclude(reason=_by_import(practice.source)).exists():
        raise BadRecord("Somebody is editing this practice; finish or discard that draft, then import again.")
    draft.practice = practice
    return draft


def _published_at(record: ImportRecord) -> datetime:
    now = timezone.now()
    if record.published_on is None:
        return now
    if record.published_on > timezone.localdate(now):
        raise BadRecord(f"published_on: {record.published_on} is in the future.")
    return min(now, timezone.make_aware(datetime.combine(record.published_on, time(12))))
