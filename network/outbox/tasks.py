"""The drain as a Celery task."""

from celery import shared_task

from .draining import drain


@shared_task(name="network.outbox.drain")
def drain_outbox(limit: int = 2000) -> int:
    """Handle what waits, at most `limit` rows; returns how many rows were leased. Sent by a wake-up and by beat."""
    return drain(limit=limit).leased
