"""Health checks of the containers, from the inside: `python -m network.alive worker|beat|http://127.0.0.1:8000/health/`.

Exits with 0 where the process lives and does its work. Imports nothing of Django or Celery, because it runs every few seconds.
"""

import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

_OLDEST_SECONDS = 30.0
_PATIENCE_SECONDS = 5.0


def heartbeat_file(process: str) -> Path:
    """What `worker` and `beat` touch while they live, in the folder for temporary files (TMPDIR)."""
    return Path(tempfile.gettempdir()) / f"network-{process}.alive"


def trouble(what: str) -> str:
    """Why a process (`worker`, `beat`) or an address is not well, as a sentence; empty where it is."""
    return _answering(what) if what.startswith("http://") else _beating(what)


def _answering(url: str) -> str:
    try:
        with urlopen(url, timeout=_PATIENCE_SECONDS):  # noqa: S310
            return ""
    except OSError as error:
        return f"{url} does not answer well: {error}"


def _beating(process: str) -> str:
    try:
        age = time.time() - heartbeat_file(process).stat().st_mtime
    except OSError:
        return f"{process} has given no sign of life."
    return f"The last sign of life of {process} is {age:.0f} seconds old." if age > _OLDEST_SECONDS else ""


if __name__ == "__main__":
    sys.exit(trouble(sys.argv[1]) or None)
