"""An engine of its own for every test, and one that can go away."""

from tests.finding.conftest import engine_down, indexed, own_engine

__all__ = ["engine_down", "indexed", "own_engine"]
