"""`/metrics`: the figures, in the words of Prometheus."""

import os
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from network.monitoring.figures import DatabaseFigures
from network.policies import is_operator

_REFUSAL = (
    "Metrics are for operators: sign in as one, or send the token of METRICS_TOKEN as Authorization: Bearer TOKEN.\n"
)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For the token's bearer and for operators; the bearer is answered also without the database."""
    if not (_brings_token(request) or is_operator(request.user)):
        return HttpResponse(_REFUSAL, status=403, content_type="text/plain; charset=utf-8")
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(everything()), content_type=content_type)


def everything() -> CollectorRegistry:
    """What this process counted, or all processes of the server where they share a folder; and what is read now."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(DatabaseFigures())
    return registry


def _brings_token(request: HttpRequest) -> bool:
    expected = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    return bool(expected) and compare_digest(given.encode(), f"Bearer {expected}".encode())
