"""Cities join, leave, join again; the register is filtered as people type."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from network.errors import Refused
from network.models import City, Role
from network.selectors.cities import (
    city_by_slug,
    city_list,
    city_names,
    city_slugs_named,
    members,
    membership_of,
    roles_of,
)
from network.services.cities import update_city_profile
from network.services.memberships import join_network, leave_network
from tests.factories import a_city, a_user, give_role

pytestmark = pytest.mark.django_db


def test_a_city_joins_leaves_and_joins_again() -> None:
    operator, city = a_user(Role.OPERATOR), a_city(member=False)
    assert not membership_of(city).is_member and membership_of(city).joined_on is None
    join_network(actor=operator, city=city, on=date(2024, 1, 1))
    assert membership_of(city).is_member and list(members()) == [city]
    leave_network(actor=operator, city=city, on=date(2025, 1, 1))
    assert membership_of(city).left_on == date(2025, 1, 1) and not list(members())
    join_network(actor=operator, city=city, on=date(2025, 6, 1))
    assert membership_of(city).is_member and membership_of(city).joined_on == date(2025, 6, 1)


def test_a_membership_that_makes_no_sense_is_refused() -> None:
    operator, city = a_user(Role.OPERATOR), a_city(member=False)
    with pytest.raises(Refused) as refused:
        leave_network(actor=operator, city=city)
    assert refused.value.code == "not-member"
    join_network(actor=operator, city=city, on=date(2024, 5, 1))
    with pytest.raises(Refused) as refused:
        join_network(actor=operator, city=city)
    assert refused.value.code == "member"
    with pytest.raises(Refused) as refused:
        leave_network(actor=operator, city=city, on=date(2024, 4, 30))
    assert refused.value.code == "invalid"
    leave_network(actor=operator, city=city, on=date(2024, 6, 1))
    with pytest.raises(Refused) as refused:
        join_network(actor=operator, city=city, on=date(2024, 5, 31))
    assert refused.value.code == "invalid"


def test_only_operators_change_memberships() -> None:
    city = a_city()
    with pytest.raises(Refused) as refused:
        leave_network(actor=a_user(Role.CITY_COORDINATOR, city), city=city)
    assert refused.value.code == "forbidden" and membership_of(city).is_member


def test_the_register_is_filtered_by_membership_voivodeship_and_part_of_a_name(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lodz = a_city("Łódź", voivodeship="10")
    zdunska = a_city("Zduńska Wola", voivodeship="10", member=False)
    a_city("Przemyśl", voivodeship="18")
    assert set(city_list(voivodeship="10")) == {lodz, zdunska}
    assert list(city_list(voivodeship="10", member=False)) == [zdunska]
    for typed in ("łódź", "LODZ", "odz", " Łódź "):
        assert list(city_list(q=typed)) == [lodz]
    assert list(city_list(q="zdunska wola")) == [zdunska] and not city_list(q="???").exists()
    with django_assert_num_queries(1):
        assert [vars(city)["is_member"] for city in city_list()] == [True, True, False]


def test_a_city_is_found_by_its_address_and_by_its_name_and_homonyms_all_are() -> None:
    first, second = a_city("Brzeg", slug="brzeg"), a_city("Brzeg", slug="brzeg-olawski")
    a_city("Brzeg Dolny")
    found = city_by_slug("brzeg")
    assert found == first and city_by_slug("nie-ma") is None
    assert city_slugs_named("BRZEG") == [first.slug, second.slug] and city_slugs_named("brzeg-olawski") == [second.slug]
    assert city_slugs_named("!") == [] and city_names(["brzeg", "x"], "en") == {"brzeg": "Brzeg"}


def test_a_city_tells_of_itself_through_its_coordinator() -> None:
    city = a_city()
    coordinator = a_user(Role.CITY_COORDINATOR, city)
    update_city_profile(
        actor=coordinator, city=city, about=" Nad rzeką.\r\nZ rynkiem.\x00 ", website="https://miasto.example"
    )
    kept = City.objects.get(pk=city.pk)
    assert (kept.about, kept.website) == ("Nad rzeką.\nZ rynkiem.", "https://miasto.example")
    with pytest.raises(Refused) as refused:
        update_city_profile(actor=coordinator, city=city, about="x" * 3001, website="miasto")
    assert {p.field for p in refused.value.problems} == {"about", "website"}
    with pytest.raises(Refused) as refused:
        update_city_profile(actor=a_user(Role.CITY_EDITOR, city), city=city, about="", website="")
    assert refused.value.code == "forbidden"


def test_roles_come_with_their_cities(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = a_user(Role.ADVISOR, a_city("Bytom"))
    give_role(person, Role.ADVISOR, a_city("Augustów"))
    with django_assert_num_queries(1):
        assert [role.city and role.city.name for role in roles_of(person)] == ["Augustów", "Bytom"]
