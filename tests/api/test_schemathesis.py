"""Every call, with everything its description allows and with much that it does not: it answers as described, and never breaks."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from network.wsgi import application
from tests.api.world import World

_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# What the transport of the tests does not undo.
_PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Keep the connection between requests: the world lives in its open transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
def test_every_call_answers_as_it_is_described(indexed: World) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert len(operations) == 14
    statuses: set[tuple[str, int]] = set()
    for operation in operations:
        # Where nothing but a name in the path can be given there is nothing that would be of the wrong kind.
        for mode in _MODES if operation.query else _MODES[:1]:
            _try_out(operation.as_strategy(generation_mode=mode), indexed, statuses)
    assert {path for path, status in statuses if status == 200} == {operation.path for operation in operations}
    assert {status for _, status in statuses} >= {200, 400, 404, 410}


def _try_out(cases: Any, world: World, statuses: set[tuple[str, int]]) -> None:
    # In turns, as a number that was drawn may never stand for a public one.
    ids = cycle([*world.public, world.gone.pk, *world.hidden])

    @settings(
        max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def answers_as_described(case: Any) -> None:
        _ask_about_something_that_exists(case, world, ids)
        response = case.call_and_validate(checks=_CHECKS, headers=_PLAIN)
        statuses.add((case.operation.path, response.status_code))

    answers_as_described()


def _ask_about_something_that_exists(case: Any, world: World, ids: Iterator[int]) -> None:
    """Mostly: a made-up practice or city would always be a 404."""
    parameters = case.path_parameters
    if isinstance(parameters.get("id"), int) and parameters["id"] % 4:
        parameters["id"] = next(ids)
    if "slug" in parameters and len(str(parameters["slug"])) % 4:
        parameters["slug"] = world.home.slug
