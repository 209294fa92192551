"""An engine and an empty generation in it."""

from collections.abc import Callable

import pytest

from search.engines.base import Engine
from tests.contract.corpus import SCHEMA


@pytest.fixture
def engine(make_engine: Callable[[], Engine]) -> Engine:
    return make_engine()


@pytest.fixture
def generation(engine: Engine) -> str:
    engine.create("g1", SCHEMA, "print")
    return "g1"
