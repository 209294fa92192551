"""A renamed city or theme reaches the practices that show it, and no other."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from network.models import City, Role
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from network.outbox.registry import handlers
from network.topics import CITY
from practices.errors import Refused
from practices.models import Practice, PublicChange
from practices.services.cities import rename_city
from practices.services.themes import move_theme, rename_theme
from practices.topics import PRACTICE, SEQUENCE
from tests.factories import (
    a_city,
    a_draft,
    a_published_practice,
    a_theme,
    a_user,
    a_withdrawn_practice,
    an_archived_practice,
    content,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def touched(drained: Callable[[], Drained]) -> Callable[[Callable[[], object]], set[int]]:
    """Which practices a change reaches: the same by version, by outbox rows and by changes to be numbered."""

    def run(change: Callable[[], object]) -> set[int]:
        drained()
        OutboxRow.objects.all().delete()
        before = dict(Practice.objects.values_list("id", "search_version"))
        change()
        after = dict(Practice.objects.values_list("id", "search_version"))
        grown = {id for id in after if after[id] == before[id] + 1}
        assert {id for id in after if after[id] != before[id]} == grown
        for topic in (PRACTICE, SEQUENCE):
            assert sorted(OutboxRow.objects.filter(topic=topic).values_list("key", flat=True)) == sorted(grown)
        assert set(PublicChange.objects.filter(number=None).values_list("practice_id", flat=True)) == grown
        return grown

    return run


Touched = Callable[[Callable[[], object]], set[int]]


def test_a_renamed_city_reaches_its_public_practices(touched: Touched) -> None:
    city = a_city()
    mine, archived = a_published_practice(city), an_archived_practice(city)
    a_withdrawn_practice(city), a_draft(city), a_published_practice()
    operator = a_user(Role.OPERATOR)
    assert touched(lambda: rename_city(actor=operator, city=city, name="Nowe  Miasto", locative="w Nowym Mieście")) == {
        mine.pk,
        archived.pk,
    }
    renamed = City.objects.get(pk=city.pk)
    assert (renamed.name, renamed.in_city, renamed.slug) == ("Nowe Miasto", "w Nowym Mieście", city.slug)


def test_only_operators_rename_cities_and_themes_and_names_are_not_empty() -> None:
    city, theme = a_city(), a_theme()
    coordinator, operator = a_user(Role.CITY_COORDINATOR, city), a_user(Role.OPERATOR)
    for attempt, code in (
        (lambda: rename_city(actor=coordinator, city=city, name="X"), "forbidden"),
        (lambda: rename_theme(actor=coordinator, theme=theme, name_pl="X", name_en="X"), "forbidden"),
        (lambda: rename_city(actor=operator, city=city, name=" "), "invalid"),
        (lambda: rename_theme(actor=operator, theme=theme, name_pl="X", name_en=""), "invalid"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == code


def test_facts_changed_by_the_register_reach_practices_through_the_outbox(touched: Touched) -> None:
    practice = a_published_practice(city := a_city())
    a_published_practice()

    def change() -> None:
        handlers()[CITY]([city.pk])

    assert touched(change) == {practice.pk}


def test_a_renamed_theme_reaches_its_practices_and_those_of_its_sub_themes(touched: Touched) -> None:
    parent = a_theme("srodowisko")
    a_theme("woda", parent=parent)
    a_theme("szkoly")
    both = [a_published_practice(themes=("srodowisko",)), a_published_practice(themes=("woda",))]
    a_published_practice(themes=("szkoly",))
    a_draft(what=content(themes=("woda",)))
    operator = a_user(Role.OPERATOR)
    rename = lambda: rename_theme(actor=operator, theme=parent, name_pl="Przyroda", name_en="Nature")  # noqa: E731
    assert touched(rename) == {practice.pk for practice in both}


def test_a_moved_theme_reaches_its_practices(touched: Touched) -> None:
    parent, child = a_theme("srodowisko"), a_theme("woda")
    practice = a_published_practice(themes=("woda",))
    a_published_practice(themes=("srodowisko",))
    operator = a_user(Role.OPERATOR)
    assert touched(lambda: move_theme(actor=operator, theme=child, parent=parent)) == {practice.pk}
    child.refresh_from_db()
    assert child.parent == parent
    for theme, under in ((parent, child), (parent, a_theme("ludzie")), (child, child)):
        with pytest.raises(Refused) as refused:
            move_theme(actor=operator, theme=theme, parent=under)
        assert refused.value.code == "invalid"


def test_a_rename_costs_the_same_queries_however_many_practices(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    city = a_city()
    for _ in range(5):
        a_published_practice(city)
    operator = a_user(Role.OPERATOR)
    with django_assert_max_num_queries(12):
        rename_city(actor=operator, city=city, name="Nowe Miasto")
