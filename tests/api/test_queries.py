"""Every answer costs a fixed small number of queries, however much it holds."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from network.outbox.draining import drain
from tests.api.addresses import TEMPLATES, body_of, filled
from tests.api.world import World
from tests.factories import a_city, a_published_practice

_COSTS = {
    "search/": 3,
    "search/export/": 6,
    "search/map/": 2,
    "suggest/": 3,
    "practices/": 4,
    "practices/{id}/": 11,
    "practices/{id}/similar/": 12,
    "changes/": 11,
    "cities/": 3,
    "cities/{slug}/": 3,
    "cities/{slug}/recommendations/": 14,
    "cities/{slug}/peers/": 4,
    "themes/": 2,
    "tags/": 1,
}


# Outside a transaction, where the process remembers names as it does in life.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("more", [0, 4])
def test_an_answer_costs_a_fixed_number_of_queries(
    indexed: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for _ in range(more):
        a_published_practice(a_city(voivodeship="30", population=40000), tags=("zieleń", "park"))
    drain()
    addresses = filled({"id": indexed.full.pk, "slug": indexed.home.slug})
    assert set(addresses) == set(TEMPLATES) == set(_COSTS)
    for template, cost in _COSTS.items():
        asked = {"q": "rynek"} if template in {"search/", "search/map/", "suggest/"} else {}
        body_of(client.get(addresses[template], asked))
        with django_assert_num_queries(cost, info=template):
            assert body_of(client.get(addresses[template], asked))


def test_an_unchanged_practice_costs_one_query(
    world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/api/v1/practices/{world.full.pk}/"
    known = {"If-None-Match": client.get(address)["ETag"]}
    with django_assert_num_queries(1):
        assert client.get(address, headers=known).status_code == 304
