"""The figures at /metrics: who may read them, what they say, and that they do not fail with what they watch."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from network.models import Role
from network.outbox.models import OutboxRow
from practices.topics import PRACTICE
from search.engines import engine
from search.indexing.gate import compare
from search.models import Generation
from tests.desk.pages import signed_in
from tests.factories import a_city, a_published_practice, a_user, content
from tests.finding.asking import ask
from tests.indexing.conftest import a_live_generation

pytestmark = pytest.mark.django_db

_TOKEN = "only-for-tests"
Read = Callable[[], dict[str, float]]


@pytest.fixture
def bearer(settings: Settings) -> Client:
    """Prometheus, with its token."""
    settings.METRICS_TOKEN = _TOKEN
    return Client(headers={"Authorization": f"Bearer {_TOKEN}"})


@pytest.fixture
def read(bearer: Client) -> Read:
    """The figures now, by name and labels."""

    def ask_for_all() -> dict[str, float]:
        answer = bearer.get("/metrics")
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {_name(s.name, s.labels): s.value for family in families for s in family.samples}

    return ask_for_all


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: Settings) -> None:
    """An index of the test's own."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"


def _name(name: str, labels: dict[str, str]) -> str:
    return f"{name}{{{','.join(f'{label}={value}' for label, value in sorted(labels.items()))}}}" if labels else name


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", f"Basic {_TOKEN}", _TOKEN, "Bearer zażółć"])
def test_without_the_token_a_visitor_is_refused_with_a_sentence(settings: Settings, header: str) -> None:
    settings.METRICS_TOKEN = _TOKEN
    answer = Client().get("/metrics", HTTP_AUTHORIZATION=header.encode().decode("latin-1"))
    assert answer.status_code == 403 and "METRICS_TOKEN" in answer.content.decode()


def test_where_no_token_is_set_none_is_right(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert Client(headers={"Authorization": "Bearer "}).get("/metrics").status_code == 403


def test_an_operator_may_read_them_and_a_coordinator_may_not() -> None:
    assert signed_in(a_user(Role.OPERATOR)).get("/metrics").status_code == 200
    assert signed_in(a_user(Role.CITY_COORDINATOR, a_city())).get("/metrics").status_code == 403


def test_requests_are_counted_under_the_name_of_their_route(client: Client, read: Read) -> None:
    name = "network_http_requests_total{method=GET,route=cities,status=200}"
    before = read().get(name, 0)
    client.get("/miasta/?q=tajne")
    client.get("/en/cities/")
    after = read()
    assert after[name] == before + 2
    assert after["network_http_request_seconds_count{method=GET,route=cities}"] >= 2
    assert not [name for name in after if "tajne" in name]


def test_what_anybody_may_make_up_makes_no_figures_of_its_own(client: Client, read: Read) -> None:
    for n in range(3):
        client.get(f"/nie-ma-{n}/")
        client.generic(f"WYMYSL{n}", "/robots.txt")
    after = read()
    assert not [name for name in after if "nie-ma" in name or "WYMYSL" in name]
    assert after["network_http_requests_total{method=GET,route=unknown,status=404}"] >= 3
    assert after["network_http_requests_total{method=other,route=robots,status=405}"] >= 3


def test_the_outbox_is_counted_by_topic(read: Read) -> None:
    OutboxRow.objects.all().delete()
    now = timezone.now()
    for key in (1, 2):
        OutboxRow.objects.create(topic=PRACTICE, key=key)
    OutboxRow.objects.update(created_at=now - timedelta(hours=1))
    OutboxRow.objects.create(topic="none", key=1, parked_at=now)
    found = read()
    assert found["network_outbox_waiting{topic=practice}"] == 2
    assert found["network_outbox_oldest_seconds{topic=practice}"] >= 3600
    assert found["network_outbox_parked{topic=none}"] == 1
    assert found["network_outbox_waiting{topic=city}"] == found["network_outbox_oldest_seconds{topic=none}"] == 0


def test_drift_is_told_by_its_kind_as_the_gate_last_saw_it(read: Read) -> None:
    practice = a_published_practice(what=content("Rowery"))
    live = a_live_generation()
    OutboxRow.objects.all().delete()
    Generation.objects.update(promoted_at=timezone.now() - timedelta(days=3))
    practice.search_version += 1
    practice.save(update_fields=["search_version"])
    compare(live)
    found = read()
    drift = {kind: found[f"network_index_drift{{kind={kind}}}"] for kind in ("missing", "extra", "old", "ahead")}
    assert drift == {"missing": 0, "extra": 0, "old": 1, "ahead": 0}
    assert found["network_index_documents"] == found["network_index_live"] == found["network_index_current"] == 1
    assert found["network_generation_age_seconds"] >= 3 * 86400 and found["network_gate_age_seconds"] >= 0


def test_without_an_index_that_is_said(read: Read) -> None:
    found = read()
    assert (found["network_index_live"], found[f"network_engine_up{{place={engine().place}}}"]) == (0, 1)
    assert "network_gate_age_seconds" not in found


def test_searches_are_timed_by_who_answered_them(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("degraded=engine,engine=database", "degraded=no,engine=tantivy")
    before = read()
    ask("rower")
    a_live_generation()
    ask("rower")
    after = read()
    for labels in names:
        name = f"network_search_seconds_count{{{labels}}}"
        assert after[name] == before.get(name, 0) + 1
    monkeypatch.setattr(engine(), "healthy", lambda: False)
    assert read()[f"network_engine_up{{place={engine().place}}}"] == 0


@pytest.mark.parametrize(
    "broken", ["network.monitoring.figures.database_answers", "network.monitoring.outbox.outbox_states"]
)
def test_without_the_database_its_figures_are_absent_and_the_rest_is_told(read: Read, broken: str) -> None:
    effect = {"return_value": False} if broken.endswith("answers") else {"side_effect": OperationalError("down")}
    with patch(broken, **effect):
        found = read()
    assert found["network_database_up"] == 0
    assert not [name for name in found if name.startswith(("network_outbox", "network_index"))]
    assert [name for name in found if name.startswith("network_http_requests_total")]
    assert read()["network_database_up"] == 1


def test_a_scrape_asks_the_database_the_same_few_questions_whatever_it_holds(
    bearer: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    OutboxRow.objects.bulk_create([OutboxRow(topic=f"t{n % 7}", key=n) for n in range(500)])
    a_live_generation()
    with django_assert_max_num_queries(11):  # type: ignore[attr-defined]
        bearer.get("/metrics")
