"""Who may open and do what at the desk; what others are told."""

import pytest
from django.test import Client

from network.models import City, Membership, Role
from practices.models import PracticeVersion, VersionState
from tests.desk.pages import edit_page, form_of, signed_in
from tests.factories import a_city, a_draft, a_published_practice, a_user, give_role, submitted

pytestmark = pytest.mark.django_db

PAGES = ("", "podglad/", "stan/", "wyslij/", "porzuc/")


@pytest.fixture
def city() -> City:
    return a_city("Zmyślin")


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_sign_in_whether_the_draft_exists_or_not(client: Client, city: City, page: str) -> None:
    version = a_draft(city)
    for pk in (version.pk, version.pk + 1000):
        answer = client.get(f"/szkice/{pk}/{page}")
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/konto/zaloguj/?next=")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["editor elsewhere", "coordinator elsewhere", "advisor", "reviewer", "nobody"])
def test_a_draft_is_closed_to_others_with_a_sentence_that_says_who_may(city: City, who: str, page: str) -> None:
    version = a_draft(city)
    elsewhere = a_city("Nibygród")
    person = {
        "editor elsewhere": lambda: a_user(Role.CITY_EDITOR, elsewhere),
        "coordinator elsewhere": lambda: a_user(Role.CITY_COORDINATOR, elsewhere),
        "advisor": lambda: a_user(Role.ADVISOR, city),
        "reviewer": lambda: a_user(Role.REVIEWER),
        "nobody": lambda: a_user(),
    }[who]()
    answer = signed_in(person).get(f"/szkice/{version.pk}/{page}")
    assert answer.status_code == 403
    assert "Zmyślin" in answer.content.decode()
    assert "Zielone dachy" not in answer.content.decode()


def test_nobody_from_elsewhere_can_write_whatever_they_send(city: City) -> None:
    version = a_draft(city)
    form = form_of(edit_page(signed_in(a_user(Role.CITY_EDITOR, city)), version)) | {"t-title": "Podmiana"}
    stranger = signed_in(a_user(Role.CITY_COORDINATOR, a_city()))
    for address, data in (
        (f"/szkice/{version.pk}/", form),
        (f"/szkice/{version.pk}/wyslij/", {}),
        (f"/szkice/{version.pk}/porzuc/", {}),
        (f"/szkice/{version.pk}/wiadomosc/", {"body": "Dzień dobry"}),
        (f"/recenzje/{version.pk}/", {"decision": "publish", "evidence_level": "claimed"}),
        (f"/recenzje/{version.pk}/przydziel/", {}),
        (f"/moje-miasto/{city.slug}/zaproszenia/", {"email": "ja@example.org", "role": "city-coordinator"}),
    ):
        assert stranger.post(address, data).status_code == 403, address
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT and version.texts.get().title != "Podmiana"


def test_an_editor_without_leave_to_submit_sees_who_submits_and_cannot(city: City) -> None:
    version = a_draft(city)
    a_user(Role.CITY_COORDINATOR, city, name="Anna Koordynatorka")
    editor = signed_in(a_user(Role.CITY_EDITOR, city))
    page = edit_page(editor, version)
    assert "Wyślij do recenzji" not in page and "Anna Koordynatorka" in page
    assert editor.post(f"/szkice/{version.pk}/wyslij/").status_code == 403
    allowed = signed_in(a_user(Role.CITY_EDITOR, city, may_submit=True))
    assert "Wyślij do recenzji" in edit_page(allowed, version)
    assert allowed.post(f"/szkice/{version.pk}/wyslij/").status_code == 302


def test_a_reviewer_is_refused_their_own_citys_practice(city: City) -> None:
    version = submitted(a_draft(city))
    reviewer = a_user(Role.REVIEWER)
    give_role(reviewer, Role.ADVISOR, city)
    answer = signed_in(reviewer).get(f"/recenzje/{version.pk}/")
    assert answer.status_code == 403
    assert "nie należy do miasta" in answer.content.decode()
    assert "Zielone dachy" not in signed_in(reviewer).get("/recenzje/").content.decode()


def test_an_operator_sees_a_submission_and_has_no_decision_to_make(city: City) -> None:
    version = submitted(a_draft(city))
    operator = signed_in(a_user(Role.OPERATOR))
    page = operator.get(f"/recenzje/{version.pk}/").content.decode()
    assert "Zatwierdź decyzję" not in page
    answer = operator.post(f"/recenzje/{version.pk}/", {"decision": "publish", "evidence_level": "claimed"})
    assert answer.status_code == 403


def test_the_queue_is_for_reviewers_and_operators(city: City) -> None:
    for person in (a_user(Role.CITY_COORDINATOR, city), a_user(Role.ADVISOR, city), a_user()):
        assert signed_in(person).get("/recenzje/").status_code == 403
    for person in (a_user(Role.REVIEWER), a_user(Role.OPERATOR)):
        assert signed_in(person).get("/recenzje/").status_code == 200


@pytest.mark.parametrize("page", ["archiwum", "wycofaj"])
def test_closing_a_practice_is_for_its_coordinator_and_operators(city: City, page: str) -> None:
    practice = a_published_practice(city)
    address = f"/praktyki/{practice.pk}/{page}/"
    for person in (a_user(Role.CITY_EDITOR, city), a_user(Role.CITY_COORDINATOR, a_city()), a_user(Role.REVIEWER)):
        answer = signed_in(person).post(address, {"reason": "Bo tak."})
        assert answer.status_code == 403 and "Zmyślin" in answer.content.decode()
    assert "Wycofaj" not in signed_in(a_user(Role.CITY_EDITOR, city)).get("/moje-miasto/").content.decode()
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    assert coordinator.get(address).status_code == 200
    assert coordinator.post(address, {"reason": "Zmiana przepisów."}).status_code == 302


