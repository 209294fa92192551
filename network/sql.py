"""Plain SQL for what every search asks: there the ORM takes longer to write a statement than the database to answer it.

docs/benchmarks.md ("Searching at scale") has the figures. Whatever is asked less often uses the ORM.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a SELECT, written once for PostgreSQL and SQLite and constant in its text.

    A list is one value, compared with by `column = ANY(%s)`: so the text is the same for any number of ids. A moment comes as the driver
    gives it (`moment` reads it), an EXISTS as a bool or as 0 or 1.
    """
    parameters: list[Any] = list(values)
    if connection.vendor == "sqlite":
        statement = _for_sqlite(statement)
        parameters = [json.dumps(value) if isinstance(value, list) else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return list(found)


@cache
def _for_sqlite(statement: str) -> str:
    return statement.replace("= ANY(%s)", "IN (SELECT value FROM json_each(%s))")


def moment(value: datetime) -> datetime:
    """A moment of `rows`, aware: SQLite keeps UTC and does not say so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)
