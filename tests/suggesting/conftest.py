"""A live generation for every test of suggestions."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def engine(tmp_path: Path, settings: Settings) -> None:
    """An embedded engine of this test's own."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
