"""An engine of its own for every test, in a folder that is empty at first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from search import engines
from search.engines import engine
from search.engines.base import EngineUnavailable
from tests.finding.asking import index_everything


@pytest.fixture(autouse=True)
def own_engine(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'search'}"


@pytest.fixture
def engine_down(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Calling it lets the engine answer nothing from then on."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise EngineUnavailable("The engine is down.")

    def down() -> None:
        here = engine()
        for name in ("search", "scores", "versions", "count", "writer", "generations"):
            monkeypatch.setattr(here, name, refuse)
        monkeypatch.setattr(engines, "_engine", lambda url: here)

    return down


@pytest.fixture(params=["engine", "database"])
def indexed(request: pytest.FixtureRequest, engine_down: Callable[[], None]) -> Callable[[], None]:
    """Brings everything into the index; then the engine answers, or cannot."""

    def index() -> None:
        index_everything()
        if request.param == "database":
            engine_down()

    return index
