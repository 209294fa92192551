"""Every finished request: counted, timed, and told in one line."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

from network.monitoring.routes import route_of

logger = logging.getLogger(__name__)

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
REQUESTS = Counter("network_http_requests", "Finished requests.", ["method", "route", "status"])
SECONDS = Histogram(
    "network_http_request_seconds", "From the first middleware to the answer.", ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip


class RequestMiddleware:
    """Stands outside all others but the one that gives the request its id, so that it sees the answer as it leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let it be answered, and note how."""
        began = time.perf_counter()
        response = self.get_response(request)
        _note(request, response.status_code, time.perf_counter() - began)
        return response


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    # Anybody may send a method of their own invention.
    method = request.method if request.method in _METHODS else "other"
    route = route_of(request)
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(method, route).observe(seconds)
    milliseconds = round(seconds * 1000, 1)
    logger.info(
        "%s %s %d in %.1f ms", method, route, status, milliseconds,
        extra={"method": method, "route": route, "status": status, "milliseconds": milliseconds},
    )  # fmt: skip
