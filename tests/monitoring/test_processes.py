"""The real processes: their lines are JSON, a request's id reaches the worker, and figures of several processes are added up."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.services.platform import Platform

pytestmark = pytest.mark.slow

_ID = "6f1c7a40b6f04d3e9a7c1d2e3f405162"


def _lines(platform: Platform, name: str) -> list[dict[str, Any]]:
    # Beside its log Celery prints a word of its own when it starts and ends.
    return [json.loads(line) for line in platform.log(name).splitlines() if name == "web" or line.startswith("{")]


def _figures(url: str) -> dict[str, float]:
    request = Request(url, headers={"Authorization": "Bearer only-for-tests"})
    with urlopen(request, timeout=10) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return {s.name + str(sorted(s.labels.values())): s.value for family in families for s in family.samples}


def _eventually(holds: Callable[[], bool], platform: Platform, *names: str) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail("\n".join(platform.log(name) for name in names))
        time.sleep(0.1)


def test_every_line_of_the_servers_is_json_and_a_request_has_one_with_its_id(platform: Platform) -> None:
    platform.web()
    with urlopen(Request(f"{platform.url}/miasta/?q=tajne", headers={"X-Request-ID": _ID}), timeout=30) as answer:
        assert answer.headers["X-Request-ID"] == _ID
    platform.stop()
    [line] = [line for line in _lines(platform, "web") if line.get("request_id") == _ID]
    assert (line["route"], line["status"]) == ("cities", 200)
    loggers = {line["logger"] for line in _lines(platform, "web")}
    assert loggers == {"gunicorn.error", "network.monitoring.requests"} and "tajne" not in platform.log("web")


def test_requests_answered_by_several_processes_are_added_up(platform: Platform) -> None:
    platform.web()
    name = "network_http_requests_total['200', 'GET', 'robots']"
    before = _figures(f"{platform.url}/metrics").get(name, 0)
    for _ in range(20):
        urlopen(f"{platform.url}/robots.txt", timeout=30).close()
    assert _figures(f"{platform.url}/metrics")[name] == before + 20


def test_the_id_of_a_request_goes_with_its_task_and_the_worker_tells_what_became_of_it(with_broker: Platform) -> None:
    platform = with_broker
    platform.worker()
    platform.python("tests.monitoring.sending", _ID)
    _eventually(lambda: f'"request_id": "{_ID}"' in platform.log("worker"), platform, "worker")
    [line] = [line for line in _lines(platform, "worker") if line.get("request_id") == _ID]
    assert "network.outbox.drain" in line["message"] and "succeeded" in line["message"]
    figures = _figures(f"http://127.0.0.1:{platform.variables['METRICS_PORT']}/metrics")
    assert figures["network_tasks_total['network.outbox.drain', 'success']"] == 1
    assert figures["network_task_seconds_count['network.outbox.drain']"] == 1


def test_what_beat_sends_has_an_id_of_its_own(with_broker: Platform) -> None:
    platform = with_broker
    platform.worker()
    platform.beat()
    _eventually(lambda: platform.log("worker").count("succeeded") >= 2, platform, "worker", "beat")
    platform.stop()
    ids = [line["request_id"] for line in _lines(platform, "worker") if "succeeded" in line["message"]]
    assert len(set(ids)) == len(ids) and all(ids)
