"""Rows of the outbox."""

from django.db import models


class OutboxRow(models.Model):
    """One thing to be followed up: `topic` names the handler, `key` the object (never its content, which is read when handled).

    Free: `lease` is null. Leased: `lease` names the drain, until `leased_until`. Parked: `parked_at` is set, and only a person moves it on.
    `hides`: until the row is done, the object must not be shown by whoever learns of it from here.
    """

    topic = models.CharField(max_length=40)
    key = models.BigIntegerField()
    hides = models.BooleanField(db_default=False, default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = "wiersz skrzynki nadawczej"
        verbose_name_plural = "wiersze skrzynki nadawczej"
        indexes = [
            models.Index(fields=["topic", "key"]),
            models.Index(fields=["topic", "id"], condition=models.Q(parked_at__isnull=True), name="outbox_waiting"),
            models.Index(fields=["topic", "key"], condition=models.Q(hides=True), name="outbox_hiding"),
            models.Index(fields=["lease"], condition=models.Q(lease__isnull=False), name="outbox_leased"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
