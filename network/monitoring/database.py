"""Asking the database without waiting for it longer than a watcher should."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection, transaction

logger = logging.getLogger(__name__)

_LONGEST_MILLISECONDS = 3000


def database_answers() -> bool:
    """Whether the database answers, in bounded time (`connect_timeout`).

    PostgreSQL is asked over a new connection: on an old one a server that hangs would be waited for without end.
    """
    asked = connection.copy() if connection.vendor == "postgresql" else connection
    try:
        with asked.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Error as error:
        logger.warning("The database does not answer: %s", error)
        return False
    finally:
        if asked is not connection:
            asked.close()


@contextmanager
def bounded() -> Iterator[None]:
    """Within it PostgreSQL gives up each statement after three seconds (OperationalError): a long queue is not counted to its end."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [_LONGEST_MILLISECONDS])
        yield
