"""The public changes that partners harvest, in an order in which nothing ever appears behind a reader's cursor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .practice import Practice


class ChangeKind(models.TextChoices):
    """What last happened to a practice in public."""

    PUBLISHED = "published", _("opublikowano")
    UPDATED = "updated", _("zmieniono")
    ARCHIVED = "archived", _("zarchiwizowano")
    WITHDRAWN = "withdrawn", _("wycofano")


class PublicChange(models.Model):
    """The last public change of a practice (compact: one row each).

    `number` is empty from the change until the sequencer numbers it, after the change has been committed.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True, related_name="public_change")
    number = models.PositiveBigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    happened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("zmiana publiczna")
        indexes = [
            models.Index(fields=["practice"], condition=models.Q(number__isnull=True), name="unnumbered_changes")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.practice_id}"


class ChangeCounter(models.Model):
    """One row: the last number given. Its lock makes the sequencer single.

    Numbers up to `began` are of feeds before this one, which a restored database has forgotten in part.
    """

    last = models.PositiveBigIntegerField(default=0)
    began = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("licznik zmian")

    def __str__(self) -> str:
        return str(self.last)
