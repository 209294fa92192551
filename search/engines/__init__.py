"""The engines, and which ones this installation uses."""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Engine, EngineUnavailable

# Between two addresses; a folder's name may hold spaces.
_NEXT_ADDRESS = re.compile(r"\s+(?=[a-z]+://)")


def engine() -> Engine:
    """The engine in which new generations are built: the first that SEARCH_URL names."""
    return _engine(_addresses()[0])


def engine_at(place: str) -> Engine:
    """The engine at a place (`Engine.place`), if SEARCH_URL names it; raises EngineUnavailable.

    While a new server takes over from an old one, both are named: each generation is read and written where it was built.
    """
    for address in _addresses():
        if _engine(address).place == place:
            return _engine(address)
    raise EngineUnavailable(f"SEARCH_URL does not name the engine at {place}")


def _addresses() -> list[str]:
    return _NEXT_ADDRESS.split(settings.SEARCH_URL.strip())


@lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    """One object per process and address."""
    scheme = urlsplit(url).scheme
    if scheme == "tantivy":
        from .tantivy import TantivyEngine

        return TantivyEngine(Path(urlsplit(url).path))
    if scheme in {"http", "https"}:
        return _elasticsearch(url)
    raise ImproperlyConfigured(
        f"SEARCH_URL begins with {scheme or 'nothing'!r}; write tantivy:///folder or https://user:password@host:9200."
    )


def _elasticsearch(url: str) -> Engine:
    try:
        from .elasticsearch import Address, ElasticsearchEngine
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            "SEARCH_URL names an Elasticsearch server, and its client is not installed: use requirements/production.txt."
        ) from error
    try:
        address = Address.of(url)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
    ca_certs = Path(settings.SEARCH_CA_CERTS) if settings.SEARCH_CA_CERTS else None
    return ElasticsearchEngine(address, timeout=settings.SEARCH_TIMEOUT, ca_certs=ca_certs)
