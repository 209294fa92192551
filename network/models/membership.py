"""A city's membership of the network."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .city import City


class Membership(models.Model):
    """From when to when a city takes part; a city that left keeps its published practices."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("miasto"))
    joined_on = models.DateField(_("od"))
    left_on = models.DateField(_("do"), null=True, blank=True)

    class Meta:
        verbose_name = _("członkostwo")
        verbose_name_plural = _("członkostwa")
        ordering = ["city", "joined_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"], condition=models.Q(left_on__isnull=True), name="one_open_membership_per_city"
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("joined_on")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.joined_on}–{self.left_on or ''}"
