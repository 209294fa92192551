"""The tasks of search."""

import logging

from celery import shared_task
from django.conf import settings
from django.db import DatabaseError

from network.sending import send
from search.finding.page import SearchPage
from search.indexing.embedding import embed_pending
from search.indexing.meaning_generations import keep_meaning
from search.indexing.upkeep import check_all, keep_up
from search.suggesting.remembering import digest_of, forget_old, remember, worth_remembering

logger = logging.getLogger(__name__)


# Counting the vocabulary of a large collection anew takes longer than any other task may.
@shared_task(name="search.reconcile", time_limit=3600)
def reconcile_index() -> int:
    """Compare the live index with the database, queue what differs, refresh an outgrown vocabulary; returns the drift. Sent by beat."""
    return keep_up()


@shared_task(name="search.check", time_limit=3600)
def check_index() -> int:
    """Compare every generation with the database, queue what differs; returns the drift of all. Sent when an operator asks for it."""
    return check_all()


# A run is short, so that a worker can be stopped; what is still missing the next one finds.
@shared_task(name="search.embed", time_limit=600)
def embed_passages() -> int:
    """Make vectors that are missing, for up to a minute; returns of how many practices. Sent by beat, to a queue of its own."""
    keep_meaning()
    return embed_pending(seconds=60)


@shared_task(name="search.remember")
def remember_search(text: str, language: str, who: str) -> bool:
    """Note that somebody asked a question, by a digest of who; whether it is among the past searches now."""
    return remember(text, language, who)


@shared_task(name="search.forget")
def forget_searches() -> int:
    """Remove what is kept of past searches no longer; returns how many rows. Sent by beat."""
    return forget_old()


def note_search(page: SearchPage, address: str) -> None:
    """Let a worker note a question that somebody found something with, if it may be kept. Never raises, never waits for long."""
    if not (settings.PAST_SEARCHES and (text := worth_remembering(page))):
        return
    asked = (text, page.request.lang, digest_of(text, address))
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        send(remember_search, *asked, expires=600)
        return
    try:
        remember(*asked)
    except DatabaseError as error:  # a laptop's database has one writer at a time
        logger.warning("A search was not noted: %s", error)


def ask_for_check() -> bool:
    """Let a worker compare everything soon, or do it at once where there is none; whether somebody could be asked."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        check_all()
        return True
    try:
        check_index.apply_async(retry=False, ignore_result=True)
    except Exception:
        logger.warning("No worker could be asked to compare index and database.", exc_info=True)
        return False
    return True
