"""The texts of a version in one language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .version import PracticeVersion


class PracticeText(models.Model):
    """All prose of a version in one language (ISO 639-1); paragraphs separated by empty lines, no markup."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("język"), max_length=2)
    title = models.CharField(_("tytuł"), max_length=300, blank=True)
    summary = models.TextField(_("streszczenie"), blank=True)
    challenge = models.TextField(_("wyzwanie"), blank=True)
    solution = models.TextField(_("rozwiązanie"), blank=True)
    results = models.TextField(_("wyniki"), blank=True)
    lessons = models.TextField(_("co się nie udało i co zrobilibyśmy inaczej"), blank=True)
    conditions = models.TextField(_("warunki przeniesienia"), blank=True)
    partners = models.TextField(_("partnerzy"), blank=True)
    target_groups = models.TextField(_("dla kogo"), blank=True)
    legal_basis = models.TextField(_("podstawa prawna"), blank=True)
    participation = models.TextField(_("udział mieszkańców"), blank=True)

    class Meta:
        verbose_name = _("teksty w języku")
        verbose_name_plural = _("teksty w językach")
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return self.title
