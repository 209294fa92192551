"""The operators' panel: whose it is, and that it writes through the services."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from network.models import Invitation, Membership, Role, RoleAssignment
from network.outbox.models import OutboxRow
from practices.models import Practice, Tag
from practices.topics import PRACTICE, SEQUENCE
from tests.desk.pages import signed_in
from tests.factories import a_city, a_published_practice, a_theme, a_user

pytestmark = pytest.mark.django_db


def _act(model: str, name: str, *ids: int, **more: str) -> tuple[str, dict[str, object]]:
    return reverse(f"admin:{model}_changelist"), {"action": name, "_selected_action": [str(i) for i in ids], **more}


@pytest.mark.parametrize("role", [Role.CITY_EDITOR, Role.CITY_COORDINATOR, Role.ADVISOR, Role.REVIEWER])
def test_the_panel_is_closed_to_everybody_but_operators(role: Role) -> None:
    city = a_city() if role.of_a_city else None
    assert signed_in(a_user(role, city)).get("/admin/", follow=True).status_code == 403


def test_a_visitor_is_sent_to_the_sign_in_page(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/konto/zaloguj/")


def test_every_page_of_the_panel_opens_for_an_operator() -> None:
    practice = a_published_practice(tags=("woda", "zieleń"))
    assert practice.city is not None
    operator = a_user(Role.OPERATOR)
    client = signed_in(operator)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200, model
        first = model._default_manager.first()
        if first is not None:
            assert client.get(reverse(f"{name}_change", args=[first.pk])).status_code == 200, model


def test_an_operator_invites_a_reviewer_and_gives_and_takes_roles(mailoutbox: list[object]) -> None:
    client, city, person = signed_in(a_user(Role.OPERATOR)), a_city(), a_user()
    client.post(reverse("admin:network_invitation_add"), {"email": "ania@example.org", "role": "reviewer", "city": ""})
    assert Invitation.objects.get().role == Role.REVIEWER
    client.post(
        reverse("admin:network_roleassignment_add"),
        {"user": person.pk, "role": "city-editor", "city": city.pk, "may_submit": "on"},
    )
    held = RoleAssignment.objects.get(user=person)
    assert held.may_submit
    client.post(reverse("admin:network_roleassignment_delete", args=[held.pk]), {"post": "yes"})
    assert not RoleAssignment.objects.filter(user=person).exists()


def test_a_role_without_its_city_is_refused_with_the_sentence() -> None:
    client, person = signed_in(a_user(Role.OPERATOR)), a_user()
    answer = client.post(
        reverse("admin:network_roleassignment_add"), {"user": person.pk, "role": "city-editor", "city": ""}, follow=True
    )
    assert "Redaktor, koordynator i doradca mają miasto" in answer.content.decode()
    assert not RoleAssignment.objects.filter(user=person).exists()


def test_cities_join_and_leave_by_actions() -> None:
    client, city = signed_in(a_user(Role.OPERATOR)), a_city(member=False)
    client.post(*_act("network_city", "join", city.pk))
    assert Membership.objects.get(city=city).left_on is None
    client.post(*_act("network_city", "leave", city.pk))
    assert Membership.objects.get(city=city).left_on is not None


def test_renaming_a_city_reaches_search() -> None:
    practice = a_published_practice()
    city = practice.city
    assert city is not None
    client = signed_in(a_user(Role.OPERATOR))
    client.post(
        reverse("admin:network_city_change", args=[city.pk]),
        {"name": "Nowa Nazwa", "locative": "", "genitive": "", "about": "", "website": "",
         "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"},
    )  # fmt: skip
    city.refresh_from_db()
    before = practice.search_version
    practice.refresh_from_db()
    assert city.name == "Nowa Nazwa" and practice.search_version > before


def test_tags_are_merged_after_a_question_and_taken_apart_again() -> None:
    practice = a_published_practice(tags=("rower", "rowery"))
    client = signed_in(a_user(Role.OPERATOR))
    one, two = Tag.objects.get(name="rower"), Tag.objects.get(name="rowery")
    asked = client.post(*_act("practices_tag", "merge", one.pk, two.pk))
    assert "Wybierz tag, który ma zostać" in asked.content.decode()
    client.post(*_act("practices_tag", "merge", one.pk, two.pk, into=str(two.pk)))
    one.refresh_from_db()
    assert one.canonical_id == two.pk
    before = practice.search_version
    practice.refresh_from_db()
    assert practice.search_version > before
    client.post(*_act("practices_tag", "undo", one.pk))
    one.refresh_from_db()
    assert one.canonical_id is None


def test_a_theme_is_renamed_by_the_service() -> None:
    practice = a_published_practice()
    theme = a_theme("woda")
    client = signed_in(a_user(Role.OPERATOR))
    before = practice.search_version
    client.post(
        reverse("admin:practices_theme_change", args=[theme.pk]),
        {"name_pl": "Woda i susza", "name_en": "Water", "parent": "", "description_pl": "", "description_en": "",
         "eurovoc": "", "position": "0"},
    )  # fmt: skip
    practice.refresh_from_db()
    theme.refresh_from_db()
    assert theme.name_pl == "Woda i susza" and practice.search_version > before


def test_a_withdrawal_in_the_panel_needs_a_reason() -> None:
    practice = a_published_practice()
    client = signed_in(a_user(Role.OPERATOR))
    client.post(*_act("practices_practice", "withdraw", practice.pk))
    practice.refresh_from_db()
    assert practice.state == "published"
    client.post(*_act("practices_practice", "withdraw", practice.pk, asked="1", reason="Na prośbę miasta."))
    assert Practice.objects.get(pk=practice.pk).state == "withdrawn"


def test_published_content_cannot_be_edited_in_the_panel() -> None:
    practice = a_published_practice()
    client = signed_in(a_user(Role.OPERATOR))
    client.post(reverse("admin:practices_practice_change", args=[practice.pk]), {"slug": "inny", "state": "archived"})
    before = (practice.slug, "published")
    practice.refresh_from_db()
    assert (practice.slug, practice.state) == before


def _parked(topic: str, *keys: int) -> list[OutboxRow]:
    OutboxRow.objects.all().delete()
    row = {"topic": topic, "parked_at": timezone.now(), "attempts": 12, "error": "mapper [x] cannot be changed"}
    return [OutboxRow.objects.create(key=key, **row) for key in keys]


def test_a_parked_row_shows_what_it_is_about_and_what_went_wrong() -> None:
    practice = a_published_practice(title="Zielone dachy")
    [row] = _parked(PRACTICE, practice.pk)
    client = signed_in(a_user(Role.OPERATOR))
    for address in ("admin:outbox_outboxrow_changelist", "admin:outbox_outboxrow_change"):
        html = client.get(reverse(address, args=[row.pk] if address.endswith("change") else [])).content.decode()
        assert "Zielone dachy" in html and "zapis w indeksie" in html and "cannot be changed" in html and "12" in html
    assert reverse("admin:practices_practice_change", args=[practice.pk]) in html


def test_the_list_asks_for_all_its_subjects_at_once(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    practices = [a_published_practice().pk for _ in range(6)]
    client = signed_in(a_user(Role.OPERATOR))
    _parked(PRACTICE, *practices, 999_999)
    with django_assert_max_num_queries(8):
        assert "practice 999999" in client.get(reverse("admin:outbox_outboxrow_changelist")).content.decode()


def test_parked_rows_go_back_into_the_queue() -> None:
    rows = _parked("none", 1, 2)
    client = signed_in(a_user(Role.OPERATOR))
    client.post(*_act("outbox_outboxrow", "retry", rows[0].pk))
    assert list(OutboxRow.objects.filter(parked_at=None).values_list("key", "attempts", "error")) == [(1, 0, "")]


def test_parked_rows_are_dropped_after_a_question_that_says_what_that_means() -> None:
    practice = a_published_practice(title="Zielone dachy")
    rows = _parked(SEQUENCE, practice.pk, 999_999)
    waiting = OutboxRow.objects.create(topic=SEQUENCE, key=1)
    ids = [row.pk for row in (*rows, waiting)]
    client = signed_in(a_user(Role.OPERATOR))
    asked = client.post(*_act("outbox_outboxrow", "drop", *ids)).content.decode()
    assert "Zielone dachy" in asked and "nie dowiedzą się o tej zmianie" in asked
    assert OutboxRow.objects.count() == 3
    client.post(*_act("outbox_outboxrow", "drop", *ids, asked="1"))
    assert OutboxRow.objects.get() == waiting
