"""The small controlled list of themes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.Model):
    """One theme, or a sub-theme where `parent` is set (one level)."""

    slug = models.SlugField(_("adres"), max_length=80, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name_pl = models.CharField(_("nazwa po polsku"), max_length=80)
    name_en = models.CharField(_("nazwa po angielsku"), max_length=80)
    description_pl = models.TextField(_("opis po polsku"), blank=True)
    description_en = models.TextField(_("opis po angielsku"), blank=True)
    eurovoc = models.PositiveIntegerField("EuroVoc", null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("kolejność"), default=0)

    class Meta:
        verbose_name = _("temat")
        verbose_name_plural = _("tematy")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name_pl

    def name(self, language: str) -> str:
        """The name in Polish for "pl", in English for any other language."""
        return self.name_pl if language == "pl" else self.name_en

    def description(self, language: str) -> str:
        """The description in Polish for "pl", in English for any other language."""
        return self.description_pl if language == "pl" else self.description_en
