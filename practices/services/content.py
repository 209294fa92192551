"""Writing the content of a version, in bulk."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.content import VERSION_FIELDS, PracticeContent, Text
from practices.content_rules import checked
from practices.errors import Problem, Refused
from practices.languages import TEXT_FIELDS
from practices.models import (
    BuildingBlock,
    CostItem,
    Indicator,
    Link,
    PracticeText,
    PracticeVersion,
    Tag,
    Theme,
    VersionTag,
    VersionTheme,
)
from practices.services.tags import ensure_tags

__all__ = ["Labels", "PracticeContent", "Text", "checked", "lock_labels", "prepare_labels", "write_content"]


@dataclass(frozen=True, slots=True)
class Labels:
    """The rows that the slugs and names of a content stand for, in the author's order."""

    themes: tuple[int, ...]
    tags: tuple[int, ...]


def prepare_labels(content: PracticeContent) -> Labels:
    """Find the themes, find or make the tags, and lock both: before the practice itself is locked, or renaming
    deadlocks.

    Raises `Refused` ("invalid") for a theme that does not exist.
    """
    themes = dict(Theme.objects.filter(slug__in=content.themes).values_list("slug", "id"))
    unknown = [slug for slug in content.themes if slug not in themes]
    if unknown:
        message = _("Wybierz tematy z listy. Nie ma na niej: {slugs}.").format(slugs=", ".join(unknown))
        raise Refused("invalid", message, [Problem("themes", "", message)])
    labels = Labels(tuple(themes[slug] for slug in content.themes), tuple(ensure_tags(content.tags)))
    lock_labels(labels)
    return labels


def lock_labels(labels: Labels) -> None:
    """Lock tags with their canonical tags, then themes with their parents, each in the order of ids."""
    if not connection.features.has_select_for_update:
        # SQLite: the transaction holds the only lock there is.
        return
    tags = Q(pk__in=labels.tags) | Q(merged__in=labels.tags)
    # A subquery, because rows cannot be locked under DISTINCT.
    chosen = Tag.objects.filter(tags).order_by().values("pk")
    list(Tag.objects.select_for_update(no_key=True).filter(pk__in=chosen).order_by("pk").values_list("pk"))
    themes = Theme.objects.filter(Q(pk__in=labels.themes) | Q(children__in=labels.themes)).order_by().values("pk")
    list(Theme.objects.select_for_update(no_key=True).filter(pk__in=themes).order_by("pk").values_list("pk"))


def write_content(*, version: PracticeVersion, content: PracticeContent, labels: Labels, fresh: bool = False) -> None:
    """Replace everything that `version` says by `content`, which has been `checked`; the caller holds the locks and
    saves the version. `fresh`: it says nothing yet.
    """
    if not fresh:
        _erase(version)
    for name in VERSION_FIELDS:
        setattr(version, name, getattr(content, name))
    version.sdgs = list(content.sdgs)
    _write_texts(version, content)
    _write_parts(version, content)
    VersionTheme.objects.bulk_create(
        VersionTheme(version=version, theme_id=theme, position=i) for i, theme in enumerate(labels.themes)
    )
    VersionTag.objects.bulk_create(VersionTag(content_object=version, tag_id=tag) for tag in labels.tags)


def _erase(version: PracticeVersion) -> None:
    # Links point at building blocks and go first.
    for model in (PracticeText, Link, BuildingBlock, Indicator, CostItem, VersionTheme):
        model._default_manager.filter(version=version).delete()
    VersionTag.objects.filter(content_object=version).delete()


def _write_texts(version: PracticeVersion, content: PracticeContent) -> None:
    PracticeText.objects.bulk_create(
        PracticeText(version=version, language=language, **{name: getattr(text, name) for name in TEXT_FIELDS})
        for language, text in content.texts.items()
    )


def _write_parts(version: PracticeVersion, content: PracticeContent) -> None:
    Indicator.objects.bulk_create(
        Indicator(
            version=version, position=i, name=dict(part.name), baseline=part.baseline, value=part.value, unit=part.unit,
            measured_on=part.measured_on, source=dict(part.source),
        )
        for i, part in enumerate(content.indicators)
    )  # fmt: skip
    CostItem.objects.bulk_create(
        CostItem(
            version=version, position=i, what=dict(part.what), amount=part.amount, currency=part.currency,
            price_year=part.price_year, yearly=part.yearly, funding_source=dict(part.funding_source),
        )
        for i, part in enumerate(content.costs)
    )  # fmt: skip
    blocks = BuildingBlock.objects.bulk_create(
        BuildingBlock(version=version, position=i, name=dict(part.name), description=dict(part.description))
        for i, part in enumerate(content.blocks)
    )
    Link.objects.bulk_create(
        Link(
            version=version, position=i, kind=part.kind, url=part.url, title=dict(part.title), alt=dict(part.alt),
            author=part.author, licence=part.licence, language=part.language, accessible=part.accessible,
            block=None if part.block is None else blocks[part.block],
        )
        for i, part in enumerate(content.links)
    )  # fmt: skip
