"""The periodic tasks of search."""

from celery import shared_task

from search.indexing.upkeep import keep_up


@shared_task(name="search.reconcile")
def reconcile_index() -> int:
    """Compare the live index with the database, queue what differs, refresh an outgrown vocabulary; returns the drift."""
    return keep_up()
