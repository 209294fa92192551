"""A PostgreSQL that is killed, restarted or hangs under a running server: 503 with Retry-After meanwhile, all is well after it."""

import json
import shutil
import signal
from collections.abc import Iterator

import pytest

from tests.failures.asking import Answer, Asked, Pollers, ask
from tests.failures.seeding import seeded
from tests.platform import Addresses, Platform
from tests.services.addresses import start
from tests.services.processes import PostgreSQL, a_folder

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database() -> Iterator[PostgreSQL]:
    """A server that may be killed."""
    folder = a_folder()
    server = PostgreSQL(folder / "postgresql")
    start(server)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def platform(database: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The pages, served; without Redis, as if that had failed too."""
    folder = tmp_path_factory.mktemp("platform")
    addresses = Addresses(database.url, "redis://127.0.0.1:1/0", f"tantivy://{folder / 'search'}")
    platform = Platform(folder, addresses, variables={"API_THROTTLE": ""})
    platform.collect_static()
    platform.release()
    platform.processes["web-1"].start()
    platform.processes["web-1"].wait_until_healthy()
    yield platform
    platform.stop()


@pytest.fixture(scope="module")
def made(platform: Platform) -> dict[str, str]:
    """Addresses and sessions by name."""
    return seeded(platform)


# Asked once at a time: whoever tries wrong passwords again and again is told 429, whatever the database does.
_SIGN_IN = Asked("/konto/zaloguj/", form=(("login", "nikt@example.org"), ("password", "nie to hasło")))


def _everything(made: dict[str, str]) -> dict[Asked, int]:
    """What is asked for, and the answer while all is well: errors come from sessions, views, templates and error pages in turn."""
    operator, coordinator = made["operator"], made["city-coordinator"]
    return {
        Asked("/"): 200,
        Asked("/szukaj/?q=dachy"): 200,
        Asked("/en/search/?q=dachy"): 200,
        Asked(made["practice"]): 200,
        Asked(made["city"]): 200,
        Asked("/", coordinator): 200,
        Asked("/moje-miasto/", coordinator): 200,
        Asked("/recenzje/", coordinator): 403,
        Asked("/nie-ma/", coordinator): 404,
        Asked("/praktyki/999999-nie-ma/", coordinator): 404,
        Asked("/konto/wyloguj/", coordinator): 200,
        Asked("/admin/", operator): 200,
        Asked("/admin/practices/practice/", operator): 200,
        Asked("/metrics", operator): 200,
        Asked("/health/"): 200,
        Asked("/api/v1/search/?q=dachy"): 200,
        Asked("/api/v1/practices/"): 200,
        Asked("/api/v1/changes/"): 200,
        Asked("/api/v1/themes/"): 200,
        Asked("/api/v1/practices/999999/"): 404,
    }


def test_a_database_that_is_killed_and_started_again_is_503_meanwhile_and_then_all_is_well(
    platform: Platform, database: PostgreSQL, made: dict[str, str]
) -> None:
    expected = _everything(made)

    def well(asked: Asked, answer: Answer) -> bool:
        return answer.status == expected[asked]

    def away(asked: Asked, answer: Answer) -> bool:
        return answer.status == 503

    with Pollers(platform.urls[0], list(expected)) as pollers:
        for _ in range(2):
            pollers.until_each(well)
            database.kill()
            pollers.until_each(away)
            refused = ask(platform.urls[0], _SIGN_IN)
            assert refused.status == 503
            _says_so(_SIGN_IN, refused)
            database.start()
        pollers.until_each(well)
        assert ask(platform.urls[0], _SIGN_IN).status == 200
    for asked, answers in pollers.answers.items():
        assert {answer.status for answer in answers} == {expected[asked], 503}, asked
        for answer in (answer for answer in answers if answer.status == 503):
            assert int(answer.headers["Retry-After"]) > 0, asked
            _says_so(asked, answer)
    assert platform.processes["web-1"].is_running


def _says_so(asked: Asked, answer: Answer) -> None:
    """In the words of its readers: a page, a problem, or health."""
    if asked.path.startswith("/api/"):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "Try again" in json.loads(answer.body)["detail"]
    elif asked.path == "/health/":
        assert json.loads(answer.body)["status"] == "unavailable"
    else:
        assert "Baza danych teraz nie odpowiada" in answer.body and "The database does not answer" in answer.body


def test_a_database_that_hangs_is_reported_rather_than_waited_for(platform: Platform, database: PostgreSQL) -> None:
    token = (platform.folder / "secrets" / "metrics_token").read_text()
    bearer = {"Authorization": f"Bearer {token}"}
    assert ask(platform.urls[0], Asked("/health/")).status == 200
    database.signal(signal.SIGSTOP)
    try:
        health, metrics = (
            ask(platform.urls[0], Asked("/health/")),
            ask(platform.urls[0], Asked("/metrics"), headers=bearer),
        )
    finally:
        database.signal(signal.SIGCONT)
    assert (health.status, metrics.status) == (503, 200), (health, metrics)
    assert "network_database_up 0.0" in metrics.body and "network_outbox" not in metrics.body
    assert ask(platform.urls[0], Asked("/health/")).status == 200
    assert "network_database_up 1.0" in ask(platform.urls[0], Asked("/metrics"), headers=bearer).body
