"""No password of an address is ever written to a log, whatever is wrong with the server behind it or with the address itself."""

import time
from collections.abc import Iterator

import pytest

from tests.deployment.starting import manage
from tests.failures.asking import Asked, ask
from tests.platform import Addresses, Platform
from tests.services.processes import free_port

pytestmark = pytest.mark.slow

_SECRET = "tajneHaslo7"


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Every service has an address at which nobody listens."""
    at = f"{_SECRET}@127.0.0.1:{free_port()}"
    addresses = Addresses(f"postgres://network:{at}/network", f"redis://:{at}/0", f"http://elastic:{at}")
    platform = Platform(tmp_path_factory.mktemp("platform"), addresses, variables={"LOG_LEVEL": "DEBUG"})
    yield platform
    platform.stop()


def test_servers_that_are_away_are_complained_of_without_their_passwords(platform: Platform) -> None:
    platform.collect_static()
    platform.start()
    web, worker, beat = (platform.processes[name] for name in ("web-1", "worker-1", "beat"))
    _until_said(platform, "web-1", "Booting worker")
    for path in ("/", "/szukaj/?q=dachy", "/api/v1/themes/", "/health/", "/konto/zaloguj/"):
        ask(platform.urls[0], Asked(path))
    ask(platform.urls[0], Asked("/konto/zaloguj/", form=(("login", "nikt@example.org"), ("password", "x"))))
    commands = (("migrate",), ("search_index", "status"), ("check", "--deploy"), ("release",))
    said = [platform.run("release", "python", "manage.py", *command).stdout for command in commands]
    for name in ("web-1", "worker-1", "beat"):
        _until_said(platform, name, "refused")
    platform.stop()
    assert not [log for log in [web.log, worker.log, beat.log, *said] if _SECRET in log or not log]


def _until_said(platform: Platform, name: str, what: str) -> None:
    deadline = time.monotonic() + 60
    while what not in platform.processes[name].log:
        assert time.monotonic() < deadline, platform.processes[name].log
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"postgres://network:{_SECRET}@host:port/network"),
        ("DATABASE_URL", f"postgres://network:a{_SECRET}/b@host:5432/network"),
        ("DATABASE_URL", f"postgers://network:{_SECRET}@host/network"),
        ("CELERY_BROKER_URL", f"redis://:{_SECRET}@host:port/0"),
        ("CACHE_URL", f"memcache://user:{_SECRET}@host:port"),
        ("SEARCH_URL", f"http://elastic:{_SECRET}@host:port"),
        ("SEARCH_URL", f"ftp://elastic:{_SECRET}@host"),
        ("EMAIL_URL", f"smtp://mail:{_SECRET}@host:port"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_being_repeated(name: str, value: str) -> None:
    done = manage("search_index", "status", **{name: value})
    said = done.stdout + done.stderr
    assert done.returncode and name in said and _SECRET not in said
