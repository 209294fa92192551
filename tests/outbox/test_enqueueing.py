"""Rows are written with the change or not at all, and waking is only a convenience."""

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from pytest_django import Settings

from network.models import City
from network.outbox import draining, tasks
from network.outbox.enqueueing import enqueue, enqueue_query
from network.outbox.models import OutboxRow
from network.outbox.wake import EAGER_ROWS, wake, without_waking
from tests.factories import a_city
from tests.outbox.conftest import TOPIC, Follower, add

pytestmark = pytest.mark.django_db(transaction=True)


def _named(prefix: str) -> "QuerySet[City, tuple[int]]":
    return City.objects.filter(name__startswith=prefix).order_by().values_list("id")


def test_a_row_outside_a_transaction_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(transaction.TransactionManagementError, match=r"transaction\.atomic"):
        enqueue(TOPIC, [1])
    with pytest.raises(transaction.TransactionManagementError, match=r"transaction\.atomic"):
        enqueue_query(TOPIC, _named("A"))
    assert not OutboxRow.objects.exists()


def test_a_change_that_is_undone_takes_its_row_along_and_wakes_nobody(follower: Follower) -> None:
    def fail() -> None:
        with transaction.atomic():
            enqueue(TOPIC, [1])
            raise DatabaseError("undone")

    with pytest.raises(DatabaseError):
        fail()
    assert not OutboxRow.objects.exists()
    assert follower.calls == []


def test_a_savepoint_that_is_undone_leaves_the_wake_up_of_the_rest(follower: Follower) -> None:
    with transaction.atomic():
        try:
            with transaction.atomic():
                enqueue(TOPIC, [1])
                raise DatabaseError("undone")
        except DatabaseError:
            enqueue(TOPIC, [2])
    assert follower.calls == [[2]]


def test_rows_from_a_query_are_the_same_as_rows_one_by_one(follower: Follower) -> None:
    cities = [a_city(name).pk for name in ("Alfa", "Arka", "Brama", "Atol")]
    follower.answers = dict.fromkeys(cities)
    columns = [field.name for field in OutboxRow._meta.fields if field.name not in {"id", "created_at"}]
    with without_waking():
        add([cities[0], cities[1], cities[3]])
        one_by_one = sorted(map(str, OutboxRow.objects.values_list(*columns)))
        OutboxRow.objects.all().delete()
        with transaction.atomic():
            assert enqueue_query(TOPIC, _named("A")) == 3
    assert sorted(map(str, OutboxRow.objects.values_list(*columns))) == one_by_one
    assert all(row.created_at for row in OutboxRow.objects.all())


def test_rows_from_a_query_that_finds_nothing_are_none(follower: Follower) -> None:
    with transaction.atomic():
        assert enqueue_query(TOPIC, _named("Nie ma")) == 0
        assert enqueue_query(TOPIC, City.objects.none().values_list("id")) == 0
    assert not OutboxRow.objects.exists()
    assert follower.calls == []


def test_a_commit_wakes_once_however_many_rows_it_wrote(
    follower: Follower, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    sent: list[object] = []
    monkeypatch.setattr(tasks.drain_outbox, "apply_async", lambda **options: sent.append(options))
    with transaction.atomic():
        for key in range(5):
            enqueue(TOPIC, [key])
    assert len(sent) == 1
    assert follower.calls == [], "where there is a worker the request drains nothing itself"


def test_nothing_is_lost_or_shown_when_the_broker_is_down(
    follower: Follower, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**options: object) -> None:
        raise ConnectionError("no broker")

    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr(tasks.drain_outbox, "apply_async", refuse)
    add([7])
    assert OutboxRow.objects.count() == 1
    assert draining.drain().done == 1
    assert follower.calls == [[7]]


def test_nothing_is_lost_or_shown_when_the_eager_drain_fails(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(draining, "lease_rows", lambda topic, size: 1 / 0)
        add([7])
    assert OutboxRow.objects.count() == 1
    assert draining.drain().done == 1


def test_without_waking_rows_wait_for_the_drain_and_waking_comes_back(follower: Follower) -> None:
    with without_waking():
        add([1])
        assert follower.calls == []
    add([2])
    assert follower.calls == [[1, 2]]


def test_an_eager_wake_up_handles_at_most_its_share(follower: Follower) -> None:
    with without_waking():
        add(range(1, EAGER_ROWS + 31))
    wake()
    assert len(follower.handled) == EAGER_ROWS == 50
    assert OutboxRow.objects.count() == 30
