"""An engine of its own for every test, and as many exports as it likes."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.api.conftest import throttle


@pytest.fixture(autouse=True)
def own_engine(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'search'}"
    throttle(settings, "")
