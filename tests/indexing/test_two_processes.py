"""A server and a command write to one index: the writer's lock is waited for, never shown, and nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from network.outbox.draining import drain
from network.outbox.models import OutboxRow
from network.outbox.wake import without_waking
from practices.topics import PRACTICE
from search.engines import engine
from search.indexing.gate import compare
from tests.factories import a_published_practice, a_withdrawn_practice, content
from tests.indexing.conftest import a_live_generation

_MANAGE = Path(__file__).parents[2] / "manage.py"


def _draining() -> "subprocess.Popen[str]":
    """Another process that drains the same outbox into the same index, as `make demo` runs one beside the server."""
    environment = {
        **os.environ,
        "SECRET_KEY": "only for tests",
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "SEARCH_URL": settings.SEARCH_URL,
        "DJANGO_SETTINGS_MODULE": "network.settings",
    }
    return subprocess.Popen(
        [sys.executable, str(_MANAGE), "search_index", "drain", "--follow"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a laptop's two processes")
@pytest.mark.django_db(transaction=True)
def test_two_processes_drain_at_once_and_nothing_is_lost_and_no_lock_is_shown() -> None:
    live = a_live_generation()
    beside = _draining()
    try:
        for number in range(12):
            with without_waking():
                a_published_practice(what=content(f"Rowery {number}"))
                a_withdrawn_practice(what=content(f"Wycofane {number}"))
            drain(batch=2)
        while OutboxRow.objects.filter(topic=PRACTICE).exists() and beside.poll() is None:
            drain(batch=2)
    finally:
        beside.terminate()
        said, _ = beside.communicate(timeout=60)
    assert beside.returncode == 0, said
    assert "Busy" not in said and "Traceback" not in said, said
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists()
    assert engine().count(live.name) == 12
    assert compare(live).total == 0
