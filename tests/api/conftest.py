"""The world behind the API, indexed, and a client that reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from network.outbox.draining import drain
from search.indexing.building import build
from search.indexing.generations import promote
from tests.api.world import World, a_world

Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def _unthrottled(settings: Settings) -> None:
    throttle(settings, "")


@pytest.fixture
def world(db: None, settings: Settings, tmp_path: Path) -> World:
    """Everything there is, and its changes numbered; nothing is indexed yet, so the database answers searches."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'search'}"
    made = a_world()
    drain()
    return made


@pytest.fixture
def indexed(world: World) -> World:
    """The world, in the index too."""
    promote(build().generation)
    drain()
    return world


@pytest.fixture
def get(client: Client) -> Get:
    """Reads a path under /api/v1/ and gives the JSON of a 200."""

    def read(path: str, **parameters: Any) -> Any:
        response = client.get(f"/api/v1/{path}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return read


def throttle(settings: Settings, rate: str) -> None:
    """Let one address make `rate` requests; empty: as many as it likes."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"anon": rate}}
