"""The application of search."""

import os
from threading import Thread

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Indexing, finding and recommending."""

    name = "search"
    verbose_name = "Wyszukiwanie"

    def ready(self) -> None:
        """Register what search does with a changed practice, its figures, and its panels on other rooms' pages."""
        from search import metrics  # noqa: F401
        from search.indexing import registration  # noqa: F401
        from search.web import panels  # noqa: F401

        if os.environ.get("WARM_UP") == "1":
            # A server opens the dictionaries beside its start: where they are not prepared, the first search would wait three seconds.
            from search.analysis import warm_up

            Thread(target=warm_up, name="warm-up", daemon=True).start()
