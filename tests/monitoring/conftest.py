"""A running platform to be watched."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.addresses import address
from tests.services.platform import Platform
from tests.services.processes import free_port


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an installation's first run leaves in its folder."""
    platform = Platform(tmp_path_factory.mktemp("prepared"), {})
    platform.prepare()
    return platform.folder


@pytest.fixture
def platform(tmp_path: Path, prepared: Path) -> Iterator[Platform]:
    """A database of its own and no broker; each test starts the processes it needs."""
    variables = {"METRICS_PORT": str(free_port()), "METRICS_TOKEN": "only-for-tests"}
    platform = Platform(shutil.copytree(prepared, tmp_path / "var"), variables)
    yield platform
    platform.stop()


@pytest.fixture
def with_broker(platform: Platform) -> Platform:
    """The same, with the run's Redis as its broker."""
    platform.variables["CELERY_BROKER_URL"] = address("TEST_REDIS_URL")
    return platform
