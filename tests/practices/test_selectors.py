"""What pages and the API read: only what they may, in a fixed number of queries."""

import pytest
from pytest_django import DjangoAssertNumQueries

from network.models import Role
from practices.content import LinkContent
from practices.errors import PracticeGone, PracticeNotFound
from practices.models import Practice, PracticeState
from practices.selectors.cities import is_member, practice_counts
from practices.selectors.desk import Queue, city_desk, queue_counts, review_queue, submission, version_in_preparation
from practices.selectors.practices import (
    get_public_practice,
    ids_of_city,
    newest_ids,
    preview_version,
    read_public_practices,
)
from practices.selectors.tags import tags_of_version
from practices.selectors.themes import resolve_theme, theme_counts, theme_names, theme_slugs_named, theme_with_children
from practices.services.drafts import discard_draft, save_draft, start_next_version
from practices.services.review import assign_review, publish_practice, reject, return_for_changes, send_message
from tests.factories import (
    a_city,
    a_draft,
    a_published_practice,
    a_text,
    a_theme,
    a_user,
    a_withdrawn_practice,
    an_archived_practice,
    content,
    submitted,
)

pytestmark = pytest.mark.django_db


def test_a_practice_is_read_whole_with_everything_at_hand(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    link = LinkContent(url="https://example.org", title={"pl": "Strona"})
    id = a_published_practice(tags=("rower", "woda"), themes=("woda", "szkoly"), links=(link,)).pk
    with django_assert_num_queries(9):
        practice = get_public_practice(id)
        assert practice.live and practice.city
        assert [text.title for text in practice.live.texts.all()] == ["Zielone dachy na przystankach"]
        assert [tag.slug for tag in tags_of_version(practice.live)] == ["rower", "woda"]
        assert [use.theme.slug for use in practice.live.theme_uses.all()] == ["woda", "szkoly"]
        assert [use.theme.parent for use in practice.live.theme_uses.all()] == [None, None]
        parts = practice.live
        assert not parts.costitems.all() and not parts.indicators.all() and not parts.buildingblocks.all()
        assert [link.url for link in practice.live.links.all()] == ["https://example.org"]


def test_many_practices_cost_the_queries_of_one(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    ids = [a_published_practice(a_city(), tags=("a", f"tag {i}")).pk for i in range(3)]
    with django_assert_max_num_queries(9):
        practices = read_public_practices(ids[::-1])
        for practice in practices:
            assert practice.live and practice.city and tags_of_version(practice.live)
    assert [practice.pk for practice in practices] == ids[::-1]


def test_what_is_withdrawn_is_gone_and_what_never_was_public_is_not_found() -> None:
    withdrawn = a_withdrawn_practice()
    with pytest.raises(PracticeGone) as gone:
        get_public_practice(withdrawn.pk)
    assert gone.value.tombstone.id == withdrawn.pk
    assert gone.value.tombstone.withdrawn_at == withdrawn.withdrawn_at
    for id in (a_draft().practice_id, submitted(a_draft()).practice_id, 987654):
        with pytest.raises(PracticeNotFound) as missing:
            get_public_practice(id)
        assert not isinstance(missing.value, PracticeGone)
    assert get_public_practice(an_archived_practice().pk).state == PracticeState.ARCHIVED


def test_the_public_page_shows_the_live_version_while_the_next_one_is_prepared() -> None:
    practice = a_published_practice()
    following = start_next_version(actor=a_user(Role.CITY_EDITOR, practice.city), practice=practice)
    found = get_public_practice(practice.pk)
    assert found.live and found.live.number == 1
    assert preview_version(following.pk).number == 2
    with pytest.raises(PracticeNotFound):
        preview_version(987654)


def test_lists_are_of_published_practices_newest_first() -> None:
    city = a_city()
    first, second = a_published_practice(city), a_published_practice(city)
    elsewhere = a_published_practice()
    an_archived_practice(city), a_withdrawn_practice(city), a_draft(city)
    assert newest_ids(2) == [elsewhere.pk, second.pk]
    assert ids_of_city(city) == [second.pk, first.pk]
    assert practice_counts([city.pk]) == {city.pk: 2} and practice_counts()[city.pk] == 2
    assert is_member(city) and not is_member(a_city(member=False))


def test_a_theme_counts_its_sub_themes_practices_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    parent = a_theme("srodowisko", name_en="Environment")
    a_theme("woda", parent=parent), a_theme("zielen", parent=parent), a_theme("szkoly")
    a_published_practice(themes=("woda", "zielen"))
    a_published_practice(themes=("srodowisko",))
    an_archived_practice(themes=("woda",)), a_withdrawn_practice(themes=("woda",))
    a_draft(what=content(themes=("woda",)))
    with django_assert_num_queries(2):
        themes = {theme.slug: theme for theme in theme_counts()}
    assert {slug: theme.count for slug, theme in themes.items()} == {"srodowisko": 2, "szkoly": 0}
    assert {child.slug: child.count for child in themes["srodowisko"].children} == {"woda": 1, "zielen": 1}
    assert theme_slugs_named("ENVIRONMENT") == ["srodowisko"] == theme_slugs_named("srodowisko")
    assert theme_slugs_named("nic") == [] and resolve_theme("Woda") is not None
    assert theme_names(["srodowisko", "nic"], "en") == {"srodowisko": "Environment"}
    assert sorted(theme_with_children("srodowisko")) == ["srodowisko", "woda", "zielen"]


def test_a_versions_superseded_tags_and_themes_are_not_counted() -> None:
    practice = a_published_practice(themes=("woda",))
    a_theme("szkoly")
    editor = a_user(Role.CITY_EDITOR, practice.city)
    following = start_next_version(actor=editor, practice=practice)
    save_draft(actor=editor, version=following, content=content(themes=("szkoly",)), revision=0)
    publish_practice(actor=a_user(Role.REVIEWER), version=submitted(following), evidence_level="claimed")
    assert {theme.slug: theme.count for theme in theme_counts()} == {"woda": 0, "szkoly": 1}


def test_a_city_sees_all_its_practices_with_what_is_in_preparation(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    city = a_city()
    editor = a_user(Role.CITY_EDITOR, city)
    draft = a_draft(city, what=content("Szkic", contact_mailbox=""), editor=editor)
    live = a_published_practice(city, texts={"pl": a_text("Publiczna")})
    following = start_next_version(actor=editor, practice=live)
    closed = a_draft(city, what=content("Porzucona"), editor=editor)
    discard_draft(actor=editor, version=closed)
    archived = an_archived_practice(city, texts={"pl": a_text("Dawna")})
    a_draft()
    with django_assert_max_num_queries(5):
        rows = {row.practice: row for row in city_desk(city)}
    seen = {
        id: (row.title, row.state, row.version, row.version_state, row.completeness) for id, row in rows.items()
    }  # fmt: skip
    assert seen == {
        draft.practice_id: ("Szkic", "unpublished", draft.pk, "draft", 90),
        live.pk: ("Publiczna", "published", following.pk, "draft", 100),
        closed.practice_id: ("Porzucona", "unpublished", closed.pk, "rejected", 100),
        archived.pk: ("Dawna", "archived", None, "", 100),
    }
    assert version_in_preparation(live) == following and version_in_preparation(archived) is None


def test_the_queue_has_its_parts_and_leaves_out_ones_own_city(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    own = a_city()
    reviewer, other = a_user(Role.REVIEWER), a_user(Role.REVIEWER)
    reviewer.roles.create(role=Role.ADVISOR, city=own)
    submitted(a_draft(own))
    a_draft()
    waiting, mine, back, no = (submitted(a_draft(what=content(title))) for title in ("Czeka", "Moja", "Zwrot", "Nie"))
    assign_review(actor=reviewer, version=mine, assignee=reviewer)
    return_for_changes(actor=other, version=back, reason="Dopisz koszty.")
    reject(actor=other, version=no, reason="To reklama.")
    with django_assert_max_num_queries(3):
        rows = review_queue(reviewer, Queue.WAITING)
    assert [(row.title, row.assigned_to_me) for row in rows] == [("Czeka", False), ("Moja", True)]
    assert [row.version for row in review_queue(reviewer, Queue.MINE)] == [mine.pk]
    assert [row.version for row in review_queue(reviewer, Queue.RETURNED)] == [back.pk]
    assert [row.version for row in review_queue(reviewer, Queue.DECIDED)] == [no.pk]
    expected = {Queue.WAITING: 2, Queue.MINE: 1, Queue.RETURNED: 1, Queue.DECIDED: 1}
    assert queue_counts(reviewer) == expected
    assert queue_counts(other)[Queue.WAITING] == 3 and waiting.pk == rows[0].version


def test_a_submission_shows_the_live_version_beside_it_and_what_was_said() -> None:
    practice = a_published_practice()
    following = start_next_version(actor=a_user(Role.CITY_EDITOR, practice.city), practice=practice)
    version = submitted(following)
    reviewer = a_user(Role.REVIEWER)
    send_message(actor=reviewer, version=version, body="Czy są zdjęcia?")
    found = submission(version.pk)
    assert found.live and found.live.number == 1 and found.version.number == 2
    assert [(m.author, m.body) for m in found.messages] == [(reviewer, "Czy są zdjęcia?")]
    assert [event.step for event in found.events] == ["next-version", "submit", "message"]
    first = submission(submitted(a_draft()).pk)
    assert first.live is None and Practice.objects.count() == 2
