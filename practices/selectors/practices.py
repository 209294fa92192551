"""Single practices in full, and the ids behind lists."""

from django.db.models import Prefetch, QuerySet

from network.models import City
from practices.errors import PracticeGone, PracticeNotFound, Tombstone
from practices.models import Practice, PracticeState, PracticeVersion, VersionTag, VersionTheme
from practices.policies import PUBLIC_STATES


def public_practices() -> "QuerySet[Practice]":
    """Published and archived ones: what has a page and an API item."""
    return Practice.objects.filter(state__in=PUBLIC_STATES)


def listed_practices() -> "QuerySet[Practice]":
    """Published ones: what lists, search and recommendations show."""
    return Practice.objects.filter(state=PracticeState.PUBLISHED)


def with_content(versions: "QuerySet[PracticeVersion]") -> "QuerySet[PracticeVersion]":
    """Versions with everything they say, in eight further queries however many they are."""
    return versions.prefetch_related(
        "texts",
        "indicators",
        "costitems",
        "buildingblocks",
        "links",
        Prefetch("theme_uses", VersionTheme.objects.select_related("theme__parent")),
        Prefetch("tag_uses", VersionTag.objects.select_related("tag__canonical").order_by("id")),
    )


def get_public_practice(id: int) -> Practice:
    """A published or archived practice with its city and its live version's whole content, in ten queries.

    Raises `PracticeGone` (with the tombstone) for a withdrawn one, `PracticeNotFound` for any other.
    """
    return read_public_practices([id])[0]


def read_public_practices(ids: list[int]) -> list[Practice]:
    """These practices in full, in the given order, in a fixed number of queries; raises as `get_public_practice`."""
    versions = with_content(PracticeVersion.objects.all())
    found = (
        Practice.objects.filter(id__in=ids)
        .exclude(state=PracticeState.UNPUBLISHED)
        .select_related("city")
        .prefetch_related(Prefetch("live", versions))
        .in_bulk()
    )
    practices = []
    for id in ids:
        practice = found.get(id)
        if practice is None:
            raise PracticeNotFound(id)
        if practice.state == PracticeState.WITHDRAWN:
            raise PracticeGone(tombstone_of(practice))
        practices.append(practice)
    return practices


def tombstone_of(practice: Practice) -> Tombstone:
    """What may be told of a withdrawn practice."""
    assert practice.first_published_at and practice.withdrawn_at
    return Tombstone(practice.pk, practice.first_published_at, practice.withdrawn_at)


def live_version(practice: Practice) -> PracticeVersion:
    """The live version of a public practice, which the database promises to be there."""
    assert practice.live is not None
    return practice.live


def preview_version(version: int) -> PracticeVersion:
    """Any version in full with practice and city (the caller asks the policies); raises `PracticeNotFound`."""
    versions = with_content(PracticeVersion.objects.select_related("practice__city", "assignee", "created_by"))
    found = versions.filter(pk=version).first()
    if found is None:
        raise PracticeNotFound(version)
    return found


def newest_ids(limit: int) -> list[int]:
    """Ids of the practices published last, newest first: the cities' own, filled up with imported ones where there are too few."""
    newest = listed_practices().order_by("-first_published_at", "-id").values_list("id", flat=True)
    return [*newest.filter(source="")[:limit], *newest.exclude(source="")[:limit]][:limit]


def ids_of_city(city: City, limit: int = 100) -> list[int]:
    """Ids of the city's published practices, newest first."""
    rows = listed_practices().filter(city=city).order_by("-first_published_at", "-id")
    return list(rows.values_list("id", flat=True)[:limit])
