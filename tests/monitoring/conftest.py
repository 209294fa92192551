"""A running platform to be watched."""

import os
from collections.abc import Iterator

import pytest

from tests.platform import Addresses, Platform

# Nobody listens there.
NO_REDIS = "redis://127.0.0.1:1/0"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Everything in one folder, and the run's Redis where there is one; each test starts the processes it needs."""
    folder = tmp_path_factory.mktemp("platform")
    redis = os.environ.get("TEST_REDIS_URL", NO_REDIS)
    addresses = Addresses(f"sqlite:///{folder / 'network.sqlite3'}", redis, f"tantivy://{folder / 'search'}")
    platform = Platform(folder, addresses)
    platform.collect_static()
    platform.release()
    yield platform
    platform.stop()
