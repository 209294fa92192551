"""No password of an address is ever written to a log, whatever is wrong with the server behind it or with the address itself."""

import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.failures.asking import Asked, ask
from tests.services.platform import Platform
from tests.services.processes import free_port

pytestmark = pytest.mark.slow

_SECRET = "tajneHaslo7"


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Every service has an address at which nobody listens."""
    at = f"{_SECRET}@127.0.0.1:{free_port()}"
    variables = {
        "DATABASE_URL": f"postgres://network:{at}/network",
        "CELERY_BROKER_URL": f"redis://:{at}/0",
        "CACHE_URL": f"redis://:{at}/1",
        "SEARCH_URL": f"http://elastic:{at}",
        "LOG_LEVEL": "DEBUG",
    }
    platform = Platform(tmp_path_factory.mktemp("platform"), variables)
    yield platform
    platform.stop()


def test_servers_that_are_away_are_complained_of_without_their_passwords(platform: Platform) -> None:
    platform.manage("collectstatic", "--noinput", "--verbosity", "0")
    for part in (platform.web, platform.worker, platform.beat):
        part()
    for path in ("/", "/szukaj/?q=dachy", "/api/v1/themes/", "/health/", "/konto/zaloguj/"):
        ask(platform.url, Asked(path))
    ask(platform.url, Asked("/konto/zaloguj/", form=(("login", "nikt@example.org"), ("password", "x"))))
    said = [
        platform.manage(*command, check=False)
        for command in (("migrate",), ("search_index", "status"), ("check", "--deploy"))
    ]
    _wait_for_complaints(platform)
    platform.stop()
    logs = [platform.log(name) for name in ("web", "worker", "beat")] + [done.stdout + done.stderr for done in said]
    assert all(log for log in logs) and "refused" in logs[0] and "refused" in logs[1]
    assert not [log for log in logs if _SECRET in log]


def _wait_for_complaints(platform: Platform) -> None:
    deadline = time.monotonic() + 60
    while "refused" not in platform.log("worker") or "refused" not in platform.log("beat"):
        assert time.monotonic() < deadline, platform.log("worker") + platform.log("beat")
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"postgres://network:{_SECRET}@host:port/network"),
        ("DATABASE_URL", f"postgres://network:a{_SECRET}/b@host:5432/network"),
        ("DATABASE_URL", f"postgers://network:{_SECRET}@host/network"),
        ("CACHE_URL", f"memcache://user:{_SECRET}@host:port"),
        ("SEARCH_URL", f"http://elastic:{_SECRET}@host:port"),
        ("SEARCH_URL", f"ftp://elastic:{_SECRET}@host"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_being_repeated(
    platform: Platform, name: str, value: str
) -> None:
    platform.variables[name] = value
    done: subprocess.CompletedProcess[str] = platform.manage("search_index", "status", check=False)
    said = done.stdout + done.stderr
    assert done.returncode and said and _SECRET not in said