def test_withdrawing_needs_a_reason_and_keeps_the_page_open(city: City) -> None:
    practice = a_published_practice(city)
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    answer = coordinator.post(f"/praktyki/{practice.pk}/wycofaj/", {"reason": "  "})
    assert answer.status_code == 422 and "Podaj powód" in answer.content.decode()
    coordinator.post(f"/praktyki/{practice.pk}/wycofaj/", {"reason": "Zmiana przepisów."})
    assert coordinator.get(f"/praktyki/{practice.pk}-{practice.slug}/").status_code == 410
    assert coordinator.post(f"/praktyki/{practice.pk}/wycofaj/", {"reason": "Jeszcze raz."}).status_code == 409


def test_an_archived_practice_comes_back(city: City) -> None:
    practice = a_published_practice(city)
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    coordinator.post(f"/praktyki/{practice.pk}/archiwum/")
    practice.refresh_from_db()
    assert practice.state == "archived"
    assert coordinator.post(f"/praktyki/{practice.pk}/archiwum/").status_code == 409
    coordinator.post(f"/praktyki/{practice.pk}/przywroc/")
    practice.refresh_from_db()
    assert practice.state == "published"


def test_a_step_that_does_not_fit_is_a_sentence_and_never_an_error(city: City) -> None:
    version = submitted(a_draft(city))
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    for address in ("", "wyslij/", "porzuc/"):
        answer = coordinator.post(f"/szkice/{version.pk}/{address}", {"revision": "0"})
        assert answer.status_code == 409, address
        assert "Tego kroku nie można teraz zrobić" in answer.content.decode()


def test_a_city_that_has_left_cannot_write(city: City) -> None:
    version = a_draft(city)
    editor = signed_in(a_user(Role.CITY_EDITOR, city))
    Membership.objects.filter(city=city).update(left_on="2026-01-01")
    assert editor.get("/praktyki/nowa/").status_code == 403
    assert editor.post(f"/szkice/{version.pk}/", {"revision": "0"}).status_code == 403
    assert "nie należy teraz do sieci" in editor.get("/moje-miasto/").content.decode()


def test_a_decision_without_what_it_needs_keeps_what_was_typed(city: City) -> None:
    version = submitted(a_draft(city))
    reviewer = signed_in(a_user(Role.REVIEWER))
    answer = reviewer.post(f"/recenzje/{version.pk}/", {"decision": "publish", "reason": "Moja opinia."})
    assert answer.status_code == 422
    assert "Wybierz poziom dowodu" in answer.content.decode() and "Moja opinia." in answer.content.decode()
    answer = reviewer.post(f"/recenzje/{version.pk}/", {"decision": "return", "reason": " ", "review_by": "kiedyś"})
    assert answer.status_code == 422 and "Napisz powód" in answer.content.decode()
    answer = reviewer.post(
        f"/recenzje/{version.pk}/", {"decision": "publish", "evidence_level": "claimed", "review_by": "2020-01-01"}
    )
    assert answer.status_code == 422 and "przyszłości" in answer.content.decode()
    assert PracticeVersion.objects.get(pk=version.pk).state == VersionState.SUBMITTED


def test_a_decision_that_came_second_is_told_so(city: City) -> None:
    version = submitted(a_draft(city))
    first, second = signed_in(a_user(Role.REVIEWER)), signed_in(a_user(Role.REVIEWER))
    decision = {"decision": "publish", "evidence_level": "claimed", "reason": "Moja opinia."}
    first.post(f"/recenzje/{version.pk}/", decision)
    answer = second.post(f"/recenzje/{version.pk}/", decision)
    assert answer.status_code == 409 and "nie czeka na recenzję" in answer.content.decode()


def test_every_change_needs_the_token(city: City) -> None:
    version = a_draft(city)
    person = a_user(Role.CITY_COORDINATOR, city)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (f"/szkice/{version.pk}/", f"/szkice/{version.pk}/wyslij/", "/powiadomienia/przeczytane/"):
        assert client.post(address, {}).status_code == 403


def test_no_page_of_the_desk_has_a_script_or_a_style_of_its_own(city: City) -> None:
    import re

    version = submitted(a_draft(city))
    draft = a_draft(city)
    coordinator, reviewer = signed_in(a_user(Role.CITY_COORDINATOR, city)), signed_in(a_user(Role.REVIEWER))
    pages = [
        (coordinator, "/moje-miasto/"), (coordinator, f"/szkice/{draft.pk}/"), (coordinator, f"/szkice/{draft.pk}/podglad/"),
        (coordinator, f"/szkice/{version.pk}/stan/"), (coordinator, f"/szkice/{draft.pk}/wyslij/"),
        (reviewer, "/recenzje/"), (reviewer, f"/recenzje/{version.pk}/"), (Client(), "/konto/zaloguj/"),
    ]  # fmt: skip
    for client, address in pages:
        answer = client.get(address)
        html = answer.content.decode()
        assert answer.status_code == 200, address
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|data:", html), address
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html)), address
        assert not re.search(r'(?:src|action)="https?://', html), address
