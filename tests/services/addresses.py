"""Where the real services of this run are; a test without the one it needs skips, or fails where they are required (CI)."""

import os
from typing import NoReturn

import pytest

from tests.services.processes import Service, ServiceMissing

# Begins the reason of every test that was skipped for want of a service.
MISSING = "needs a real service"


def required() -> bool:
    """Whether a missing service is a failure rather than a reason to skip."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


def address(variable: str) -> str:
    """The address in an environment variable such as TEST_REDIS_URL; skips or fails the asking test where it is not set."""
    return os.environ.get(variable, "") or missing(f"{variable} is not set.")


def start(service: Service) -> None:
    """Start a server that the test wants to kill, so one of its own; skips or fails the test where it is not installed."""
    try:
        service.start()
    except ServiceMissing as reason:
        missing(str(reason))


def missing(what: str) -> NoReturn:
    """Skip the asking test for want of a service, or fail it where services are required; `what` is a sentence."""
    reason = f"{MISSING}: {what} CONTRIBUTING.md says how to run the tests with the real services."
    if required():
        pytest.fail(reason)
    pytest.skip(reason)
