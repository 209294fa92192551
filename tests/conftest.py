"""What every test may ask for, and what a run says of the tests it could not make."""

from collections.abc import Callable

import pytest

from network.outbox.draining import Drained, drain
from practices.selectors.names import forget_names
from search.suggesting.directory import forget_directory
from search.synonyms.memory import forget_synonyms
from tests.services.addresses import MISSING


@pytest.fixture(autouse=True)
def memory_of_this_test() -> None:
    """Each test has a database of its own, and the process must not remember names and synonyms of another one's."""
    forget_names()
    forget_synonyms()
    forget_directory()


@pytest.fixture
def drained() -> Callable[[], Drained]:
    """Handle everything that waits in the outbox, as the worker does."""
    return drain


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for want of a real service, and how to run them."""
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} tests need real services (PostgreSQL, Redis, Elasticsearch) and were skipped: "
            "CONTRIBUTING.md says how to run them."
        )
