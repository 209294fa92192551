"""What every test may ask for, and what a run says of the tests it could not make."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import translation

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


@pytest.fixture(autouse=True)
def language_of_the_network() -> None:
    """A page read in English leaves its language with the thread; no other test may depend on who was before it."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def drained() -> Callable[[], Drained]:
    """Handle everything that waits in the outbox, as the worker does."""
    return drain


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first: one that begins when all others are done keeps a single core busy, and everybody waiting."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for want of a real service, and how to run them."""
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} tests need real services (PostgreSQL, Redis, Elasticsearch) and were skipped: "
            "CONTRIBUTING.md says how to run them."
        )
