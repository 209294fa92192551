"""Two people at once, on a database that lets them: renames beside publications, two sequencers, one draft."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from network.models import Role
from network.outbox.models import OutboxRow
from network.outbox.registry import Outcome
from practices.errors import Refused
from practices.models import Practice, PracticeVersion, PublicChange, Tag
from practices.selectors.changes import changes_after
from practices.services.changes import number_changes
from practices.services.drafts import save_draft, start_next_version
from practices.services.review import publish_practice
from practices.services.tags import merge_tags, rename_tag, undo_merge
from practices.topics import PRACTICE
from tests.factories import a_draft, a_published_practice, a_user, content, submitted

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="SQLite lets one transaction write at a time: nothing can interleave",
    ),
]


@pytest.fixture(autouse=True)
def _asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody drains meanwhile, so that the rows can be counted."""
    monkeypatch.setattr("network.outbox.wake.wake", lambda: None)


def _at_once(*works: Callable[[], Any]) -> list[Any]:
    """The answers, or the refusals, of works begun at the same moment, each with a connection of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def _rounds() -> Iterator[int]:
    yield from range(8)


def test_publishing_and_renaming_its_tag_neither_deadlock_nor_miss_each_other() -> None:
    operator, reviewer = a_user(Role.OPERATOR), a_user(Role.REVIEWER)
    older = a_published_practice(tags=("a", "b"))
    for i in _rounds():
        tag = Tag.objects.exclude(key="b").get()
        version = submitted(a_draft(what=content(f"Dachy {i}", tags=("b", tag.name))))
        before = Practice.objects.get(pk=older.pk).search_version
        _at_once(
            lambda v=version: publish_practice(actor=reviewer, version=v, evidence_level="claimed"),  # type: ignore[misc]
            lambda t=tag, i=i: rename_tag(actor=operator, tag=t, name=f"Nazwa {i}"),  # type: ignore[misc]
        )
        practice = Practice.objects.get(pk=version.practice_id)
        renamed = Practice.objects.get(pk=older.pk).search_version
        assert renamed == before + 1
        # Either the rename came first and the publication carries the new name, or it came after and reached the practice.
        assert practice.search_version in (1, 2)
        rows = OutboxRow.objects.filter(topic=PRACTICE, key=practice.pk).count()
        assert rows == practice.search_version
        assert Tag.objects.get(pk=tag.pk).name == f"Nazwa {i}"


def test_merging_back_and_forth_beside_publications_never_makes_a_chain() -> None:
    operator, reviewer = a_user(Role.OPERATOR), a_user(Role.REVIEWER)
    a_published_practice(tags=("a", "b", "c"))
    tags = {tag.key: tag for tag in Tag.objects.all()}
    for i in _rounds():
        version = submitted(a_draft(what=content(f"Dachy {i}", tags=("c", "a", "b"))))
        _at_once(
            lambda: merge_tags(actor=operator, tag=tags["a"], into=tags["b"]),
            lambda: merge_tags(actor=operator, tag=tags["b"], into=tags["c"]),
            lambda v=version: publish_practice(actor=reviewer, version=v, evidence_level="claimed"),  # type: ignore[misc]
        )
        assert not Tag.objects.filter(canonical__canonical__isnull=False).exists()
        for tag in Tag.objects.filter(canonical__isnull=False):
            undo_merge(actor=operator, tag=tag)


def test_two_sequencers_at_once_give_every_change_its_own_number_in_order() -> None:
    ids = [a_published_practice().pk for _ in range(6)]
    for _ in _rounds():
        PublicChange.objects.update(number=None)
        answers = _at_once(lambda: number_changes(ids), lambda: number_changes(ids[::-1]))
        waiting = {id for answer in answers for id, result in answer.items() if result.outcome is Outcome.RETRY}
        number_changes(sorted(waiting))
        numbers = [change.number for change in changes_after(0, 100)]
        assert len(numbers) == 6 == len(set(numbers))


def test_a_change_being_made_is_skipped_and_tried_again() -> None:
    practice = a_published_practice()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        PublicChange.objects.select_for_update().get(practice=practice)

        def number() -> Outcome:
            try:
                return number_changes([practice.pk])[practice.pk].outcome
            finally:
                connection.close()

        assert pool.submit(number).result(timeout=10) is Outcome.RETRY
    assert number_changes([practice.pk])[practice.pk].outcome is Outcome.DONE


def test_of_two_savings_at_once_one_is_kept_and_the_other_is_told() -> None:
    version = a_draft()
    editor = a_user(Role.CITY_EDITOR, version.practice.city)
    for i in _rounds():
        revision = PracticeVersion.objects.get(pk=version.pk).revision
        save = [
            lambda n=n, i=i, r=revision: save_draft(
                actor=editor, version=version, content=content(f"Redakcja {i}.{n}", tags=("x", "y")), revision=r
            )
            for n in range(2)
        ]
        answers = _at_once(*save)
        assert sorted(isinstance(answer, PracticeVersion) for answer in answers) == [False, True]
        assert "conflict" in answers


def test_two_who_begin_the_next_version_make_one() -> None:
    practice = a_published_practice()
    editor = a_user(Role.CITY_EDITOR, practice.city)
    answers = _at_once(*[lambda: start_next_version(actor=editor, practice=practice)] * 3)
    assert answers.count("illegal-step") == 2 and practice.versions.count() == 2
