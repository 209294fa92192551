"""What a reading process begins with, and is asked for. Imported there before Django is set up, so it imports nothing that needs it."""

import os
import signal
from multiprocessing import parent_process
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.indexing.reading import ReadPage


def begin(database: str) -> None:
    """Set Django up on this database, and learn most of the words that will come."""
    import django

    # Ctrl-C reaches the whole group; the process that reads for us decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    from django.db import connection

    from search.indexing.vocabulary import live_vocabulary

    connection.settings_dict["NAME"] = database
    live_vocabulary()


def read(ids: list[int]) -> "ReadPage":
    """One page, with the terms that this process worked out for it."""
    from search import analysis
    from search.indexing.reading import read_page

    before = {language: analysis.known_words(language) for language in analysis.LANGUAGES}
    page = read_page(ids)
    page.learnt = {language: analysis.latest_terms(language, known) for language, known in before.items()}
    return page


def _end_with_parent() -> None:
    """A pool's process waits for work for ever, also when nobody is left to give it any."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
