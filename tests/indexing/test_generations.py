"""Building beside the live generation, promoting, going back, and what an other version of the program may do."""

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from network.outbox.draining import Drained, drain
from network.outbox.models import OutboxRow
from network.outbox.wake import without_waking
from practices.models import Practice, PracticeState
from practices.topics import PRACTICE
from search.engines import engine
from search.engines.base import EngineUnavailable, Writer
from search.finding.find import find
from search.finding.page import Degraded
from search.indexing import generations, handler
from search.indexing.building import build
from search.indexing.gate import compare
from search.indexing.generations import (
    GenerationRefused,
    begin_generation,
    live_generation,
    promote,
    retire,
    roll_back,
    written_generations,
)
from search.models import Generation, GenerationState
from search.query.request import SearchRequest
from search.records import Gone, Record, read_records
from tests.factories import a_published_practice, a_withdrawn_practice, content
from tests.indexing.conftest import a_live_generation, hits

Drain = Callable[[], Drained]


class Interrupted(Exception):
    """What ends a build half way."""


def _versions(generation: Generation) -> dict[int, int]:
    return dict(engine().versions(generation.name))


def _database() -> dict[int, int]:
    return dict(Practice.objects.filter(state=PracticeState.PUBLISHED).values_list("id", "search_version"))


@pytest.mark.django_db(transaction=True)
def test_a_build_under_live_writes_leaves_both_generations_complete() -> None:
    for _ in range(6):
        a_published_practice()
    first = a_live_generation()
    started, errors = threading.Event(), list[BaseException]()

    def publish_and_withdraw() -> None:
        try:
            started.wait(timeout=30)
            for number in range(4):
                a_published_practice(what=content(f"W trakcie {number}"))
                a_withdrawn_practice(what=content(f"Wycofana {number}"))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=publish_and_withdraw)
    writer.start()
    built = build(batch=1, progress=lambda done, total: started.set())
    writer.join(timeout=60)
    drain()
    assert errors == []
    assert Practice.objects.filter(state=PracticeState.PUBLISHED).count() == 10
    assert _versions(first) == _versions(built.generation) == _database()
    assert built.refused == []
    promote(built.generation)
    assert hits() == sorted(_database())


@pytest.mark.django_db
def test_an_interrupted_build_goes_on_where_it_stopped_and_has_the_whole_vocabulary(drained: Drain) -> None:
    practices = [a_published_practice(what=content(f"Rowery {word}")) for word in ("Łęgów", "Źródeł", "Mgieł")]
    written: list[int] = []

    def interrupt(done: int, total: int) -> None:
        written.append(done)
        if done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        build(batch=1, progress=interrupt)
    half = begin_generation()
    assert (half.cursor, half.built_at) == (practices[1].pk, None)
    with pytest.raises(GenerationRefused, match="not built to the end"):
        promote(half)
    built = build(batch=1, progress=lambda done, total: written.append(done))
    assert built.generation.pk == half.pk
    assert written == [1, 2, 3]
    promote(built.generation)
    assert built.generation.vocabulary.documents == 3
    assert hits("legow") == [practices[0].pk], "a word of what was written before the interruption"


