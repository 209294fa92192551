"""The periodic tasks of search."""

from celery import shared_task

from search.indexing.upkeep import keep_up


# Counting the vocabulary of a large collection anew takes longer than any other task may.
@shared_task(name="search.reconcile", time_limit=3600)
def reconcile_index() -> int:
    """Compare the live index with the database, queue what differs, refresh an outgrown vocabulary; returns the drift."""
    return keep_up()
