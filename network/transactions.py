"""One transaction per service, begun again once when the database had to choose a victim."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

# PostgreSQL: serialization failure, deadlock detected.
_VICTIM = frozenset({"40001", "40P01"})


def in_transaction(service: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Run a service in a transaction of its own, a second time after a deadlock or a serialization failure.

    Inside an open transaction it joins it (as a savepoint) and never retries: only the outermost can begin again.
    """

    @wraps(service)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        outermost = not connection.in_atomic_block
        try:
            with transaction.atomic():
                return service(*args, **kwargs)
        except OperationalError as error:
            if not (outermost and getattr(error.__cause__, "sqlstate", None) in _VICTIM):
                raise
        with transaction.atomic():
            return service(*args, **kwargs)

    return run
