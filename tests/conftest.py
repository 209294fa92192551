"""What every test may ask for."""

from collections.abc import Callable

import pytest

from network.outbox.draining import Drained, drain


@pytest.fixture
def drained() -> Callable[[], Drained]:
    """Handle everything that waits in the outbox, as the worker does."""
    return drain
