"""The API's documentation is drawn by Swagger UI from our own files; what it draws is not judged by axe here."""

import pytest
from playwright.sync_api import expect

from .conftest import Opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_documentation_of_the_api_shows_its_calls_and_asks_nobody_else(open_browser: Opened) -> None:
    page = open_browser()
    page.goto("/api/v1/docs/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("API")
    expect(page.get_by_text("/api/v1/search/").first).to_be_visible()
