"""The feed of public changes: in order, nothing behind a cursor, nothing of what was withdrawn."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from network.models import Role, User
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from practices.errors import FeedRestarted
from practices.models import ChangeCounter, ChangeKind, Practice, PracticeState, PublicChange
from practices.selectors.changes import Change, changes_after, last_change_number
from practices.services.changes import number_changes, restart_feed
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.topics import SEQUENCE
from tests.factories import a_draft, a_published_practice, a_user, submitted

pytestmark = pytest.mark.django_db


def test_every_public_step_is_told_with_the_state_of_now(drained: Callable[[], Drained]) -> None:
    first, second = a_published_practice(), a_published_practice()
    a_draft(), submitted(a_draft())
    drained()
    assert [(c.practice, c.kind, c.state) for c in changes_after(0, 10)] == [
        (first.pk, "published", "published"), (second.pk, "published", "published"),
    ]  # fmt: skip
    operator = a_user(Role.OPERATOR)
    archive(actor=operator, practice=first)
    drained()
    assert [(c.practice, c.kind, c.state, c.number) for c in changes_after(2, 10)] == [
        (first.pk, "archived", "archived", 3)
    ]
    unarchive(actor=operator, practice=first)
    drained()
    assert [(c.practice, c.kind, c.number) for c in changes_after(0, 10)] == [
        (second.pk, "published", 2), (first.pk, "published", 4),
    ]  # fmt: skip


def test_a_change_appears_only_when_it_is_numbered(drained: Callable[[], Drained]) -> None:
    a_published_practice()
    assert changes_after(0, 10) == [] and last_change_number() == 0
    drained()
    assert len(changes_after(0, 10)) == 1 and last_change_number() == 1


def test_a_withdrawn_practice_is_a_tombstone_even_before_its_row_is_numbered(drained: Callable[[], Drained]) -> None:
    practice = a_published_practice()
    drained()
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=practice, reason="Błąd.")
    PublicChange.objects.update(number=7)  # as if the row still told of the publication
    PublicChange.objects.update(kind=ChangeKind.PUBLISHED)
    [change] = changes_after(0, 10)
    assert (change.kind, change.state, change.slug) == ("withdrawn", "withdrawn", "")
    assert change.tombstone and change.tombstone.id == practice.pk and change.tombstone.withdrawn_at


def test_a_sequencer_that_runs_twice_numbers_once(drained: Callable[[], Drained]) -> None:
    ids = [a_published_practice().pk for _ in range(3)]
    number_changes(ids)
    numbers = [c.number for c in changes_after(0, 10)]
    number_changes(ids[::-1])
    drained()
    assert numbers == [1, 2, 3] == [c.number for c in changes_after(0, 10)]


def test_two_sequencers_with_different_practices_never_share_a_number() -> None:
    ids = [a_published_practice().pk for _ in range(4)]
    number_changes(ids[2:])
    number_changes(ids[:2])
    assert [(c.number, c.practice) for c in changes_after(0, 10)] == list(enumerate([*ids[2:], *ids[:2]], 1))


def test_a_page_of_the_feed_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    number_changes([a_published_practice().pk for _ in range(3)])
    with django_assert_num_queries(1):
        assert len(changes_after(0, 2)) == 2


def _read_on(copy: dict[int, str], cursor: int) -> int:
    """A partner reads pages of two until there is none, keeping the last state of each practice."""
    while page := changes_after(cursor, 2):
        cursor = _apply(copy, page)
    return cursor


def _apply(copy: dict[int, str], page: list[Change]) -> int:
    assert [c.number for c in page] == sorted(c.number for c in page)
    for change in page:
        copy[change.practice] = change.state
    return page[-1].number


_STEPS = st.lists(st.tuples(st.sampled_from("ppauwsrS"), st.integers(0, 5)), max_size=14)


@given(_STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_partner_that_reads_on_misses_nothing_and_keeps_nothing_stale(steps: list[tuple[str, int]]) -> None:
    """p publish, a archive, u unarchive, w withdraw, s number one practice's change, S number all, r the partner reads on."""
    PublicChange.objects.all().delete()
    Practice.objects.all().update(live=None, state=PracticeState.UNPUBLISHED)
    practices: list[Practice] = []
    operator = a_user(Role.OPERATOR)
    copy: dict[int, str] = {}
    cursor = last_change_number()
    for step, which in steps:
        if step == "p":
            practices.append(a_published_practice())
        elif step == "r":
            cursor = _read_on(copy, cursor)
        elif step == "S":
            number_changes([p.pk for p in practices])
        elif practices:
            _take(step, Practice.objects.get(pk=practices[which % len(practices)].pk), operator)
    number_changes([p.pk for p in practices])
    _read_on(copy, cursor)
    assert copy == {p.pk: Practice.objects.get(pk=p.pk).state for p in practices}


def _take(step: str, practice: Practice, operator: User) -> None:
    if step == "s":
        number_changes([practice.pk])
    elif step == "a" and practice.state == PracticeState.PUBLISHED:
        archive(actor=operator, practice=practice)
    elif step == "u" and practice.state == PracticeState.ARCHIVED:
        unarchive(actor=operator, practice=practice)
    elif step == "w" and practice.state in (PracticeState.PUBLISHED, PracticeState.ARCHIVED):
        withdraw_practice(actor=operator, practice=practice, reason="Błąd.")


def test_what_is_recorded_waits_in_the_outbox_for_the_sequencer() -> None:
    practice = a_published_practice()
    assert list(OutboxRow.objects.filter(topic=SEQUENCE).values_list("key", flat=True)) == [practice.pk]


def test_a_feed_that_began_anew_gives_every_change_a_higher_number_in_the_old_order(
    drained: Callable[[], Drained],
) -> None:
    practices = [a_published_practice().pk for _ in range(3)]
    drained()
    a_published_practice()
    assert restart_feed() == 3
    first, *_, last = changes_after(0, 10)
    assert [c.practice for c in changes_after(0, 10)] == practices and first.number > 3
    drained()
    [next_one] = changes_after(last.number, 10)
    assert next_one.number == last.number + 1 == last_change_number()


def test_a_feed_may_begin_anew_again_and_again_and_no_number_is_ever_given_twice(
    drained: Callable[[], Drained],
) -> None:
    given: set[int] = set()
    for n in range(4):
        a_published_practice()
        drained()
        numbers = {c.number for c in changes_after(0, 10)}
        assert len(numbers) == n + 1 and not numbers & given
        given |= numbers
        restart_feed()
    assert max(given) < 2**53  # what JavaScript can hold


def test_a_backup_that_is_restored_twice_gives_no_number_twice(drained: Callable[[], Drained]) -> None:
    a_published_practice()
    drained()
    given: list[int] = []
    for _ in range(2):
        PublicChange.objects.update(number=1)
        ChangeCounter.objects.update(began=0, last=1)
        restart_feed()
        given.append(last_change_number())
    assert given[0] < given[1]


@pytest.mark.parametrize("number", [1, 2, 3, 10**6, 2**62])
def test_a_number_that_this_feed_has_not_given_is_refused(number: int, drained: Callable[[], Drained]) -> None:
    for _ in range(2):
        a_published_practice()
    drained()
    if number <= 2:
        assert len(changes_after(number, 10)) == 2 - number
        restart_feed()
    with pytest.raises(FeedRestarted):
        changes_after(number, 10)
