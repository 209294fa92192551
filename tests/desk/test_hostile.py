"""Whatever is sent to the desk, the answer is a page with a sentence, never an error of ours."""

from typing import Any

import pytest

from network.models import Role
from tests.desk.pages import signed_in
from tests.factories import a_city, a_draft, a_user, submitted

pytestmark = pytest.mark.django_db

BIG = "9" * 30


@pytest.mark.parametrize(
    "address",
    [
        f"/szkice/{BIG}/", f"/praktyki/{BIG}/edycja/", "/szkice/{draft}/?lang=%00&add=zz", "/szkice/{draft}/?lang=zz&add=costs",
        "/szkice/{draft}/podglad/?lang=%00", "/praktyki/nowa/?city=%00", "/moje-miasto/nie-ma-takiego/",
    ],
)  # fmt: skip
def test_strange_addresses_are_answered(address: str) -> None:
    city = a_city()
    client = signed_in(a_user(Role.CITY_COORDINATOR, city))
    assert client.get(address.format(draft=a_draft(city).pk)).status_code in {200, 404}


@pytest.mark.parametrize("query", ["page=²&view=x", f"page={BIG}", "page=-1", "page=0&view=mine", "view=%00"])
def test_strange_pages_of_the_queue_are_answered(query: str) -> None:
    assert signed_in(a_user(Role.REVIEWER)).get(f"/recenzje/?{query}").status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"revision": "²", "costs-count": "²"},
        {"revision": BIG, "costs-count": BIG, "costs-0-amount": "1e999999", "costs-0-what": "x"},
        {"t-title": "\x00", "d-tags": "\x00", "add_tag": "\x00"},
        {"links-count": "1", "links-0-url": "javascript:alert(1)", "links-0-title": "x"},
        {"links-count": "2", "links-0-block": "7", "links-1-others": '{"title": [1]}', "links-1-url": "http://["},
        {"indicators-count": "1", "indicators-0-name": "x", "indicators-0-baseline": "9" * 40, "indicators-0-others": "[]"},
        {"d-staff_fte": "-1", "d-months_to_implement": "9" * 5000, "d-sdgs": ["99"], "d-themes": ["nie-ma"]},
        {"costs-count": "1", "costs-0-what": "x", "costs-0-amount": "5", "costs-0-others": '{"what": {"zzz": "x"}}'},
        {"t-solution": "x" * 60_000},
        {"d-tags": "x" * 300},
    ],
)  # fmt: skip
def test_a_form_with_nonsense_in_it_is_refused_with_a_sentence(data: dict[str, Any]) -> None:
    city = a_city()
    draft = a_draft(city)
    client = signed_in(a_user(Role.CITY_EDITOR, city))
    answer = client.post(f"/szkice/{draft.pk}/", {"revision": str(draft.revision)} | data if data else {})
    assert answer.status_code in {409, 422}
    if answer.status_code == 422:
        assert "Trzeba poprawić" in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"decision": "zz"},
        {"decision": "publish", "evidence_level": "zz", "review_by": "9999-99-99", "reason": "x" * 6000},
        {"decision": "publish", "evidence_level": "claimed", "review_by": "0001-01-01"},
        {"decision": "return", "reason": "\x00"},
        {"decision": "reject", "reason": " \n ", "confirmed": "1"},
    ],
)
def test_a_decision_with_nonsense_in_it_decides_nothing(data: dict[str, Any]) -> None:
    version = submitted(a_draft())
    assert signed_in(a_user(Role.REVIEWER)).post(f"/recenzje/{version.pk}/", data).status_code == 422
    version.refresh_from_db()
    assert version.state == "submitted"


@pytest.mark.parametrize("body", ["", "\x00", "x" * 9000])
def test_a_message_that_cannot_be_sent_stays_on_the_page(body: str) -> None:
    city = a_city()
    version = submitted(a_draft(city))
    answer = signed_in(a_user(Role.CITY_COORDINATOR, city)).post(f"/szkice/{version.pk}/wiadomosc/", {"body": body})
    assert answer.status_code == 422 and body[:50] in answer.content.decode()
