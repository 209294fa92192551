"""The same engine of its own, and the same way to lose it, as in the tests of finding."""

from tests.finding.conftest import engine_down, own_engine

__all__ = ["engine_down", "own_engine"]
