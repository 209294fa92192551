"""From one engine to another while people search and publish: SEARCH_URL names both, the new one first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from network.outbox.draining import Drained, drain
from network.outbox.models import OutboxRow
from network.outbox.services import hurry
from network.outbox.wake import without_waking
from practices.topics import PRACTICE
from search.engines import engine, engine_at
from search.engines.base import Engine
from search.finding.find import find
from search.finding.page import Degraded
from search.indexing.building import build
from search.indexing.gate import compare
from search.indexing.generations import live_generation, promote, roll_back, written_generations
from search.models import Generation, GenerationState
from search.query.request import SearchRequest
from tests.factories import a_published_practice, content
from tests.indexing.conftest import a_live_generation, hits
from tests.services.addresses import address

pytestmark = pytest.mark.django_db(transaction=True)

Drain = Callable[[], Drained]


@pytest.fixture
def addresses(tmp_path: Path, settings: Settings) -> Iterator[dict[str, str]]:
    """tantivy and both lines of Elasticsearch, with generations of this test's own, which are removed after it."""
    settings.SEARCH_TIMEOUT = 20.0
    prefix = f"move-{uuid4().hex[:8]}"
    found = {
        "tantivy": f"tantivy://{tmp_path / 'index'}",
        "8": f"{address('TEST_ELASTICSEARCH_URL')}/{prefix}",
        "9": f"{address('TEST_ELASTICSEARCH9_URL')}/{prefix}",
    }
    yield found
    for url in found.values():
        settings.SEARCH_URL = url
        for generation in engine().generations():
            engine().drop(generation)


@contextmanager
def searching_all_along(word: str) -> Iterator[None]:
    """Somebody searches for a word without a pause: every answer is the engine's, and finds something."""
    done, answers = threading.Event(), list[tuple[Degraded, int]]()

    def ask() -> None:
        try:
            while not done.is_set():
                page = find(SearchRequest(q=word))
                answers.append((page.degraded, page.count))
        finally:
            connection.close()

    reader = threading.Thread(target=ask)
    reader.start()
    try:
        yield
    finally:
        done.set()
        reader.join(timeout=60)
    assert {degraded for degraded, _ in answers} == {Degraded.NO}
    assert min(count for _, count in answers) >= 1


def _publish(title: str) -> int:
    with without_waking():
        return a_published_practice(what=content(title)).pk


def _held(at: Engine, generation: Generation) -> list[int]:
    return sorted(id for id, _ in at.versions(generation.name))


@pytest.mark.parametrize(("old", "new"), [("8", "9"), ("tantivy", "8"), ("tantivy", "9")])
def test_a_move_to_another_engine_is_seen_by_nobody_can_be_taken_back_and_ends_the_old_one(
    addresses: dict[str, str], settings: Settings, old: str, new: str
) -> None:
    settings.SEARCH_URL = addresses[old]
    practices = [_publish(f"Rowery {number}") for number in range(3)]
    first = a_live_generation()

    settings.SEARCH_URL = f"{addresses[new]} {addresses[old]}"
    with searching_all_along("rowery"):
        practices.append(_publish("Rowery przed budową"))
        built = build(
            batch=1, progress=lambda done, total: practices.append(_publish("Rowery w trakcie")) if done == 2 else None
        )
        drain()
        assert built.generation.engine != first.engine
        promote(built.generation)
        practices.append(_publish("Rowery po zmianie"))
        drain()
        for generation in (first, built.generation):
            assert _held(engine_at(generation.engine), generation) == practices

        assert roll_back() == first
        practices.append(_publish("Rowery po powrocie"))
        drain()
        assert hits("rowery") == practices
        assert roll_back() == built.generation
        assert hits("rowery") == practices

    settings.SEARCH_URL = addresses[new]
    with searching_all_along("rowery"):
        practices.append(_publish("Rowery już tylko tu"))
        drain()
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists(), "the old server is waited for no more"
    assert written_generations() == [built.generation]
    assert hits("rowery") == practices
    assert compare(built.generation).total == 0
    third = a_live_generation()
    assert {g.state for g in written_generations()} == {GenerationState.LIVE, GenerationState.PREVIOUS}
    assert third.engine == built.generation.engine


def test_an_engine_named_alone_without_a_build_leaves_searches_to_the_database_until_there_is_one(
    addresses: dict[str, str], settings: Settings
) -> None:
    settings.SEARCH_URL = addresses["8"]
    first = _publish("Rowery")
    a_live_generation()
    drain()
    settings.SEARCH_URL = addresses["9"]
    second = _publish("Rowery")
    drain()
    assert OutboxRow.objects.get(topic=PRACTICE).parked_at is None
    assert (find(SearchRequest(q="rowery")).degraded, hits("rowery")) == (Degraded.ENGINE, [first, second])
    a_live_generation()
    hurry(topic=PRACTICE)
    drain()
    assert (find(SearchRequest(q="rowery")).degraded, hits("rowery")) == (Degraded.NO, [first, second])
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists()


def test_a_build_on_a_server_that_is_given_up_is_forgotten_and_begun_elsewhere(
    addresses: dict[str, str], settings: Settings
) -> None:
    settings.SEARCH_URL = addresses["8"]
    practice = _publish("Rowery")
    live = a_live_generation()
    settings.SEARCH_URL = f"{addresses['9']} {addresses['8']}"
    given_up = build().generation
    settings.SEARCH_URL = addresses["8"]
    drain()
    assert live_generation() == live
    rebuilt = a_live_generation()
    hurry(topic=PRACTICE)
    drain()
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists()
    assert given_up not in written_generations() and rebuilt in written_generations()
    assert hits("rowery") == [practice]
