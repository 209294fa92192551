"""The real processes: their lines are JSON, a request's id reaches the worker, and figures of several processes are added up."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.platform import Platform, Process
from tests.services.addresses import address

pytestmark = pytest.mark.slow

_ID = "6f1c7a40b6f04d3e9a7c1d2e3f405162"


@pytest.fixture(scope="module")
def web(platform: Platform) -> Process:
    """The server, two processes of it."""
    process = platform.processes["web-1"]
    process.start()
    process.wait_until_healthy()
    return process


@pytest.fixture(scope="module")
def worker(platform: Platform) -> Process:
    """A worker on the run's Redis."""
    address("TEST_REDIS_URL")
    process = platform.processes["worker-1"]
    process.start()
    process.wait_until_healthy()
    return process


def _lines(process: Process) -> list[dict[str, Any]]:
    # Celery warns of root, and says a word of its own at its end.
    return [json.loads(line) for line in process.log.splitlines() if process.name == "web-1" or line.startswith("{")]


def _figures(url: str, token: str = "") -> dict[str, float]:
    request = Request(url, headers={"Authorization": f"Bearer {token}"})
    with urlopen(request, timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return {s.name + str(sorted(s.labels.values())): s.value for family in families for s in family.samples}


def _eventually(holds: Callable[[], bool], *processes: Process) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail("\n".join(process.log for process in processes))
        time.sleep(0.1)


def test_every_line_of_the_server_is_json_and_a_request_has_one_with_its_id(web: Process, platform: Platform) -> None:
    request = Request(f"{platform.urls[0]}/miasta/?q=tajne", headers={"X-Request-ID": _ID})
    with urlopen(request, timeout=30) as answer:
        assert answer.headers["X-Request-ID"] == _ID
    _eventually(lambda: _ID in web.log, web)
    [line] = [line for line in _lines(web) if line.get("request_id") == _ID]
    assert (line["route"], line["status"]) == ("cities", 200)
    assert {line["logger"] for line in _lines(web)} == {"gunicorn.error", "network.monitoring.requests"}
    assert "tajne" not in web.log


def test_requests_answered_by_several_processes_are_added_up(web: Process, platform: Platform) -> None:
    url, token = f"{platform.urls[0]}/metrics", (platform.folder / "secrets" / "metrics_token").read_text()
    name = "network_http_requests_total['200', 'GET', 'robots']"
    before = _figures(url, token).get(name, 0)
    for _ in range(20):
        urlopen(f"{platform.urls[0]}/robots.txt", timeout=30).close()
    assert _figures(url, token)[name] == before + 20


def test_the_id_of_a_request_goes_with_its_task_and_the_worker_tells_what_became_of_it(
    worker: Process, platform: Platform
) -> None:
    url = f"http://127.0.0.1:{worker.environment['METRICS_PORT']}/metrics"
    name = "['network.outbox.drain', 'success']"
    before = _figures(url).get(f"network_tasks_total{name}", 0)
    sent = platform.run(
        "web", "python", "-m", "tests.monitoring.sending", _ID, DJANGO_SETTINGS_MODULE="network.settings"
    )
    assert sent.returncode == 0, sent.stdout
    _eventually(lambda: f'"request_id": "{_ID}"' in worker.log, worker)
    [line] = [line for line in _lines(worker) if line.get("request_id") == _ID]
    assert "network.outbox.drain" in line["message"] and "succeeded" in line["message"]
    _eventually(lambda: _figures(url).get(f"network_tasks_total{name}", 0) == before + 1, worker)
    assert _figures(url)["network_task_seconds_count['network.outbox.drain']"] == before + 1


def test_what_beat_sends_has_an_id_of_its_own(worker: Process, platform: Platform) -> None:
    beat = platform.processes["beat"]
    seen = worker.log.count("succeeded")
    beat.start()
    _eventually(lambda: worker.log.count("succeeded") >= seen + 2, worker, beat)
    beat.stop()
    ids = [line["request_id"] for line in _lines(worker) if "succeeded" in line["message"]]
    assert len(set(ids)) == len(ids) and all(ids)
