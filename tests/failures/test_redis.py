"""A Redis that is killed, or that takes connections and never answers: pages, sign-in, API and publishing go on, and nothing is lost."""

import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from tests.failures.asking import Asked, ask
from tests.failures.seeding import PASSWORD, seeded
from tests.platform import Addresses, Platform
from tests.services.addresses import start
from tests.services.processes import Redis, a_folder

pytestmark = pytest.mark.slow

# Far beyond what a request may cost, far below what it costs to wait for a server that never answers.
_BOUND_SECONDS = 20.0
_RIGHT = (("login", "operator@example.org"), ("password", PASSWORD))
_WRONG = (("login", "operator@example.org"), ("password", "nie to hasło"))


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    """Broker and cache."""
    folder = a_folder()
    server = Redis(folder / "redis")
    start(server)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis(server: Redis, platform: Platform, made: dict[str, str]) -> Iterator[Redis]:
    """The server, which a test may kill: it is started again, and before the next test all that ended without it, as compose sees to it."""
    platform.start()
    platform.wait_until_healthy()
    yield server
    if not server.is_running:
        server.start()


@pytest.fixture(scope="module")
def platform(server: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Web, worker and beat; the API is throttled, so that every call of it asks the cache."""
    folder = tmp_path_factory.mktemp("platform")
    addresses = Addresses(f"sqlite:///{folder / 'network.sqlite3'}", server.url, f"tantivy://{folder / 'search'}")
    platform = Platform(folder, addresses)
    platform.collect_static()
    platform.release()
    yield platform
    platform.stop()


@pytest.fixture(scope="module")
def made(platform: Platform) -> dict[str, str]:
    """Addresses and sessions by name."""
    return seeded(platform)


def _outbox(platform: Platform) -> int:
    return int(json.loads(ask(platform.urls[0], Asked("/health/")).body)["outbox"]["waiting"])


def _until(holds: Callable[[], bool], platform: Platform) -> None:
    deadline = time.monotonic() + 120
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail("\n\n".join(process.log[-3000:] for process in platform.processes.values()))
        time.sleep(0.2)


def _kill(server: Redis) -> None:
    server.kill()


def _hang(server: Redis) -> None:
    server.signal(signal.SIGSTOP)


def _start(server: Redis) -> None:
    server.start()


def _wake(server: Redis) -> None:
    server.signal(signal.SIGCONT)


@pytest.mark.parametrize(("fail", "recover"), [(_kill, _start), (_hang, _wake)])
def test_everything_goes_on_without_redis_and_what_it_should_have_told_is_caught_up(
    platform: Platform,
    redis: Redis,
    made: dict[str, str],
    fail: Callable[[Redis], None],
    recover: Callable[[Redis], None],
) -> None:
    def status(asked: Asked) -> int:
        return ask(platform.urls[0], asked, timeout=_BOUND_SECONDS).status

    _until(lambda: _outbox(platform) == 0 and "succeeded" in platform.processes["worker-1"].log, platform)
    archive, bring_back = (
        Asked(f"/praktyki/{made['id']}/{step}/", made["operator"], (("reason", ""),))
        for step in ("archiwum", "przywroc")
    )
    assert (status(archive), status(bring_back)) == (302, 302)
    _until(lambda: _outbox(platform) == 0, platform)
    fail(redis)
    steps = cycle((archive, bring_back))
    # The worker may still have a drain or two at hand.
    _until(lambda: status(next(steps)) == 302 and _outbox(platform) > 0, platform)
    assert status(Asked("/konto/zaloguj/", form=_RIGHT)) == 302
    reading = ["/", "/szukaj/?q=dachy", "/api/v1/search/?q=dachy", "/api/v1/changes/", "/health/", made["city"]]
    assert {status(Asked(path)) for path in reading for _ in range(4)} == {200}
    recover(redis)
    _until(lambda: _outbox(platform) == 0, platform)
    assert status(next(steps)) == 302
    _until(lambda: _outbox(platform) == 0, platform)
    assert "Traceback" not in platform.processes["web-1"].log


def test_attempts_to_sign_in_are_limited_also_without_redis(
    platform: Platform, redis: Redis, made: dict[str, str]
) -> None:
    redis.kill()
    answers = [ask(platform.urls[0], Asked("/konto/zaloguj/", form=_WRONG), timeout=_BOUND_SECONDS) for _ in range(12)]
    # Five are allowed, and two processes count.
    assert {answer.status for answer in answers} == {200}
    assert [answer for answer in answers if "Za dużo nieudanych prób" in answer.body]
