"""What the page of a city says of its practices."""

import pytest
from django.test import Client

from practices.web import panels
from tests.factories import a_city, a_published_practice, a_text

pytestmark = pytest.mark.django_db


def test_a_city_with_more_practices_than_its_page_lists_says_how_many_and_leads_to_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "MOST", 2)
    city = a_city("Łódź", slug="lodz", locative="w Łodzi")
    for number in range(3):
        a_published_practice(city, texts={"pl": a_text(f"Praktyka numer {number}")})
    page = client.get("/miasta/lodz/").content.decode()
    assert "3 praktyki." in page
    assert page.count("Praktyka numer") == 2
    assert "?city=lodz" in page


def test_a_city_whose_practices_are_all_listed_leads_nowhere_else(client: Client) -> None:
    a_published_practice(a_city("Łódź", slug="lodz", locative="w Łodzi"))
    page = client.get("/miasta/lodz/").content.decode()
    assert "1 praktyka." in page
    assert "?city=lodz" not in page
