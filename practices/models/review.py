"""What was decided about a version, and what was said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .practice import Practice
from .version import PracticeVersion


class WorkflowEvent(models.Model):
    """The log of who did what: one row for every step of the workflow; never changed."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="events")
    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, null=True, related_name="events")
    step = models.CharField(_("krok"), max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(_("powód"), blank=True)
    happened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wpis w dzienniku")
        verbose_name_plural = _("dziennik")
        ordering = ["happened_at", "id"]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.step}"


class ReviewMessage(models.Model):
    """A message in the conversation between a city and its reviewer."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("wiadomość"))
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wiadomość")
        verbose_name_plural = _("wiadomości")
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return self.body[:60]
