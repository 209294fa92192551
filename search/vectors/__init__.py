"""Where the vectors of practices are compared with that of a question: apart from the word index, which they would make ten times slower
to build.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines import ca_certs

from .base import VectorStore


def vector_store() -> VectorStore:
    """The store of this installation, one object per process: the server that VECTORS_URL names, else a file that all processes map."""
    return _on_server(settings.VECTORS_URL) if settings.VECTORS_URL else _mapped(settings.MEANING_DIR)


@lru_cache(maxsize=4)
def _mapped(folder: Path) -> VectorStore:
    from .mapped import MappedStore

    return MappedStore(folder)


@lru_cache(maxsize=4)
def _on_server(url: str) -> VectorStore:
    try:
        from search.engines.elasticsearch import Address

        from .elasticsearch import ElasticsearchVectors
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            "VECTORS_URL names an Elasticsearch server, and its client is not installed: use requirements/production.txt."
        ) from error
    try:
        address = Address.of(url)
    except ValueError as error:
        raise ImproperlyConfigured(str(error).replace("SEARCH_URL", "VECTORS_URL")) from error
    return ElasticsearchVectors(address, timeout=settings.SEARCH_TIMEOUT, ca_certs=ca_certs())
