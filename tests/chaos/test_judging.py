"""What the judge of a run makes of a journal and of missing answers: he must see what is wrong, and only that."""

from dataclasses import replace

import pytest

from practices.models import Practice
from tests.chaos.asking import Answer
from tests.chaos.journal import Entry, Outcome, Write
from tests.chaos.judge import missing_writes
from tests.chaos.reader import Asked, Question, leak
from tests.chaos.watch import Down, Watch
from tests.factories import a_published_practice, a_withdrawn_practice

_ENTRY = Entry(1, "archive", by_form=False, began=1.0, ended=2.0, outcome=Outcome.DONE)


def _said(practice: Practice, state: str, *, began: float = 1.0, outcome: Outcome = Outcome.DONE) -> Entry:
    writes = (Write(f"state:{practice.pk}", state),)
    return replace(_ENTRY, writes=writes, began=began, ended=began + 1, outcome=outcome)


@pytest.mark.django_db
def test_what_was_answered_done_and_is_not_there_is_missing() -> None:
    practice = a_published_practice()
    assert list(missing_writes([_said(practice, "archived")]))


@pytest.mark.django_db
def test_what_somebody_changed_afterwards_is_not_missing_but_what_was_there_before_is() -> None:
    practice = a_published_practice()
    archived, again = _said(practice, "archived", began=1.0), _said(practice, "published", began=5.0)
    assert not list(missing_writes([archived, again]))
    assert list(missing_writes([replace(again, began=1.0, ended=2.0), replace(archived, began=5.0, ended=6.0)]))


@pytest.mark.django_db
def test_what_was_never_answered_may_be_there_or_not() -> None:
    practice = a_published_practice()
    for outcome, state in ((Outcome.UNKNOWN, "archived"), (Outcome.UNKNOWN, "published")):
        assert not list(missing_writes([_said(practice, state, outcome=outcome)]))


@pytest.mark.django_db
def test_a_withdrawal_is_for_good_whatever_was_under_way() -> None:
    withdrawn, still_there = a_withdrawn_practice(), a_published_practice()
    assert not list(missing_writes([_said(withdrawn, "withdrawn"), _said(withdrawn, "archived")]))
    assert list(missing_writes([_said(still_there, "withdrawn"), _said(still_there, "published")]))


def _answer(status: int, body: bytes = b"", *, began: float = 10.0, retry: bool = False) -> Answer:
    headers = {"retry-after": "5"} if retry else {}
    return Answer("/", status, began, began + 1, body, headers)


def test_a_withdrawn_practice_is_seen_in_any_answer_and_a_repeated_question_is_not_taken_for_it() -> None:
    secrets = {"kanarek000001"}
    assert leak(Question("/"), _answer(200, b"<h1>Praktyka kanarek000001</h1>"), secrets)
    assert not leak(Question("/"), _answer(200, b"<h1>Praktyka kanarek000002</h1>"), secrets)
    asked = Question("/api/v1/search/?q=kanarek000001", echo="kanarek000001")
    assert not leak(
        asked, _answer(200, b'{"query": "kanarek000001", "count": 0, "results": [], "facets": {}}'), secrets
    )
    for told in (b'"count": 1, "facets": {}', b'"count": 0, "facets": {"city": [{"count": 1}]}'):
        assert leak(asked, _answer(200, b'{"query": "kanarek000001", "results": [], ' + told + b"}"), secrets)
    assert leak(Question("/x/", expected=410), _answer(200), secrets)


def test_a_missing_answer_needs_something_that_was_down() -> None:
    watch = Watch()
    watch.asked(Asked(_answer(503, retry=True)))
    watch.asked(Asked(_answer(0)))
    assert len(watch.unexplained()) == 2
    watch.was_down(Down("postgresql", 10.5, 12.0))
    assert len(watch.unexplained()) == 1, "a web server that is up answers, whatever its database does"
    watch.was_down(Down("web", 9.0, 10.2))
    assert watch.unexplained() == []


def test_a_broken_answer_has_no_excuse() -> None:
    watch = Watch()
    watch.was_down(Down("postgresql", 0.0, 100.0))
    watch.asked(Asked(_answer(500)))
    watch.asked(Asked(_answer(503)))
    assert len(watch.faults) == 2, "503 says when to come again"
