"""Taking one imported record in: new, changed or unchanged, as a draft or at once in public."""

from datetime import datetime, time
from enum import StrEnum

from django.db.models import Max
from django.utils import timezone

from network.models import City
from network.transactions import in_transaction
from practices.content_rules import checked
from practices.errors import Refused
from practices.importing.places import Place
from practices.importing.record import BadRecord, ImportRecord
from practices.models import Practice, PracticeState, PracticeVersion, VersionState
from practices.models.version import IN_PREPARATION
from practices.services.content import prepare_labels, write_content
from practices.services.drafts import slug_of
from practices.services.review import make_live
from practices.services.steps import log_step
from practices.workflow import Step


class Imported(StrEnum):
    """What became of a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def import_practice(*, record: ImportRecord, place: Place, source: str, publish: bool) -> Imported:
    """Store a record under its source and source_id; `publish` skips the requirements (the practice is then shown as incomplete).

    A record that has not changed since it was last imported changes nothing. Raises BadRecord, and then nothing is stored.
    """
    try:
        return _import(record=record, place=place, source=source, publish=publish)
    except Refused as refusal:
        raise BadRecord(" ".join([str(refusal), *(str(p.message) for p in refusal.problems)])) from refusal


@in_transaction
def _import(*, record: ImportRecord, place: Place, source: str, publish: bool) -> Imported:
    published_at = _published_at(record)
    clean = checked(record.content)
    labels = prepare_labels(clean)
    if place.city is not None:
        list(City.objects.select_for_update(no_key=True).filter(pk=place.city.pk).values_list("pk"))
    known = Practice.objects.select_for_update(no_key=True, of=("self",)).filter(source=source, source_id=record.source_id).first()
    if known is not None and _is_unchanged(known, record, publish):
        return Imported.UNCHANGED
    practice = known or Practice(source=source, source_id=record.source_id)
    practice.source_url, practice.source_digest = record.source_url, record.digest
    practice.city, practice.organisation = place.city, place.organisation
    practice.country, practice.scope = place.country, place.scope
    if practice.first_published_at is None:
        practice.slug = slug_of(clean)
    practice.save()
    version = _version(practice)
    write_content(version=version, content=clean, labels=labels)
    version.evidence_level, version.reviewer_opinion = record.evidence_level, record.reviewer_opinion
    version.review_by = record.review_by
    version.revision += 1
    version.save()
    log_step(Step.SAVE if known else Step.CREATE, actor=None, practice=practice, version=version, reason=f"import: {source}")
    if publish:
        version.state, practice.state = VersionState.PUBLISHED, PracticeState.PUBLISHED
        make_live(version=version, at=published_at)
        log_step(Step.PUBLISH, actor=None, practice=practice, version=version, reason=f"import: {source}")
    return Imported.UPDATED if known else Imported.CREATED


def _published_at(record: ImportRecord) -> datetime:
    now = timezone.now()
    if record.published_on is None:
        return now
    if record.published_on > timezone.localdate(now):
        raise BadRecord(f"published_on: {record.published_on} is in the future.")
    return min(now, timezone.make_aware(datetime.combine(record.published_on, time(12))))


def _is_unchanged(practice: Practice, record: ImportRecord, publish: bool) -> bool:
    if practice.state == PracticeState.WITHDRAWN:
        raise BadRecord("This practice was withdrawn here; importing does not bring it back.")
    return practice.source_digest == record.digest and not (publish and practice.state == PracticeState.UNPUBLISHED)


def _version(practice: Practice) -> PracticeVersion:
    """The import's own draft, or a new version; a draft that a person is writing is not overwritten."""
    draft = PracticeVersion.objects.filter(practice=practice, state__in=IN_PREPARATION).first()
    if draft is not None:
        draft.practice = practice
        if draft.created_by_id is not None:
            raise BadRecord("Somebody is editing this practice; finish or discard that draft, then import again.")
        return draft
    highest = practice.versions.aggregate(highest=Max("number"))["highest"] or 0
    return PracticeVersion.objects.create(practice=practice, number=highest + 1)
