"""The repeating parts of a version. Their texts are maps from language to text: {"pl": "...", "en": "..."}."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .version import PracticeVersion, partial_date


class Part(models.Model):
    """What every repeating part has: its version and its place in the list."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Indicator(Part):
    """A measured result: `name` and `source` are language maps; `value` is after, `baseline` before."""

    name = models.JSONField(_("wskaźnik"), default=dict)
    baseline = models.DecimalField(_("przed"), max_digits=18, decimal_places=4, null=True, blank=True)
    value = models.DecimalField(_("po"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("jednostka"), max_length=40, blank=True)
    measured_on = models.CharField(_("pomiar"), max_length=10, blank=True, validators=[partial_date])
    source = models.JSONField(_("źródło"), default=dict, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("wskaźnik")

    def __str__(self) -> str:
        return next(iter(self.name.values()), "")


class CostItem(Part):
    """A cost: `what` and `funding_source` are language maps; amounts in whole units of `currency` (ISO 4217)."""

    what = models.JSONField(_("za co"), default=dict)
    amount = models.DecimalField(_("kwota"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("waluta"), max_length=3, default="PLN")
    price_year = models.PositiveSmallIntegerField(_("ceny z roku"), null=True, blank=True)
    yearly = models.BooleanField(_("co roku"), default=False)
    funding_source = models.JSONField(_("źródło pieniędzy"), default=dict, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("koszt")

    def __str__(self) -> str:
        return next(iter(self.what.values()), "")


class BuildingBlock(Part):
    """A part that another city can take on its own: `name` and `description` are language maps."""

    name = models.JSONField(_("nazwa"), default=dict)
    description = models.JSONField(_("opis"), default=dict, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("część do wzięcia osobno")

    def __str__(self) -> str:
        return next(iter(self.name.values()), "")


class LinkKind(models.TextChoices):
    """What a link leads to."""

    DOCUMENT = "document", _("dokument")
    IMAGE = "image", _("zdjęcie")
    VIDEO = "video", _("film")
    WEBSITE = "website", _("strona")


class Link(Part):
    """A document, image, video or page elsewhere: `title`, `alt` are language maps; `accessible` null: unknown."""

    kind = models.CharField(_("rodzaj"), max_length=10, choices=LinkKind.choices, default=LinkKind.WEBSITE)
    url = models.URLField(_("adres"), max_length=1000)
    title = models.JSONField(_("nazwa"), default=dict)
    alt = models.JSONField(_("opis zdjęcia"), default=dict, blank=True)
    author = models.CharField(_("autor"), max_length=200, blank=True)
    licence = models.CharField(_("licencja"), max_length=60, blank=True)
    language = models.CharField(_("język"), max_length=2, blank=True)
    accessible = models.BooleanField(_("dostępny cyfrowo"), null=True, blank=True)
    block = models.ForeignKey(BuildingBlock, on_delete=models.SET_NULL, null=True, blank=True, related_name="links")

    class Meta(Part.Meta):
        verbose_name = _("łącze")

    def __str__(self) -> str:
        return next(iter(self.title.values()), "")