@pytest.mark.django_db
def test_build_and_drain_read_the_database_while_they_hold_the_writer(
    drained: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []
    read: list[bool] = []
    writer = engine().writer

    @contextmanager
    def watched(generation: str) -> Iterator[Writer]:
        with writer(generation) as opened:
            held.append(generation)
            yield opened
            held.pop()

    def reading(ids: Collection[int]) -> list[Record | Gone]:
        read.append(bool(held))
        return read_records(ids)

    monkeypatch.setattr(engine(), "writer", watched)
    monkeypatch.setattr("search.indexing.reading.read_records", reading)
    monkeypatch.setattr(handler, "read_records", reading)
    a_published_practice()
    promote(build().generation)
    assert read == [True]
    drained()
    assert read == [True, True], "what was read under the lock serves the analysed terms too, which carry their version"


@pytest.mark.django_db
def test_promoting_keeps_the_one_before_and_drops_the_one_before_that(index_folder: Path) -> None:
    first, second, third = a_live_generation(), a_live_generation(), a_live_generation()
    states = {g.pk: g.state for g in Generation.objects.all()}
    assert states == {second.pk: GenerationState.PREVIOUS, third.pk: GenerationState.LIVE}
    assert engine().generations() == [second.name, third.name]
    with pytest.raises(GenerationRefused):
        promote(third)
    with pytest.raises(GenerationRefused):
        promote(first)
    assert live_generation() == third


@pytest.mark.django_db
def test_promoting_twice_at_once_does_not_lose_the_way_back() -> None:
    a_live_generation()
    built = build().generation
    seen_by_another = Generation.objects.get(pk=built.pk)
    promote(built)
    with pytest.raises(GenerationRefused):
        promote(seen_by_another)
    assert {g.state for g in written_generations()} == {GenerationState.LIVE, GenerationState.PREVIOUS}


@pytest.mark.django_db
def test_going_back_finds_what_was_published_since_as_the_previous_was_kept_written(drained: Drain) -> None:
    first = a_live_generation()
    second = a_live_generation()
    practice = a_published_practice(what=content("Rowery"))
    drained()
    assert roll_back() == first
    assert hits("rowery") == [practice.pk]
    assert roll_back() == second
    assert hits("rowery") == [practice.pk]


@pytest.mark.django_db
def test_there_is_no_way_back_without_a_previous_generation(live: Generation) -> None:
    with pytest.raises(GenerationRefused, match="no previous generation"):
        roll_back()
    assert live_generation() == live


@pytest.mark.django_db
def test_a_retired_generation_is_gone_from_engine_and_database(live: Generation) -> None:
    building = begin_generation()
    retire(building)
    assert engine().generations() == [live.name]
    assert not Generation.objects.filter(pk=building.pk).exists()


@pytest.mark.django_db
def test_two_who_begin_a_build_at_once_fill_the_same_generation(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Generation] = []
    create = engine().create

    def overtaken(*arguments: object) -> None:
        create(*arguments)  # type: ignore[arg-type]
        if not begun:
            begun.append(Generation())
            begun[0] = begin_generation()

    monkeypatch.setattr(engine(), "create", overtaken)
    assert begin_generation() == begun[0]
    assert engine().generations() == [begun[0].name]


# --- another version of the program -----------------------------------------------------------------------------------


@pytest.fixture
def new_program(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, this program analyses differently than the one that has built what there is."""
    return lambda: monkeypatch.setattr(generations, "fingerprint", lambda engine: "another")


@pytest.mark.django_db
def test_after_a_release_reads_go_on_degraded_writes_wait_and_build_and_promote_heal(
    live: Generation, drained: Drain, new_program: Callable[[], None]
) -> None:
    old = a_published_practice(what=content("Rowery"))
    drained()
    new_program()
    waiting = a_published_practice(what=content("Rowery i hulajnogi"))
    drained()
    page = find(SearchRequest(q="rowery"))
    assert page.degraded is Degraded.OUTDATED
    assert [result.card.id for result in page.results] == [old.pk]
    assert page.facets["theme"]
    row = OutboxRow.objects.get(topic=PRACTICE)
    assert (row.key, row.parked_at) == (waiting.pk, None)
    assert "build" in row.error

    promote(build().generation)
    drained()
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists(), "what waited is tried at once"
    assert hits("rowery") == [old.pk, waiting.pk]
    assert find(SearchRequest()).degraded is Degraded.NO


@pytest.mark.django_db
def test_an_older_program_never_drops_what_a_newer_one_is_building(
    live: Generation, drained: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(generations, "fingerprint", lambda engine: "newer")
        built = build().generation
    practice = a_published_practice(what=content("Rowery"))
    drained()
    assert hits("rowery") == [practice.pk], "the older program goes on writing to its live generation"
    assert built.name in engine().generations()
    assert OutboxRow.objects.filter(topic=PRACTICE, key=practice.pk, parked_at=None).exists()
    monkeypatch.setattr(generations, "fingerprint", lambda engine: "newer")
    promote(built)
    drained()
    assert hits("rowery") == [practice.pk]
    assert compare(built).total == 0


@pytest.mark.django_db
def test_an_interrupted_build_of_an_older_program_is_begun_anew(new_program: Callable[[], None]) -> None:
    a_published_practice()
    begun = begin_generation()
    new_program()
    assert build().generation.pk != begun.pk
    assert begun.name not in engine().generations()


@pytest.mark.django_db
def test_changes_wait_for_no_previous_generation_that_is_outdated_or_gone(
    drained: Drain, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    previous, live = a_live_generation(), a_live_generation()
    (index_folder / previous.name).rename(index_folder.parent / "taken away")
    a_published_practice()
    drained()
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists()
    assert written_generations() == [live]


@pytest.mark.django_db(transaction=True)
def test_publishing_meanwhile_never_waits_in_vain_when_a_generation_is_retired() -> None:
    a_live_generation()
    begun = begin_generation()
    with without_waking():
        practice = a_published_practice()
    retire(begun)
    drain()
    assert hits() == [practice.pk]


@pytest.mark.django_db
def test_a_built_generation_that_the_engine_has_lost_is_not_promoted(live: Generation) -> None:
    built = build().generation
    engine().drop(built.name)
    with pytest.raises(GenerationRefused, match="lost"):
        promote(built)
    assert live_generation() == live


@pytest.mark.django_db
def test_a_live_generation_is_not_taken_for_lost_because_its_engine_is_silent_for_a_moment(
    live: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = build().generation
    answers = engine().fingerprint

    def silent(generation: str) -> str | None:
        if generation == live.name:
            raise EngineUnavailable("nobody is there")
        return answers(generation)

    with monkeypatch.context() as moment:
        moment.setattr(engine(), "fingerprint", silent)
        with pytest.raises(EngineUnavailable):
            promote(built)
    assert live_generation() == live
    promote(built)
    assert roll_back() == live


@pytest.mark.django_db
def test_a_live_generation_that_the_engine_has_lost_is_not_kept_to_go_back_to(live: Generation) -> None:
    built = build().generation
    engine().drop(live.name)
    promote(built)
    assert written_generations() == [built]


def _restored(generation: Generation) -> None:
    """As after a restore of the database: the index knows a later state than it."""
    Practice.objects.update(search_version=F("search_version") - 1)
    OutboxRow.objects.all().delete()
    assert compare(generation).ahead


def test_a_generation_that_is_ahead_of_a_restored_database_is_not_kept_to_go_back_to(live: Generation) -> None:
    a_published_practice()
    drain()
    _restored(live)
    a_live_generation()
    assert not Generation.objects.filter(state="previous").exists()
    assert engine().generations() == [g.name for g in written_generations()]


def test_a_build_that_is_ahead_of_a_restored_database_begins_anew(db: None) -> None:
    a_published_practice()
    begun = build().generation
    _restored(begun)
    built = build()
    assert built.generation.pk != begun.pk and not built.drift.total
