"""`manage.py search_index`: what each step says, and that it fails where database and index are not in step."""

import os
import signal
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from network.outbox import draining
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from practices.topics import PRACTICE
from search.engines import engine
from search.engines.base import Deletion, EngineUnavailable
from search.indexing import building
from search.indexing.generations import live_generation
from search.management.commands import search_index
from search.models import Generation
from tests.factories import a_published_practice
from tests.indexing.conftest import hits

pytestmark = pytest.mark.django_db

Drain = Callable[[], Drained]
Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a step; returns what it printed, on one line."""

    def run(*arguments: str) -> str:
        capsys.readouterr()
        call_command("search_index", *arguments)
        return " ".join(capsys.readouterr().out.split())

    return run


def _lose(generation: Generation, id: int) -> None:
    with engine().writer(generation.name) as writer:
        writer.apply([Deletion(id, 2**60)])


def test_status_without_an_index_says_how_to_build_one(run: Run) -> None:
    with pytest.raises(CommandError, match="search_index build --promote"):
        run("status")


def test_building_and_promoting_brings_database_and_index_in_step(run: Run) -> None:
    practice = a_published_practice()
    said = run("build", "--promote")
    assert "1 practices written; 1 documents, in step with the database" in said
    assert said.endswith("is live.")
    assert hits() == [practice.pk]
    with pytest.raises(CommandError, match="do not agree yet"):
        run("status")
    assert "0 waiting, 0 parked" in run("drain")
    assert run("status").endswith("Database and index agree.")


def test_status_fails_while_something_waits_or_is_parked(live: Generation, run: Run) -> None:
    a_published_practice()
    with pytest.raises(CommandError, match="search_index drain"):
        run("status")
    run("drain")
    run("status")
    OutboxRow.objects.create(topic=PRACTICE, key=1, parked_at=live.created_at)
    with pytest.raises(CommandError):
        run("status")


def test_a_mail_that_cannot_be_sent_does_not_put_the_index_out_of_step(live: Generation, run: Run) -> None:
    OutboxRow.objects.create(topic="notification-mail", key=1, parked_at=live.created_at)
    assert "0 waiting, 1 parked" in run("status")


def test_verify_and_status_fail_on_drift_and_reconcile_mends_it(live: Generation, run: Run) -> None:
    practice = a_published_practice()
    run("drain")
    assert "in step" in run("verify")
    _lose(live, practice.pk)
    for step in ("verify", "status"):
        with pytest.raises(CommandError):
            run(step)
    assert "0 documents; 1 missing" in run("reconcile")
    assert "1 documents, in step" in run("verify")
    run("status")
    assert hits() == [practice.pk]


def test_build_if_needed_builds_only_where_there_is_no_current_and_whole_index(run: Run) -> None:
    assert "is live." in run("build", "--promote", "--if-needed")
    first = live_generation()
    assert first is not None
    assert "nothing to build" in run("build", "--promote", "--if-needed")
    engine().drop(first.name)
    assert "is live." in run("build", "--promote", "--if-needed")
    assert live_generation() != first
    run("drain")
    run("status")


def test_build_goes_before_promote_and_promote_before_rollback(live: Generation, run: Run) -> None:
    with pytest.raises(CommandError, match="Run `search_index build` first"):
        run("promote")
    with pytest.raises(CommandError, match="no previous generation"):
        run("rollback")
    run("build")
    assert live_generation() == live
    assert "is live." in run("promote")
    assert live_generation() != live
    assert f"{live} is live again." in run("rollback")
    assert live_generation() == live


def test_a_build_that_lost_a_practice_is_not_promoted(
    live: Generation, run: Run, drained: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = a_published_practice()
    drained()

    def lossy(**options: object) -> object:
        built = building.build()
        _lose(built.generation, practice.pk)
        built.drift.missing.append(practice.pk)
        return built

    monkeypatch.setattr(search_index, "build", lossy)
    with pytest.raises(CommandError, match="Not promoted"):
        run("build", "--promote")
    assert live_generation() == live


def test_status_names_a_generation_of_another_version(
    live: Generation, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    Generation.objects.update(fingerprint="another")
    with pytest.raises(CommandError):
        run("status")
    assert "another version" in " ".join(capsys.readouterr().out.split())


def test_what_waited_for_the_engine_is_tried_at_once_by_an_operators_drain(
    live: Generation, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(generation: str) -> object:
        raise EngineUnavailable("down")

    practice = a_published_practice()
    with monkeypatch.context() as down:
        down.setattr(engine(), "writer", refuse)
        run("drain")
    assert hits() == []
    assert "0 waiting, 0 parked" in run("drain")
    assert hits() == [practice.pk]


@pytest.mark.parametrize("step", ["build", "verify", "status", "reconcile"])
def test_an_engine_that_does_not_answer_is_a_sentence_and_no_traceback(
    live: Generation, run: Run, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*arguments: object, **named: object) -> object:
        raise EngineUnavailable("nobody is there")

    a_published_practice()
    for name in ("writer", "count", "versions", "create", "generations"):
        monkeypatch.setattr(engine(), name, refuse)
    with pytest.raises(CommandError, match=r"nobody is there.*Nothing is lost"):
        run(step)


def test_a_database_that_goes_away_in_the_midst_of_a_build_is_a_sentence_and_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(**options: object) -> object:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(search_index, "build", interrupted)
    with pytest.raises(CommandError, match=r"connection is lost\n.*a build goes on"):
        run("build")


def test_the_follower_survives_trouble_and_ends_when_asked(
    live: Generation, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles: list[Exception] = [EngineUnavailable("down"), ZeroDivisionError("stumbled")]

    def troubled() -> Drained:
        if troubles:
            raise troubles.pop(0)
        return draining.drain()

    class StopWhenDone(search_index._Stop):
        def wait(self, seconds: float) -> None:
            self.asked = not OutboxRow.objects.filter(topic=PRACTICE).exists()

    practice = a_published_practice()
    monkeypatch.setattr(search_index, "drain", troubled)
    monkeypatch.setattr(search_index, "_Stop", StopWhenDone)
    monkeypatch.setattr(search_index, "close_old_connections", lambda: None)
    assert "Not now: down" in run("drain", "--follow")
    assert hits() == [practice.pk]


def test_a_build_that_is_told_to_stop_says_how_to_go_on_and_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    practices = [a_published_practice() for _ in range(3)]
    handler = signal.getsignal(signal.SIGTERM)
    with monkeypatch.context() as patch:
        patch.setattr(building, "store_analysed", lambda documents: os.kill(os.getpid(), signal.SIGTERM))
        with pytest.raises(CommandError, match="goes on where it was"):
            run("build")
    assert signal.getsignal(signal.SIGTERM) is handler
    assert "3 documents, in step" in run("build", "--promote")
    assert hits() == [practice.pk for practice in practices]
