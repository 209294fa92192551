"""The engines, and which one this installation uses."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Engine


def engine() -> Engine:
    """The engine that SEARCH_URL names; one object per process and address."""
    return _engine(settings.SEARCH_URL)


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    scheme = urlsplit(url).scheme
    if scheme == "tantivy":
        from .tantivy import TantivyEngine

        return TantivyEngine(Path(urlsplit(url).path))
    raise ImproperlyConfigured(f"SEARCH_URL begins with {scheme or 'nothing'!r}; write tantivy:///folder.")
