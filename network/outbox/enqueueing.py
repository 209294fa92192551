"""Writing to the outbox, always inside the transaction of the change itself."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from .models import OutboxRow


def enqueue(topic: str, keys: Iterable[int], *, hides: bool = False) -> None:
    """Add a row per key and wake a worker after commit; `hides`: the objects must not be shown any more, wherever they are known.

    Rows are never deduplicated here: a change made while a worker reads would be lost. Raises outside a transaction.
    """
    _require_transaction()
    OutboxRow.objects.bulk_create([OutboxRow(topic=topic, key=key, hides=hides) for key in keys], batch_size=500)
    _wake_after_commit()


def enqueue_query(topic: str, keys: "QuerySet[Any, Any]") -> int:
    """Add a row for each key of a `values_list("id")` query in one INSERT ... SELECT, for renames and merges; returns how many."""
    _require_transaction()
    try:
        select, parameters = keys.query.sql_with_params()
    except EmptyResultSet:
        return 0
    table = connection.ops.quote_name(OutboxRow._meta.db_table)
    # It begins with INSERT, as SQLite's driver counts the rows of nothing else.
    statement = (
        f"INSERT INTO {table} (topic, key, created_at, attempts, error) WITH chosen(id) AS ({select}) "  # noqa: S608
        "SELECT %s, chosen.id, %s, 0, '' FROM chosen"
    )
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, topic, now])
        added: int = cursor.rowcount
    if added:
        _wake_after_commit()
    return added


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An outbox row must be written in the transaction of the change it follows: wrap the change in transaction.atomic()."
        )


def _wake_after_commit() -> None:
    from .wake import wake

    # Once a transaction: where the broker is down each wake-up costs its timeout.
    if any(function is wake for _, function, *_ in connection.run_on_commit):
        return
    # A plain function, not robust=True with a partial: that dies on Django 5.2 when the function fails; wake() never raises.
    transaction.on_commit(wake)
