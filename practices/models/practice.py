"""A practice: what stays the same while its versions follow one another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models import City


class PracticeState(models.TextChoices):
    """What the public sees of a practice; how far a version in preparation is stands in `VersionState`."""

    UNPUBLISHED = "unpublished", _("nieopublikowana")
    PUBLISHED = "published", _("opublikowana")
    ARCHIVED = "archived", _("archiwalna")
    WITHDRAWN = "withdrawn", _("wycofana")


class Scope(models.TextChoices):
    """How far the work of an organisation that is not a city reaches."""

    CITY = "city", _("miejska")
    REGIONAL = "regional", _("regionalna")
    NATIONAL = "national", _("krajowa")


class Practice(models.Model):
    """One practice of a city, or of an organisation where an imported collection names no city.

    `search_version` grows with every change of what is public: it is the external version of the search document.
    `source_digest` is the SHA-256 of the imported record, so that importing it again changes nothing.
    """

    slug = models.SlugField(_("adres"), max_length=120)
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="practices", verbose_name=_("miasto")
    )
    organisation = models.CharField(_("organizacja"), max_length=300, blank=True)
    country = models.CharField(_("państwo"), max_length=2, blank=True)
    scope = models.CharField(_("zasięg"), max_length=10, choices=Scope.choices, blank=True)
    source = models.CharField(_("zbiór"), max_length=80, blank=True)
    source_id = models.CharField(_("numer w zbiorze"), max_length=200, blank=True)
    source_url = models.URLField(_("adres w zbiorze"), max_length=1000, blank=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(
        _("stan"), max_length=12, choices=PracticeState.choices, default=PracticeState.UNPUBLISHED, db_index=True
    )
    live = models.ForeignKey(
        "practices.PracticeVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    search_version = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    first_published_at = models.DateTimeField(_("opublikowano"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("zarchiwizowano"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("wycofano"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("zmieniono publicznie"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("praktyka")
        verbose_name_plural = _("praktyki")
        ordering = ["-first_published_at", "-id"]
        indexes = [
            models.Index(fields=["state", "id"]),
            models.Index(fields=["state", "-first_published_at", "-id"]),
            models.Index(fields=["city", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source_id=""), name="one_practice_per_source_id"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["published", "archived"]) | models.Q(live__isnull=False),
                name="a_public_practice_has_a_live_version",
            ),
            models.CheckConstraint(
                condition=models.Q(city__isnull=False) | ~models.Q(organisation=""),
                name="a_practice_has_a_city_or_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.slug}"
