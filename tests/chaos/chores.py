"""What an operator does meanwhile: a build that is killed once and goes on, a reconciliation, a roll-back; each until it succeeds."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos.plan import Chore
from tests.platform import Platform
from tests.platform.compose import ROOT

_COMMANDS = {"build": ("build", "--promote"), "reconcile": ("reconcile",), "rollback": ("rollback",)}
_ATTEMPTS = 40
_PAUSE = 2.0


class ChoreFailed(Exception):
    """A command that did not succeed however often it was repeated."""


def do_chore(chore: Chore, platform: Platform, log: Path, tell: Callable[[str], None]) -> None:
    """Run the command until it succeeds; a build is killed the first time, somewhere in its midst. Raises ChoreFailed."""
    dice = random.Random(chore.after)
    for attempt in range(1, _ATTEMPTS + 1):
        patience = dice.uniform(2.0, 6.0) if chore.what == "build" and attempt == 1 else None
        if _run(_COMMANDS[chore.what], platform, log, patience):
            tell(f"{chore.what} done at attempt {attempt}")
            return
        time.sleep(_PAUSE)
    raise ChoreFailed(f"search_index {chore.what} did not succeed in {_ATTEMPTS} attempts; see {log.name}")


def _run(arguments: tuple[str, ...], platform: Platform, log: Path, patience: float | None) -> bool:
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "search_index", *arguments], cwd=ROOT, env=platform.environment("release"),
            stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip
        try:
            return process.wait(patience) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return False
