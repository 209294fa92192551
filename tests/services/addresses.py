"""Where the real services of this run are; a test without the one it needs skips, or fails where they are required (CI)."""

import os

import pytest

# Begins the reason of every test that was skipped for want of a service.
MISSING = "needs a real service"


def required() -> bool:
    """Whether a missing service is a failure rather than a reason to skip."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


def address(variable: str) -> str:
    """The address in an environment variable such as TEST_REDIS_URL; skips or fails the asking test where it is not set."""
    found = os.environ.get(variable, "")
    if not found:
        reason = f"{MISSING}: {variable} is not set. CONTRIBUTING.md says how to run the tests with the real services."
        if required():
            pytest.fail(reason)
        pytest.skip(reason)
    return found
