"""Signing in, invitations, what a person finds at their desk, notifications."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from network.models import Notification, Role, RoleAssignment, User
from network.services.invitations import invite
from tests.desk.pages import signed_in
from tests.factories import a_city, a_draft, a_published_practice, a_user, give_role, submitted

pytestmark = pytest.mark.django_db

PASSWORD = "hasło do testów"


def test_signing_in_leads_to_my_city(client: Client) -> None:
    city = a_city("Zmyślin")
    person = a_user(Role.CITY_EDITOR, city)
    answer = client.post("/konto/zaloguj/", {"login": person.email.upper(), "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/moje-miasto/"
    assert "Zmyślin" in answer.content.decode()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    person = a_user()
    pages = []
    for email in (person.email, "nikt@example.org"):
        answer = client.post("/konto/zaloguj/", {"login": email, "password": "nie to hasło"})
        page = answer.content.decode().replace(email, "")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page))
        assert "do siebie nie pasują" in page
    assert pages[0] == pages[1]


def test_nobody_signs_up(client: Client) -> None:
    client.post("/konto/nowe/", {"email": "ja@example.org", "password1": "długie hasło 12"})
    assert not User.objects.exists()


def test_signing_in_speaks_english_too(client: Client) -> None:
    page = client.get("/en/konto/zaloguj/", follow=True)
    page = page if page.status_code == 200 else client.get("/en/account/sign-in/")
    assert page.status_code == 200
    assert 'lang="en"' in page.content.decode()


def test_a_forgotten_password_is_set_anew_by_a_link(client: Client) -> None:
    person = a_user()
    client.post("/konto/haslo/", {"email": person.email})
    [link] = re.findall(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))[:1]
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": "zupełnie nowe hasło", "password2": "zupełnie nowe hasło"})
    person.refresh_from_db()
    assert person.check_password("zupełnie nowe hasło")


def test_demo_accounts_are_listed_only_in_the_demo_and_only_on_this_computer(client: Client, settings: Any) -> None:
    assert "przyklad.example" not in client.get("/konto/zaloguj/").content.decode()
    settings.DEMO = True
    assert "redaktorka@przyklad.example" in client.get("/konto/zaloguj/").content.decode()
    assert "przyklad.example" not in client.get("/konto/zaloguj/", REMOTE_ADDR="10.0.0.7").content.decode()
    proxied = client.get("/konto/zaloguj/", headers={"X-Forwarded-For": "10.0.0.7"})
    assert "przyklad.example" not in proxied.content.decode()


def test_an_invited_person_makes_an_account_and_is_at_their_desk(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    city = a_city("Zmyślin")
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post("/moje-miasto/zmyslin/zaproszenia/", {"email": "ewa@example.org", "role": "city-editor"})
    assert "ewa@example.org" in coordinator.get("/moje-miasto/").content.decode()
    [link] = re.findall(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))[:1]

    weak = client.post(link, {"name": "Ewa Nowa", "password": "krótkie"})
    assert weak.status_code == 422 and "Ewa Nowa" in weak.content.decode()
    answer = client.post(link, {"name": "Ewa Nowa", "password": "zupełnie dobre hasło"}, follow=True)
    assert "Konto jest gotowe" in answer.content.decode() and "Zmyślin" in answer.content.decode()
    assert RoleAssignment.objects.filter(user__email="ewa@example.org", city=city, role=Role.CITY_EDITOR).exists()
    assert Client().get(link).status_code == 404


def test_an_invitation_to_an_old_account_adds_the_role_and_does_not_sign_in() -> None:
    city = a_city()
    person = a_user(email="ewa@example.org")
    invited = invite(actor=None, email="ewa@example.org", role=Role.CITY_EDITOR, city=city)
    client = Client()
    client.post(f"/zaproszenie/{invited.token}/", {"name": "Ktoś", "password": "cudze hasło 123"})
    person.refresh_from_db()
    assert RoleAssignment.objects.filter(user=person, city=city).exists()
    assert person.check_password(PASSWORD) and "_auth_user_id" not in client.session


@pytest.mark.parametrize("token", ["x", "ą" * 20, "a" * 500, "%00"])
def test_any_other_token_is_a_page_that_says_what_to_do(client: Client, token: str) -> None:
    assert client.get(f"/zaproszenie/{token}/").status_code == 404


def test_a_bad_invitation_keeps_what_was_typed() -> None:
    city = a_city("Zmyślin")
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    answer = coordinator.post("/moje-miasto/zmyslin/zaproszenia/", {"email": "bez małpy", "role": "city-editor"})
    assert answer.status_code == 422 and "bez małpy" in answer.content.decode()
    held = a_user(Role.CITY_EDITOR, city)
    answer = coordinator.post("/moje-miasto/zmyslin/zaproszenia/", {"email": held.email, "role": "city-editor"})
    assert answer.status_code == 422 and "ma już tę rolę" in answer.content.decode()


def test_a_coordinator_lets_an_editor_submit_and_takes_the_role_away() -> None:
    city = a_city("Zmyślin")
    coordinator = a_user(Role.CITY_COORDINATOR, city)
    held = RoleAssignment.objects.get(user=a_user(Role.CITY_EDITOR, city))
    client, address = signed_in(coordinator), f"/moje-miasto/zmyslin/osoby/{held.pk}/"
    client.post(address, {"do": "let-submit"})
    held.refresh_from_db()
    assert held.may_submit
    client.post(address, {"do": "remove"})
    assert not RoleAssignment.objects.filter(pk=held.pk).exists()
    own = RoleAssignment.objects.get(user=coordinator)
    assert client.post(f"/moje-miasto/zmyslin/osoby/{own.pk}/", {"do": "remove"}).status_code == 422


def test_an_editor_cannot_change_people() -> None:
    city = a_city("Zmyślin")
    a_user(Role.CITY_COORDINATOR, city)
    held = RoleAssignment.objects.get(role=Role.CITY_COORDINATOR)
    editor = signed_in(a_user(Role.CITY_EDITOR, city))
    assert editor.post(f"/moje-miasto/zmyslin/osoby/{held.pk}/", {"do": "remove"}).status_code == 403
    assert "Zaproś" not in editor.get("/moje-miasto/").content.decode()


def test_each_role_finds_its_own_way_on() -> None:
    one, two = a_city("Zmyślin"), a_city("Nibygród")
    both = a_user(Role.CITY_EDITOR, one)
    give_role(both, Role.CITY_EDITOR, two)
    page = signed_in(both).get("/moje-miasto/").content.decode()
    assert "/moje-miasto/zmyslin/" in page and "/moje-miasto/nibygrod/" in page
    assert "/recenzje/" in signed_in(a_user(Role.REVIEWER)).get("/moje-miasto/").content.decode()
    assert "/miasta/zmyslin/" in signed_in(a_user(Role.ADVISOR, one)).get("/moje-miasto/").content.decode()
    assert "nie ma jeszcze roli" in signed_in(a_user()).get("/moje-miasto/").content.decode()


def test_notifications_stand_unread_first_and_are_marked_read() -> None:
    city = a_city()
    person = a_user(Role.CITY_COORDINATOR, city)
    old, new = (Notification.objects.create(recipient=person, subject=s, body="b") for s in ("Stare", "Nowe sprawy"))
    client = signed_in(person)
    client.post("/powiadomienia/przeczytane/", {"id": str(new.pk), "next": "//zly.example/"})
    page = client.get("/moje-miasto/").content.decode()
    assert page.index("Stare") < page.index("Nowe sprawy")
    client.post("/powiadomienia/przeczytane/", {"next": "/moje-miasto/"})
    assert not Notification.objects.filter(read_at__isnull=True).exists()
    del old


def test_nobody_marks_anothers_notifications() -> None:
    theirs = Notification.objects.create(recipient=a_user(), subject="Cudze", body="b")
    answer = signed_in(a_user()).post("/powiadomienia/przeczytane/", {"id": str(theirs.pk), "next": "//zly.example/"})
    theirs.refresh_from_db()
    assert theirs.read_at is None and answer.headers["Location"] == "/moje-miasto/"


@pytest.mark.parametrize(("practices", "address"), [(1, "/moje-miasto/"), (6, "/moje-miasto/")])
def test_the_desk_costs_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries, practices: int, address: str
) -> None:
    city = a_city("Zmyślin")
    for _ in range(practices):
        a_draft(city)
        a_published_practice(city)
    client = signed_in(a_user(Role.CITY_COORDINATOR, city))
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("practices", [1, 6])
def test_queue_review_and_form_cost_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries, practices: int
) -> None:
    city = a_city("Zmyślin")
    versions = [submitted(a_draft(city)) for _ in range(practices)]
    draft = a_draft(city)
    reviewer, coordinator = signed_in(a_user(Role.REVIEWER)), signed_in(a_user(Role.CITY_COORDINATOR, city))
    with django_assert_max_num_queries(14):
        assert reviewer.get("/recenzje/").status_code == 200
    with django_assert_max_num_queries(26):
        assert reviewer.get(f"/recenzje/{versions[0].pk}/").status_code == 200
    with django_assert_max_num_queries(26):
        assert coordinator.get(f"/szkice/{draft.pk}/").status_code == 200
