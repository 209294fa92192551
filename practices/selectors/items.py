"""Public practices as partners read them: one by one, in bulk, and in the order of their ids."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from practices.errors import PracticeGone, PracticeNotFound, Tombstone
from practices.models import Practice, PracticeState, PracticeVersion, VersionState
from practices.selectors.practices import public_practices, tombstone_of, with_content

# Versions named in an item, the newest first.
MOST_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes whenever anything public of a practice changes."""

    search_version: int
    state: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PublicItem:
    """A published or archived practice with the whole content of its live version, and its public versions, newest first."""

    practice: Practice
    live: PracticeVersion
    versions: list[PracticeVersion]


def public_stamp(id: int) -> Stamp:
    """The stamp of a public practice, in one query; raises `PracticeGone` or `PracticeNotFound`."""
    practice = Practice.objects.exclude(state=PracticeState.UNPUBLISHED).filter(pk__exact=id).first()
    if practice is None:
        raise PracticeNotFound(id)
    if practice.state == PracticeState.WITHDRAWN:
        raise PracticeGone(tombstone_of(practice))
    assert practice.updated_at
    return Stamp(practice.search_version, practice.state, practice.updated_at)


def public_items(ids: Collection[int]) -> dict[int, PublicItem | Tombstone]:
    """These practices as they are now: in full, or the tombstone of a withdrawn one; others are absent. Eleven queries at most."""
    former = PracticeVersion.objects.filter(state__in=(VersionState.PUBLISHED, VersionState.SUPERSEDED))
    versions = former.only("number", "published_at", "practice_id").order_by("-number")[:MOST_VERSIONS]
    found = (
        Practice.objects.filter(id__in=ids)
        .exclude(state=PracticeState.UNPUBLISHED)
        .select_related("city")
        .prefetch_related(
            Prefetch("live", with_content(PracticeVersion.objects.all())),
            Prefetch("versions", versions, to_attr="public_versions"),
        )
    )
    return {practice.pk: _item(practice) for practice in found}


def public_item(id: int) -> PublicItem:
    """One practice in full; raises `PracticeGone` or `PracticeNotFound`."""
    item = public_items([id]).get(id)
    if item is None:
        raise PracticeNotFound(id)
    if isinstance(item, Tombstone):
        raise PracticeGone(item)
    return item


def public_ids(*, after: int, limit: int) -> list[int]:
    """Up to `limit` ids above `after` of published and archived practices, in their order."""
    return list(public_practices().filter(id__gt=after).order_by("id").values_list("id", flat=True)[:limit])


def _item(practice: Practice) -> PublicItem | Tombstone:
    if practice.state == PracticeState.WITHDRAWN:
        return tombstone_of(practice)
    assert practice.live is not None
    return PublicItem(practice, practice.live, practice.public_versions)  # type: ignore[attr-defined]
