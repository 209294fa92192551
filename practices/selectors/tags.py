"""Tags as readers see them: merged ones resolved to their canonical tag, counted by published practices."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from practices.models import PracticeState, PracticeVersion, Tag, VersionTag
from practices.text.tags import tag_key


@dataclass(frozen=True, slots=True)
class TagRef:
    """A canonical tag."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class TagCount:
    """A canonical tag and how many published practices carry it."""

    slug: str
    name: str
    count: int


def tag_counts(*, limit: int = 100, offset: int = 0, q: str = "") -> list[TagCount]:
    """The tags in use, most used first, then by name; `q` keeps those whose name contains it. One query."""
    uses = VersionTag.objects.filter(content_object__practice__state=PracticeState.PUBLISHED)
    uses = uses.filter(content_object__state="published")
    key, slug, name = (Coalesce(f"tag__canonical__{f}", F(f"tag__{f}")) for f in ("key", "slug", "name"))
    rows = uses.order_by().annotate(key=key, slug=slug, name=name)
    if q:
        rows = rows.filter(key__contains=tag_key(q))
    counted = rows.values("slug", "name").annotate(count=Count("content_object__practice", distinct=True))
    return [TagCount(**row) for row in counted.order_by("-count", "name")[offset : offset + limit]]


def resolve_tag(value: str) -> Tag | None:
    """The canonical tag of a slug or of a name in any spelling; None where there is none."""
    tags = Tag.objects.select_related("canonical").filter(Q(slug=value) | Q(key=tag_key(value)))
    tag = min(tags, key=lambda tag: tag.slug != value, default=None)
    return (tag.canonical or tag) if tag else None


def tag_slugs_named(value: str) -> list[str]:
    """The slug of the canonical tag with this slug or name, in any spelling; empty where there is none."""
    tag = resolve_tag(value)
    return [tag.slug] if tag else []


def canonical_slugs(slugs: Iterable[str]) -> list[str]:
    """The slugs with merged tags replaced by their canonical ones, each once; unknown ones stay as
    they are. One query.
    """
    asked = list(slugs)
    known = dict(Tag.objects.filter(slug__in=asked).values_list("slug", Coalesce("canonical__slug", F("slug"))))
    return list(dict.fromkeys(known.get(slug, slug) for slug in asked))


def tag_names(slugs: Collection[str], language: str) -> dict[str, str]:
    """The names by slug of those tags that exist; a tag's name is the same in every `language`."""
    return dict(Tag.objects.filter(slug__in=slugs).values_list("slug", "name"))


def tags_of_version(version: PracticeVersion) -> list[TagRef]:
    """The canonical tags of a version as readers see them, each once; no query where `tag_uses` is prefetched."""
    tags = [use.tag.canonical or use.tag for use in version.tag_uses.all()]
    return list(dict.fromkeys(TagRef(tag.slug, tag.name) for tag in tags))
