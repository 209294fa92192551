"""Log lines as JSON or as plain text, without what is private: addresses that people asked for, and passwords."""

import logging
import re
from typing import Any

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter

from network.monitoring.routes import route_of

# scheme://user:password@host
_PASSWORD = re.compile(r"(://[^\s:/@\"']*):[^\s@\"']+@")
# Whatever else libraries attach to a record (requests, arguments of tasks) may be private, and is left out.
_FIELDS = (
    "time", "level", "logger", "message", "request_id", "method", "route", "status", "milliseconds", "exception",
)  # fmt: skip


def without_passwords(text: str) -> str:
    """The text with the password of every URL in it replaced by stars."""
    return _PASSWORD.sub(r"\1:***@", text)


class WithoutAddresses(logging.Filter):
    """Replaces the path that Django and gunicorn put into their messages by the name of its route."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; none is dropped."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(_named(argument, request) for argument in record.args)
        elif str(record.msg).startswith("Error handling request"):
            record.msg, record.args = "Error handling a request", ()
        return True


def _named(argument: object, request: HttpRequest) -> object:
    return route_of(request) if isinstance(argument, str) and argument.startswith("/") else argument


class JsonLines(JsonFormatter):
    """One JSON object a line."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message", "request_id"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            timestamp="time",
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Only the fields that are known to be harmless, and none that is empty."""
        return {name: log_data[name] for name in _FIELDS if log_data.get(name) is not None}

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_passwords(super().format(record))


class PlainLines(logging.Formatter):
    """For reading along on one's own computer."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_passwords(super().format(record))
