"""Backup and restore, with the commands of docs/operations.md: afterwards database, index and a partner's copy agree."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.platform import Addresses, Platform
from tests.services.addresses import address
from tests.services.processes import postgresql_programs

pytestmark = pytest.mark.slow


@pytest.fixture
def database() -> Iterator[str]:
    """A database of the test's own on the run's server."""
    server = urlsplit(address("TEST_DATABASE_URL"))
    own = server._replace(path=f"/restored_{os.getpid()}").geturl()
    _wipe(own)
    yield own
    _run("dropdb", "--force", f"--maintenance-db={_of_server(own)}", urlsplit(own).path[1:])


@pytest.fixture
def platform(database: str, tmp_path: Path) -> Iterator[Platform]:
    """An installation with ten practices, an index, and a partner who has read all of it."""
    platform = Platform(tmp_path, Addresses(database, "redis://127.0.0.1:1/0", f"tantivy://{tmp_path / 'search'}"))
    _manage(platform, "release")
    _live(platform, "begin")
    _settle(platform)
    yield platform
    platform.stop()


def _manage(platform: Platform, *command: str, succeeds: bool = True) -> str:
    done = platform.run("release", "python", "manage.py", *command)
    assert (done.returncode == 0) == succeeds, done.stdout
    return done.stdout


def _live(platform: Platform, step: str) -> str:
    done = platform.run(
        "web", "python", "-m", "tests.operations.living", step, DJANGO_SETTINGS_MODULE="network.settings"
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def _of_server(url: str) -> str:
    return urlsplit(url)._replace(path="/postgres").geturl()


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([str(postgresql_programs() / program), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _wipe(url: str) -> None:
    name, server = urlsplit(url).path[1:], _of_server(url)
    _run("dropdb", "--if-exists", "--force", f"--maintenance-db={server}", name)
    _run("createdb", f"--maintenance-db={server}", "--template=template0", "--encoding=UTF8", name)


def _settle(platform: Platform) -> None:
    _manage(platform, "search_index", "drain")
    _live(platform, "follow")


def _compared(platform: Platform) -> dict[str, Any]:
    [line] = [line for line in _live(platform, "compare").splitlines() if line.startswith('{"copy"')]
    compared: dict[str, Any] = json.loads(line)
    return compared


def test_after_a_restore_database_index_and_a_partners_copy_agree(platform: Platform, tmp_path: Path) -> None:
    url, dump = platform.addresses.database, str(tmp_path / "network.dump")
    assert _compared(platform) == {"copy": True, "search": True, "practices": 10}
    _run("pg_dump", "--format=custom", f"--file={dump}", url)
    _live(platform, "go-on")
    _settle(platform)
    assert _compared(platform) == {"copy": True, "search": True, "practices": 12}

    _wipe(url)
    _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url}", dump)

    # The index knows a future that the database has forgotten: the gate says so, and its reconciliation cannot mend that.
    for step in ("status", "verify", "reconcile", "verify"):
        assert "ahead" in _manage(platform, "search_index", step, succeeds=step == "reconcile")
    assert not _compared(platform)["copy"]

    _manage(platform, "restart_feed")
    _manage(platform, "search_index", "build", "--promote")
    assert "Database and index agree." in _manage(platform, "search_index", "status")
    _live(platform, "follow")
    assert _compared(platform) == {"copy": True, "search": True, "practices": 10}

    _live(platform, "go-on")
    _settle(platform)
    assert _compared(platform) == {"copy": True, "search": True, "practices": 12}
    assert "Database and index agree." in _manage(platform, "search_index", "status")
