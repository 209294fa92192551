"""`/health/`: whether this process and its database work, and how far the index is behind."""

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.monitoring.database import bounded, database_answers
from network.outbox.selectors import outbox_state
from network.policies import is_operator
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.indexing.generations import engine_of, is_current, live_generation
from search.models import GateRun, Generation


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while the process and its database answer, else 503 with Retry-After; in bounded time, whatever hangs.

    The engine's state is only reported: a dead engine must not restart healthy web processes. Numbers come from the last stored gate run.
    """
    try:
        if database_answers():
            return JsonResponse({"status": "ok", "database": "ok", **_search(details=is_operator(request.user))})
    except Error:
        # It went away while it was asked.
        pass
    refused = {"status": "unavailable", "database": "The database does not answer. Try again in a few seconds."}
    return JsonResponse(refused, status=503, headers={"Retry-After": "5"})


def _search(*, details: bool) -> dict[str, object]:
    with bounded():
        generation = live_generation()
        run = GateRun.objects.filter(generation=generation).first() if generation else None
        state = outbox_state()
    age = (timezone.now() - state.oldest).total_seconds() if state.oldest else 0.0
    found: dict[str, object] = {
        "search": _state(healthy=_engine_healthy(generation), built=generation is not None),
        "outbox": {"waiting": state.waiting, "parked": state.parked, "oldest_seconds": round(age, 1)},
        "drift": run.drift if run else None,
    }
    if details and generation:
        found["generation"] = {
            "name": generation.name,
            "current": is_current(generation),
            "promoted_at": generation.promoted_at,
        }
        found["gate"] = run and {
            "ran_at": run.ran_at,
            "missing": run.missing,
            "extra": run.extra,
            "old": run.old,
            "ahead": run.ahead,
        }
    return found


def _engine_healthy(generation: Generation | None) -> bool:
    try:
        return (engine_of(generation) if generation else engine()).healthy()
    except EngineUnavailable:
        return False


def _state(*, healthy: bool, built: bool) -> str:
    if not healthy:
        return "unavailable"
    return "ok" if built else "not built"
