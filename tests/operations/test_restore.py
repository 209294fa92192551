"""Backup and restore, with the commands of docs/operations.md: afterwards database, index and a partner's copy agree."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.services.addresses import address
from tests.services.platform import Platform
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
    platform = Platform(tmp_path, {"DATABASE_URL": database})
    platform.manage("migrate", "--verbosity", "0")
    platform.python("tests.operations.living", "begin")
    platform.manage("search_index", "build", "--promote")
    _settle(platform)
    yield platform
    platform.stop()


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
    platform.manage("search_index", "drain")
    platform.python("tests.operations.living", "follow")


def _compared(platform: Platform) -> dict[str, Any]:
    compared: dict[str, Any] = json.loads(platform.python("tests.operations.living", "compare").splitlines()[-1])
    return compared


def test_after_a_restore_database_index_and_a_partners_copy_agree(platform: Platform, tmp_path: Path) -> None:
    url, dump = platform.variables["DATABASE_URL"], str(tmp_path / "network.dump")
    assert _compared(platform) == {"copy": True, "search": True, "practices": 10}
    _run("pg_dump", "--format=custom", f"--file={dump}", url)
    platform.python("tests.operations.living", "go-on")
    _settle(platform)
    assert _compared(platform) == {"copy": True, "search": True, "practices": 12}

    _wipe(url)
    _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url}", dump)
    platform.manage("migrate", "--verbosity", "0")

    # The index knows a future that the database has forgotten: the gate says so, and its reconciliation cannot mend that.
    for step in ("status", "reconcile", "verify"):
        said = platform.manage("search_index", step, check=False).stdout
        assert "ahead" in said, said
    assert not _compared(platform)["copy"]

    platform.manage("restart_feed")
    platform.manage("search_index", "build", "--promote")
    status = platform.manage("search_index", "status")
    assert "Database and index agree." in status.stdout
    platform.python("tests.operations.living", "follow")
    assert _compared(platform) == {"copy": True, "search": True, "practices": 10}

    platform.python("tests.operations.living", "go-on")
    _settle(platform)
    assert _compared(platform) == {"copy": True, "search": True, "practices": 12}
    assert "Database and index agree." in platform.manage("search_index", "status").stdout
