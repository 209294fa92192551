"""A large build is read by processes of its own: the same index and vocabulary come of it, and one that dies loses nothing."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from network.outbox.wake import without_waking
from search.engines import engine
from search.indexing import reading
from search.indexing.building import build
from search.indexing.gate import compare
from search.indexing.generations import begin_generation, promote
from search.models import Generation, VocabularyTable
from search.vocabulary import Vocabulary
from tests.factories import a_published_practice, a_text, content
from tests.indexing.conftest import hits
from tests.services.addresses import address

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def elasticsearch(index_folder: object, settings: Settings) -> Iterator[None]:
    """Only an engine that orders writes by their versions may be given documents that were read earlier."""
    settings.SEARCH_URL = f"{address('TEST_ELASTICSEARCH_URL')}/reading-{uuid4().hex[:8]}"
    settings.SEARCH_TIMEOUT = 30.0
    yield
    for generation in engine().generations():
        engine().drop(generation)


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be worth it for a few practices, on a machine of one core too."""
    monkeypatch.setattr(reading, "_WORTH_STARTING", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def _practices(number: int) -> None:
    # The builds read them; what follows a publication would only take time.
    with without_waking():
        for n in range(number):
            what = content(texts={"pl": a_text(f"Ścieżka {n}"), **({"en": a_text(f"Path {n}")} if n % 2 else {})})
            a_published_practice(what=what)


def _vocabulary(generation: Generation) -> Vocabulary:
    return Vocabulary.from_bytes(VocabularyTable.objects.get(generation=generation).packed)


def test_the_same_comes_of_it_as_of_reading_in_one_process(processes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _practices(7)
    many = build(batch=2)
    promote(many.generation)
    monkeypatch.setattr(reading, "_WORTH_STARTING", 100)
    one = build(batch=2)
    assert (many.written, many.refused, many.drift.total) == (one.written, one.refused, one.drift.total) == (7, [], 0)
    assert dict(engine().versions(many.generation.name)) == dict(engine().versions(one.generation.name))
    assert _vocabulary(many.generation) == _vocabulary(one.generation)
    assert len(hits("sciezki")) == 7


@pytest.mark.parametrize("seen", ["when the next page is given", "when a result is awaited"])
def test_a_reading_process_that_is_killed_ends_the_build_with_a_sentence_and_the_next_one_goes_on(
    seen: str, processes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _practices(20)
    submit = ProcessPoolExecutor.submit
    given = 0

    def killing(pool: ProcessPoolExecutor, *asked: Any) -> Future[Any]:
        nonlocal given
        given += 1
        if given == 14 and seen == "when the next page is given":
            _signal(pool, signal.SIGKILL)
            while True:  # until the pool has noticed, and refuses; one that is asked without a pause notices late
                submit(pool, *asked)
                sleep(0.01)
        if given < 20:
            return submit(pool, *asked)
        _signal(pool, signal.SIGSTOP)  # or the last page might have been read before the pool notices
        last = submit(pool, *asked)
        _signal(pool, signal.SIGKILL)
        return last

    monkeypatch.setattr("search.management.commands.search_index.build", partial(build, batch=1))
    with monkeypatch.context() as patch, pytest.raises(CommandError, match="goes on where it was"):
        patch.setattr(ProcessPoolExecutor, "submit", killing)
        call_command("search_index", "build")
    begun = begin_generation()
    assert begun.cursor > 0
    done = build(batch=1)
    assert (done.generation, done.written) == (begun, 20)
    assert compare(done.generation).total == 0


def _signal(pool: ProcessPoolExecutor, what: signal.Signals) -> None:
    for process in pool._processes:
        os.kill(process, what)
