"""tantivy keeps the contract, and what only tantivy has to promise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.tantivy import TantivyEngine
from tests.contract.engine import EngineContract


@pytest.fixture
def make_engine(tmp_path: Path) -> Callable[[], Engine]:
    return lambda: TantivyEngine(tmp_path / "index")


class TestTantivy(EngineContract):
    """The embedded engine."""
