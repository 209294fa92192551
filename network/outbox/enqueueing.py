"""Writing to the outbox, always inside the transaction of the change itself."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from .models import OutboxRow


def enqueue(topic: str, keys: Iterable[int]) -> None:
    """Add a row per key and wake a worker after commit.

    Rows are never deduplicated here: a change made while a worker reads would be lost. Raises outside a transaction.
    """
    _require_transaction()
    OutboxRow.objects.bulk_create([OutboxRow(topic=topic, key=key) for key in keys], batch_size=500)
    _wake_after_commit()


def enqueue_query(topic: str, keys: "QuerySet[Any, Any]") -> int:
    """Add a row for each key of a `values_list("id")` query in one INSERT ... SELECT, for renames and merges; returns how many."""
    _require_transaction()
    select, parameters = keys.query.sql_with_params()
    table = connection.ops.quote_name(OutboxRow._meta.db_table)
    statement = (
        f"INSERT INTO {table} (topic, key, created_at, attempts, error) "  # noqa: S608 (names and SQL are Django's own)
        f"SELECT %s, chosen.id, %s, 0, '' FROM ({select}) AS chosen(id)"
        if connection.vendor == "postgresql"
        else f"WITH chosen(id) AS ({select}) INSERT INTO {table} (topic, key, created_at, attempts, error) "  # noqa: S608
        "SELECT %s, chosen.id, %s, 0, '' FROM chosen"
    )
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    ours = [topic, now]
    ordered = [*ours, *parameters] if connection.vendor == "postgresql" else [*parameters, *ours]
    with connection.cursor() as cursor:
        cursor.execute(statement, ordered)
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

    # A plain function, not robust=True with a partial: that dies on Django 5.2 when the function fails; wake() never raises.
    transaction.on_commit(wake)
