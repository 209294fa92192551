"""Policies of practices beyond the steps of the workflow: seeing, and the administration."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from network.models import City, Membership, Role, User
from network.policies import standing_of
from practices.models import Practice
from practices.policies import Action, may
from practices.services.review import return_for_changes
from tests.factories import (
    a_city,
    a_draft,
    a_published_practice,
    a_user,
    a_withdrawn_practice,
    an_archived_practice,
    give_role,
    submitted,
)

pytestmark = pytest.mark.django_db


def _people(city: City) -> dict[str, User | AnonymousUser]:
    other = a_city()
    return {
        "anonymous": AnonymousUser(),
        "nobody": a_user(),
        "editor": a_user(Role.CITY_EDITOR, city),
        "coordinator": a_user(Role.CITY_COORDINATOR, city),
        "advisor": a_user(Role.ADVISOR, city),
        "editor elsewhere": a_user(Role.CITY_EDITOR, other),
        "coordinator elsewhere": a_user(Role.CITY_COORDINATOR, other),
        "reviewer": a_user(Role.REVIEWER),
        "operator": a_user(Role.OPERATOR),
        "superuser": a_user(is_superuser=True),
        "switched off": a_user(Role.OPERATOR, is_active=False),
    }


_ADMINISTRATION = {"operator", "superuser"}
_ROLES = {"editor", "coordinator", "advisor", "editor elsewhere", "coordinator elsewhere", "reviewer", *_ADMINISTRATION}


def _who(action: Action, subject: object, people: dict[str, User | AnonymousUser]) -> set[str]:
    return {name for name, person in people.items() if may(person, action, subject)}  # type: ignore[arg-type]


def test_a_named_contact_is_shown_to_people_with_an_active_role_only() -> None:
    practice = a_published_practice(city := a_city())
    assert _who(Action.SEE_CONTACT_PERSON, practice, _people(city)) == _ROLES


def test_a_role_in_a_city_that_left_shows_no_named_contact() -> None:
    practice = a_published_practice()
    gone = a_city(member=False)
    assert not may(a_user(Role.CITY_EDITOR, gone), Action.SEE_CONTACT_PERSON, practice)


def test_a_draft_is_seen_by_its_city_and_the_operators() -> None:
    draft = a_draft(city := a_city())
    assert _who(Action.PREVIEW, draft, _people(city)) == {"editor", "coordinator", *_ADMINISTRATION}


def test_a_submission_is_seen_by_the_reviewers_too_and_stays_so_when_it_is_returned() -> None:
    version = submitted(a_draft(city := a_city()))
    people = _people(city)
    expected = {"editor", "coordinator", "reviewer", *_ADMINISTRATION}
    assert _who(Action.PREVIEW, version, people) == expected
    returned = return_for_changes(actor=a_user(Role.REVIEWER), version=version, reason="Dopisz koszty.")
    assert _who(Action.PREVIEW, returned, people) == expected


def test_everybody_sees_published_and_archived_practices_and_nobody_any_other() -> None:
    people = _people(a_city())
    for practice in (a_published_practice(), an_archived_practice()):
        assert _who(Action.SEE_PUBLIC, practice, people) == set(people)
    unpublished = Practice.objects.get(pk=a_draft().practice_id)
    for practice in (a_withdrawn_practice(), unpublished):
        assert _who(Action.SEE_PUBLIC, practice, people) == set()


def test_tags_themes_and_cities_are_the_operators() -> None:
    people = _people(city := a_city())
    for action in (Action.MANAGE_TAGS, Action.MANAGE_THEMES, Action.MANAGE_CITIES):
        assert _who(action, city if action is Action.MANAGE_CITIES else None, people) == _ADMINISTRATION


def test_desks_and_queues_have_their_people() -> None:
    people = _people(city := a_city())
    assert _who(Action.SEE_DESK, city, people) == {"editor", "coordinator", *_ADMINISTRATION}
    assert _who(Action.SEE_DESK, None, people) == _ADMINISTRATION
    assert _who(Action.SEE_QUEUE, None, people) == {"reviewer", *_ADMINISTRATION}


def test_a_city_that_left_neither_creates_nor_submits_but_still_withdraws_its_own() -> None:
    city = a_city()
    draft, practice = a_draft(city), a_published_practice(city)
    Membership.objects.filter(city=city).update(left_on=date(2025, 1, 1))
    coordinator = a_user(Role.CITY_COORDINATOR, city)
    assert not may(coordinator, Action.CREATE, city)
    assert not may(coordinator, Action.SUBMIT, draft)
    assert not may(coordinator, Action.EDIT, practice)
    assert may(coordinator, Action.WITHDRAW, practice) and may(coordinator, Action.ARCHIVE, practice)


def test_no_one_reviews_what_they_wrote() -> None:
    city = a_city()
    author = a_user(Role.CITY_EDITOR, city)
    version = submitted(a_draft(city, editor=author))
    author.roles.all().delete()
    give_role(author, Role.REVIEWER)
    assert not may(author, Action.REVIEW, version)


def test_practices_of_organisations_are_the_operators() -> None:
    practice = Practice.objects.create(organisation="Związek", slug="z")
    assert may(a_user(Role.OPERATOR), Action.EDIT, practice)
    assert not may(a_user(Role.CITY_COORDINATOR, a_city()), Action.EDIT, practice)


def test_roles_are_read_once_per_person(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = a_user(Role.CITY_EDITOR, city := a_city())
    practice = a_published_practice(city)
    with django_assert_num_queries(1):
        for action in Action:
            may(person, action, city if action is Action.CREATE else practice)
        standing_of(person)
