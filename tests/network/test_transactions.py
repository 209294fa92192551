"""A service is one transaction, begun again once when the database had to choose a victim."""

import pytest
from django.db import OperationalError, transaction

from network.models import City
from network.transactions import in_transaction
from tests.factories import a_city


class _Deadlock(Exception):
    sqlstate = "40P01"


def _victim() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = _Deadlock()
    return error


class Service:
    """Writes a city, then fails as often as it was told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0

    @in_transaction
    def run(self) -> str:
        self.calls += 1
        a_city("Przemyśl", member=False)
        if self.failures:
            raise self.failures.pop(0)
        return "done"


@pytest.mark.django_db(transaction=True)
def test_a_victim_of_a_deadlock_begins_again_from_nothing() -> None:
    service = Service(_victim())
    assert service.run() == "done" and service.calls == 2
    assert City.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_deadlock_is_not_hidden() -> None:
    service = Service(_victim(), _victim())
    with pytest.raises(OperationalError):
        service.run()
    assert service.calls == 2 and not City.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("disk full"), ValueError("wrong")])
def test_other_errors_are_not_tried_again(error: Exception) -> None:
    service = Service(error)
    with pytest.raises(type(error)):
        service.run()
    assert service.calls == 1 and not City.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_only_the_outermost_may_begin_again() -> None:
    service = Service(_victim())
    with pytest.raises(OperationalError), transaction.atomic():
        service.run()
    assert service.calls == 1
