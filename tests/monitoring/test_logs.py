"""Log lines: one for each request, one object a line, and nothing private in any of them."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from unittest.mock import patch

import pytest
from django.test import Client
from django_guid.log_filters import CorrelationId

from network.monitoring.logs import JsonLines, PlainLines, WithoutAddresses

Lines = Callable[[], list[dict[str, object]]]
_UUID = "6f1c7a40-b6f0-4d3e-9a7c-1d2e3f405162"


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What production would log meanwhile."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(CorrelationId("request_id"))
    handler.addFilter(WithoutAddresses())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_finished_request_is_one_line_with_its_route_and_its_id(client: Client, lines: Lines) -> None:
    response = client.get("/miasta/?q=tajne")
    [line] = lines()
    assert {name: line[name] for name in ("level", "method", "route", "status", "request_id")} == {
        "level": "INFO", "method": "GET", "route": "cities", "status": 200, "request_id": response["X-Request-ID"],
    }  # fmt: skip
    assert isinstance(line["milliseconds"], float) and "time" in line and "tajne" not in json.dumps(line)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "route"),
    [
        ("/zaproszenie/tajne/", 404, "invitation"),
        ("/tajne/?q=tajne", 404, "unknown"),
        ("/szukaj/?q=tajne&page=tajne", 400, "search"),
        ("/api/v1/search/?tajne=1", 400, "api-search"),
        ("/static/tajne.css", 404, "static"),
        ("/miasta", 301, "unknown"),
    ],
)
def test_no_address_is_logged_whatever_is_wrong_with_it(
    client: Client, lines: Lines, address: str, status: int, route: str
) -> None:
    assert client.get(address).status_code == status
    [line] = lines()
    assert (line["status"], line["route"]) == (status, route) and "tajne" not in json.dumps(line)


@pytest.mark.django_db
def test_what_breaks_is_logged_with_its_traceback_but_without_its_address(lines: Lines) -> None:
    client = Client(raise_request_exception=False)
    with patch("network.web.invitations.open_invitation", side_effect=RuntimeError("broken")):
        assert client.get("/zaproszenie/tajne/").status_code == 500
    [broken, finished] = lines()
    assert (finished["status"], broken["level"]) == (500, "ERROR")
    assert "RuntimeError: broken" in str(broken["exception"]) and "tajne" not in json.dumps([finished, broken])
    assert broken["request_id"] == finished["request_id"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_logged_without_its_address(lines: Lines) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/zaproszenie/tajne/").status_code == 403
    assert "tajne" not in json.dumps(lines())


@pytest.mark.django_db
@pytest.mark.parametrize("given", [_UUID, _UUID.replace("-", "")])
def test_the_id_that_a_proxy_gave_is_kept_and_given_back(client: Client, given: str) -> None:
    assert client.get("/robots.txt", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["1", "a" * 200, "x\ty", "<script>", f"{_UUID} {_UUID}", '{"level": "ERROR"}'])
def test_an_id_that_is_no_id_is_replaced_and_not_repeated(client: Client, lines: Lines, given: str) -> None:
    made = client.get("/robots.txt", headers={"X-Request-ID": given})["X-Request-ID"]
    assert len(made) == 32 and made != client.get("/robots.txt")["X-Request-ID"]
    first = lines()[0]
    assert first["request_id"] == made and given not in first.values()


@pytest.mark.parametrize("formatter", [JsonLines(), PlainLines()])
@pytest.mark.parametrize(
    "address",
    [
        "postgres://network:{}@db:5432/network", "redis://:{}@redis:6379/0", "https://elastic:{}@search:9200",
        "smtp+tls://user%40example.org:{}@mail:587",
    ],
)  # fmt: skip
def test_the_password_of_an_address_is_never_logged(formatter: logging.Formatter, address: str) -> None:
    full = address.format("tajne%2Fhasło")
    try:
        raise ConnectionError(f"cannot reach {full}, nor {full}")
    except ConnectionError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "away: %s", (full,), (ConnectionError, error, None))
    line = formatter.format(record)
    assert "tajne" not in line and line.count(address.partition("{")[2].partition("@")[2]) == 3


def test_what_libraries_attach_to_a_record_is_left_out() -> None:
    record = logging.makeLogRecord({"msg": "done", "levelname": "INFO", "name": "x", "data": {"args": "tajne"}})
    assert set(json.loads(JsonLines().format(record))) == {"time", "level", "logger", "message"}
