"""A page asks the database a fixed number of questions, however much there is to show."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.models import Role
from tests.factories import a_city, a_published_practice, a_user
from tests.web.conftest import World, full_content

# Outside a transaction, where the process remembers names as it does in life.
pytestmark = pytest.mark.django_db(transaction=True)

# Measured; what search adds comes on top, is counted with its own tests, and must be as fixed.
MOST = {"/": 12, "/miasta/": 4, "/tematy/": 3, "/tematy/upaly-i-woda/": 9}


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def more_of_everything(world: World) -> None:
    for name in ("Alfa", "Beta", "Gamma"):
        city = a_city(name, voivodeship="14", latitude=52.0, longitude=21.0, population=1000)
        a_published_practice(city, what=full_content())
    for _ in range(4):
        a_published_practice(world.city, what=full_content())


@pytest.mark.parametrize("path", list(MOST))
def test_a_list_asks_no_more_when_it_grows(client: Client, world: World, path: str) -> None:
    a_published_practice(world.city, what=full_content())
    before = queries(client, path)
    more_of_everything(world)
    assert queries(client, path) == before <= MOST[path], before


def test_the_page_of_a_practice_asks_a_fixed_number(client: Client, world: World) -> None:
    before = queries(client, world.practice_path)
    more_of_everything(world)
    assert queries(client, world.practice_path) == before


def test_a_signed_in_reader_costs_a_fixed_number_more(client: Client, world: World) -> None:
    client.force_login(a_user(Role.CITY_EDITOR, world.city))
    before = queries(client, "/miasta/")
    more_of_everything(world)
    assert queries(client, "/miasta/") == before <= MOST["/miasta/"] + 4
