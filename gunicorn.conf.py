"""How gunicorn serves the platform; it reads this file by itself: `gunicorn network.wsgi`."""

import os
import shutil
import tempfile
from typing import Any

from network.settings import LOGGING

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Its own lines look like ours.
logconfig_dict = LOGGING
# Nobody steers it but by signals.
control_socket_disable = True

# Each worker writes its figures here and /metrics adds them up: a new folder at every start, so that nothing of the last run counts.
_figures = tempfile.mkdtemp(prefix="network-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _figures


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_figures, ignore_errors=True)
