"""Free tags: django-taggit with a model of our own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase


class Tag(TagBase):  # type: ignore[misc]
    """A tag as somebody typed it.

    `key` is the casefolded NFKC name: one tag per key. A merged tag points at its `canonical` (one step, never a
    chain); versions keep the tag that was typed, and pages, documents and counts resolve it
    (`practices.selectors.tags`).
    """

    key = models.CharField(max_length=100, unique=True, editable=False)
    canonical = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("scalono z")
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tagi")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(canonical__isnull=True) | ~models.Q(canonical=models.F("id")),
                name="a_tag_is_not_its_own_canonical",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class VersionTag(ItemBase):  # type: ignore[misc]
    """A tag on a version."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="uses")
    content_object = models.ForeignKey("practices.PracticeVersion", on_delete=models.CASCADE, related_name="tag_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a_tag_once_per_version")]

    def __str__(self) -> str:
        return str(self.tag)
