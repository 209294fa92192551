"""From the first word to a published second version, through the pages alone."""

import pytest

from network.models import City, Role
from practices.models import Practice, PracticeVersion, VersionState
from tests.desk.pages import edit_page, form_of, signed_in
from tests.factories import a_city, a_theme, a_user

pytestmark = pytest.mark.django_db

TEXTS = {
    "t-title": "Ogródki deszczowe przy szkołach",
    "t-summary": "Przy czterech szkołach powstały ogródki, które zbierają wodę.",
    "t-challenge": "Po ulewach woda stała na boiskach.",
    "t-solution": "Płytkie niecki z roślinami.",
    "t-results": "Woda znika po dziewięciu godzinach.",
    "t-lessons": "Pierwsze rośliny uschły.",
    "t-conditions": "Potrzebny jest nieutwardzony grunt.",
    "d-themes": ["woda"],
    "d-status": "finished",
    "d-contact_mailbox": "srodowisko@miasto.example",
}


@pytest.fixture
def city() -> City:
    a_theme("woda")
    return a_city("Nibygród", population=41_070)


def test_a_practice_goes_from_the_first_word_to_its_second_version(city: City) -> None:
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    reviewer = signed_in(a_user(Role.REVIEWER))

    answer = coordinator.post("/praktyki/nowa/", {"title": "Roboczy", "city": city.slug, "language": "pl"})
    version = PracticeVersion.objects.get()
    assert answer.headers["Location"] == f"/szkice/{version.pk}/"

    form = form_of(edit_page(coordinator, version)) | {"do": "submit"}
    refused = coordinator.post(f"/szkice/{version.pk}/", form)
    assert refused.status_code == 422
    assert 'href="#id_t-summary"' in refused.content.decode()

    form = form_of(edit_page(coordinator, version)) | TEXTS | {"do": "submit"}
    answer = coordinator.post(f"/szkice/{version.pk}/", form)
    assert answer.headers["Location"] == f"/szkice/{version.pk}/wyslij/"
    coordinator.post(answer.headers["Location"])
    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED

    assert "Ogródki deszczowe" in reviewer.get("/recenzje/").content.decode()
    reviewer.post(f"/recenzje/{version.pk}/przydziel/")
    page = reviewer.get(f"/recenzje/{version.pk}/").content.decode()
    assert "Płytkie niecki" in page
    answer = reviewer.post(f"/recenzje/{version.pk}/", {"decision": "return", "reason": "Ile to kosztowało?"})
    assert answer.headers["Location"] == "/recenzje/"

    assert "Ile to kosztowało?" in edit_page(coordinator, version)
    assert "Do poprawy" in coordinator.get("/moje-miasto/").content.decode()
    coordinator.post(f"/szkice/{version.pk}/wiadomosc/", {"body": "Dopisaliśmy koszty."})
    form = form_of(edit_page(coordinator, version)) | {
        "do": "save", "costs-count": "1", "costs-0-what": "Rośliny", "costs-0-amount": "62 500,50", "costs-0-yearly": "",
    }  # fmt: skip
    assert coordinator.post(f"/szkice/{version.pk}/", form).status_code == 302
    coordinator.post(f"/szkice/{version.pk}/wyslij/")

    page = reviewer.get(f"/recenzje/{version.pk}/").content.decode()
    assert "Dopisaliśmy koszty." in page and "62\u00a0500,50" in page
    decision = {"decision": "publish", "evidence_level": "monitored", "reason": "Pomiar jest stały.", "review_by": ""}
    assert reviewer.post(f"/recenzje/{version.pk}/", decision).status_code == 302
    practice = Practice.objects.get()
    assert practice.live_id == version.pk
    public = coordinator.get(f"/praktyki/{practice.pk}-{practice.slug}/").content.decode()
    assert "Pomiar jest stały." in public

    question = coordinator.get(f"/praktyki/{practice.pk}/edycja/").content.decode()
    assert "bez zmian" in question
    answer = coordinator.post(f"/praktyki/{practice.pk}/edycja/")
    second = PracticeVersion.objects.get(number=2)
    assert answer.headers["Location"] == f"/szkice/{second.pk}/"
    form = form_of(edit_page(coordinator, second)) | {"t-results": "Woda znika po siedmiu godzinach.", "do": "save"}
    coordinator.post(f"/szkice/{second.pk}/", form)
    public = coordinator.get(f"/praktyki/{practice.pk}-{practice.slug}/").content.decode()
    assert "dziewięciu" in public and "siedmiu" not in public
    coordinator.post(f"/szkice/{second.pk}/wyslij/")
    page = reviewer.get(f"/recenzje/{second.pk}/").content.decode()
    assert "<del>" in page and "dziewięciu</del>" in page and "siedmiu</ins>" in page
    reviewer.post(f"/recenzje/{second.pk}/", decision)
    assert "siedmiu" in coordinator.get(f"/praktyki/{practice.pk}-{practice.slug}/").content.decode()


def test_a_rejection_asks_first_and_then_closes_the_version(city: City) -> None:
    coordinator = signed_in(a_user(Role.CITY_COORDINATOR, city))
    reviewer = signed_in(a_user(Role.REVIEWER))
    coordinator.post("/praktyki/nowa/", {"title": "Roboczy", "city": city.slug, "language": "pl"})
    version = PracticeVersion.objects.get()
    form = form_of(edit_page(coordinator, version)) | TEXTS | {"do": "save"}
    coordinator.post(f"/szkice/{version.pk}/", form)
    coordinator.post(f"/szkice/{version.pk}/wyslij/")

    asked = reviewer.post(f"/recenzje/{version.pk}/", {"decision": "reject", "reason": "To nie jest praktyka miasta."})
    version.refresh_from_db()
    assert asked.status_code == 200 and version.state == VersionState.SUBMITTED
    reviewer.post(
        f"/recenzje/{version.pk}/", {"decision": "reject", "reason": "To nie jest praktyka miasta.", "confirmed": "1"}
    )
    version.refresh_from_db()
    assert version.state == VersionState.REJECTED
    page = coordinator.get(f"/szkice/{version.pk}/", follow=True).content.decode()
    assert "To nie jest praktyka miasta." in page
