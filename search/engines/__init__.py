"""The engines, and which ones this installation uses."""

import re
import ssl
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Engine, EngineUnavailable

# Between two addresses; a folder's name may hold spaces.
_NEXT_ADDRESS = re.compile(r"\s+(?=[a-z]+://)")


class EngineNotNamed(EngineUnavailable):
    """SEARCH_URL names no engine at this place (any more), so nothing can be known of what it holds."""


def engine() -> Engine:
    """The engine in which new generations are built: the first that SEARCH_URL names."""
    return _engine(_addresses()[0])


def engine_at(place: str) -> Engine:
    """The engine at a place (`Engine.place`), if SEARCH_URL names it; raises EngineNotNamed.

    While a new server takes over from an old one, both are named: each generation is read and written where it was built.
    """
    for address in _addresses():
        if _engine(address).place == place:
            return _engine(address)
    raise EngineNotNamed(f"SEARCH_URL does not name the engine at {place}")


def engines() -> list[Engine]:
    """All engines that SEARCH_URL names: one, or two while one takes over from the other."""
    return [_engine(address) for address in _addresses()]


def engine_named(address: str) -> Engine:
    """The engine at any one address, written as in SEARCH_URL; raises ImproperlyConfigured."""
    return _engine(address.strip())


def _addresses() -> list[str]:
    return _NEXT_ADDRESS.split(settings.SEARCH_URL.strip())


@lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    """One object per process and address."""
    scheme, _, _ = url.partition("://")
    if scheme == "tantivy":
        from .tantivy import TantivyEngine

        return TantivyEngine(Path(urlsplit(url).path))
    if scheme in {"http", "https"}:
        return _elasticsearch(url)
    # What it begins with instead is not repeated: it may be a password.
    raise ImproperlyConfigured(
        "SEARCH_URL names no engine: write tantivy:///folder or https://user:password@host:9200."
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
    return ElasticsearchEngine(address, timeout=settings.SEARCH_TIMEOUT, ca_certs=ca_certs())


def ca_certs() -> Path | None:
    """The file that SEARCH_CA_CERTS names, once it has been read: the client would do so only with the first question."""
    if not settings.SEARCH_CA_CERTS:
        return None
    try:
        ssl.create_default_context(cafile=settings.SEARCH_CA_CERTS)
    except OSError as error:
        raise ImproperlyConfigured(
            f"SEARCH_CA_CERTS names {settings.SEARCH_CA_CERTS}, from which no certificate can be read: {error.strerror}."
        ) from error
    return Path(settings.SEARCH_CA_CERTS)
