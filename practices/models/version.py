"""A version: all the content of a practice at one time. A published one is never edited."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from .practice import Practice
from .tag import VersionTag
from .theme import Theme

# ISO 8601 of the precision that is known: 2024, 2024-05 or 2024-05-17; it sorts as text.
partial_date = RegexValidator(
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
    _("Wpisz rok, miesiąc lub dzień: 2024, 2024-05 albo 2024-05-17."),
)


class VersionState(models.TextChoices):
    """Where a version is in the workflow (`practices.workflow`)."""

    DRAFT = "draft", _("szkic")
    SUBMITTED = "submitted", _("wysłana")
    CHANGES_REQUESTED = "changes-requested", _("zwrot do poprawy")
    PUBLISHED = "published", _("opublikowana")
    SUPERSEDED = "superseded", _("zastąpiona")
    REJECTED = "rejected", _("zamknięty szkic")


IN_PREPARATION = (VersionState.DRAFT, VersionState.SUBMITTED, VersionState.CHANGES_REQUESTED)


class Status(models.TextChoices):
    """How far the work itself is."""

    PLANNED = "planned", _("planowana")
    RUNNING = "running", _("w toku")
    FINISHED = "finished", _("zakończona")
    STOPPED = "stopped", _("przerwana")


class EvidenceLevel(models.TextChoices):
    """How well the results are shown; set by the reviewer."""

    CLAIMED = "claimed", _("Deklaracja miasta")
    MONITORED = "monitored", _("Stały pomiar")
    BEFORE_AFTER = "before-after", _("Przed i po")
    EXTERNAL = "external", _("Ocena zewnętrzna")


class PracticeVersion(models.Model):  # type: ignore[django-manager-missing]
    """The content that does not depend on a language; texts per language are in `PracticeText`.

    `revision` grows with every saving and guards against two editors overwriting each other.
    """

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="versions", verbose_name=_("praktyka")
    )
    number = models.PositiveIntegerField(_("numer"))
    state = models.CharField(_("stan"), max_length=20, choices=VersionState.choices, default=VersionState.DRAFT)
    revision = models.PositiveIntegerField(default=0, editable=False)
    original_language = models.CharField(_("język oryginału"), max_length=2, default="pl")
    themes = models.ManyToManyField(
        Theme, through="practices.VersionTheme", related_name="versions", verbose_name=_("tematy")
    )
    tags = TaggableManager(through=VersionTag, blank=True, verbose_name=_("tagi"))

    status = models.CharField(_("stan prac"), max_length=10, choices=Status.choices, blank=True)
    started_on = models.CharField(_("początek"), max_length=10, blank=True, validators=[partial_date])
    ended_on = models.CharField(_("koniec"), max_length=10, blank=True, validators=[partial_date])
    staff_fte = models.DecimalField(_("etaty"), max_digits=7, decimal_places=2, null=True, blank=True)
    months_to_implement = models.PositiveSmallIntegerField(_("czas wdrożenia w miesiącach"), null=True, blank=True)
    sdgs = models.JSONField(_("cele zrównoważonego rozwoju"), default=list, blank=True)
    licence = models.CharField(_("licencja"), max_length=60, default="CC-BY-4.0")

    contact_unit = models.CharField(_("komórka"), max_length=200, blank=True)
    contact_role = models.CharField(_("stanowisko"), max_length=200, blank=True)
    contact_mailbox = models.EmailField(_("publiczna skrzynka"), blank=True)
    contact_person = models.CharField(_("osoba (tylko dla sieci)"), max_length=200, blank=True)
    contact_person_email = models.EmailField(_("e-mail osoby (tylko dla sieci)"), blank=True)
    contact_person_phone = models.CharField(_("telefon osoby (tylko dla sieci)"), max_length=40, blank=True)

    evidence_level = models.CharField(_("poziom dowodu"), max_length=15, choices=EvidenceLevel.choices, blank=True)
    reviewer_opinion = models.TextField(_("opinia recenzenta"), blank=True)
    review_by = models.DateField(_("potwierdzić do"), null=True, blank=True)
    confirmed_on = models.DateField(_("potwierdzono"), null=True, blank=True)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_versions",
        verbose_name=_("prowadzi"),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wersja praktyki")
        verbose_name_plural = _("wersje praktyk")
        ordering = ["practice", "-number"]
        indexes = [models.Index(fields=["state", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="version_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["practice"],
                condition=models.Q(state__in=["draft", "submitted", "changes-requested"]),
                name="one_version_in_preparation",
            ),
            models.UniqueConstraint(
                fields=["practice"], condition=models.Q(state="published"), name="one_published_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}.{self.number}"


class VersionTheme(models.Model):
    """A theme of a version, in the author's order."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="theme_uses")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "theme"], name="a_theme_once_per_version")]

    def __str__(self) -> str:
        return str(self.theme)
