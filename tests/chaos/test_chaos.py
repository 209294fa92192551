"""A short chaos run, on every change; `make chaos` is the long one. `CHAOS_SEED` repeats one that failed."""

import os
import subprocess
import sys

import pytest

from tests.platform.compose import ROOT
from tests.services.addresses import missing

_SHORT = ("--operations", "600", "--kills", "12")
_CANNOT_RUN = 2


@pytest.mark.slow
def test_nothing_is_lost_stale_or_shown_that_was_withdrawn_while_everything_is_killed() -> None:
    seed = ("--seed", os.environ["CHAOS_SEED"]) if "CHAOS_SEED" in os.environ else ()
    # The tests' own settings are not for the run, which has an installation of its own.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *_SHORT, *seed], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode == _CANNOT_RUN:
        missing(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr
