"""An engine, a store and a model of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.meaning.model import Model, a_model


@pytest.fixture
def model(settings: Settings, tmp_path: Path, db: None) -> Iterator[Model]:
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'search'}"
    settings.MEANING_DIR = tmp_path / "meaning"
    with a_model() as model:
        settings.EMBEDDING_URL = model.url
        yield model
