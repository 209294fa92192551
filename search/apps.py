"""The application of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Indexing, finding and recommending."""

    name = "search"
    verbose_name = "Wyszukiwanie"

    def ready(self) -> None:
        """Register what search does with a changed practice, and its panels on other rooms' pages."""
        from search.indexing import registration  # noqa: F401
        from search.web import panels  # noqa: F401
