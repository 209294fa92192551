"""How gunicorn serves the platform; it reads this file by itself: `gunicorn network.wsgi`."""

import os
import shutil
import tempfile
from pathlib import Path

from gunicorn.arbiter import Arbiter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from network.settings.environment import number, text
from network.settings.monitoring import LOGGING

bind = text("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = number("WEB_WORKERS", 2, least=1)
threads = number("WEB_THREADS", 4, least=1)

# The program is loaded once, before the workers are forked: wrong settings stop the start, a worker that is replaced is there at once, and
# what they never change is one copy in memory.
preload_app = True

# A worker whose loop stands still is replaced; a request itself is bounded by the timeouts of what it asks (database, engine, cache).
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000

# Workers tell that they live by touching a file, which must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# It would write a socket into the home folder, which a container has not.
control_socket_disable = True

# Its own lines look like ours.
logconfig_dict = LOGGING

# Each worker writes its figures here and /metrics adds them up: a new folder at every start, so that nothing of the last run counts.
_figures = tempfile.mkdtemp(prefix="network-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _figures


def when_ready(server: Arbiter) -> None:
    """Open dictionaries and read addresses before the workers are forked, or the first request of each would wait for them."""
    from django.urls import get_resolver

    from search.analysis import warm_up

    warm_up()
    assert get_resolver().url_patterns


def on_exit(server: Arbiter) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_figures, ignore_errors=True)
