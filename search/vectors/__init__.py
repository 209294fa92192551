"""Where the vectors of practices are compared with that of a question: apart from the word index, which they would make ten times slower
to build.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .base import VectorStore


def vector_store() -> VectorStore:
    """The store of this installation, one object per process."""
    return _mapped(settings.MEANING_DIR)


@lru_cache(maxsize=4)
def _mapped(folder: Path) -> VectorStore:
    from .mapped import MappedStore

    return MappedStore(folder)
