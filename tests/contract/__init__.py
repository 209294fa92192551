"""The contract of a search engine as tests: `engine.EngineContract` runs against any engine."""

import pytest

pytest.register_assert_rewrite(
    "tests.contract.counting",
    "tests.contract.generations",
    "tests.contract.random_trees",
    "tests.contract.searching",
    "tests.contract.writing",
)
