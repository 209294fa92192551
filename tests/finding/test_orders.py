"""The orders of a search: the same from an engine and from the database in its place, and on whatever pages they are walked."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from network.models import City
from practices.content import CostContent
from practices.models import Practice
from search.query.request import SORTS, Sort
from tests.factories import a_city, a_draft, a_text, content, published
from tests.finding.asking import ask, every_hit, ids, index_everything


@pytest.fixture
def practices() -> dict[str, int]:
    """Practices by name, in the order of their publication; the last two cannot be compared by cost."""
    small, large, unknown = a_city("Małe", population=10_000), a_city("Duże", population=500_000), a_city("Nieznane")
    made = [
        ("1 zł, claimed", small, "claimed", ("10000",)),
        ("20 zł, external", large, "external", ("4000000", "6000000")),
        ("50 gr, monitored", large, "monitored", ("250000",)),
        ("free, external", small, "external", ("0",)),
        ("no costs, before-after", small, "before-after", ()),
        ("no population, claimed", unknown, "claimed", ("1",)),
    ]
    return {name: _published(name, city, evidence, amounts).pk for name, city, evidence, amounts in made}


def _published(name: str, city: City, evidence: str, amounts: tuple[str, ...]) -> Practice:
    costs = tuple(CostContent(what={"pl": "Prace"}, amount=Decimal(amount)) for amount in amounts)
    return published(a_draft(city, what=content(f"Ogród {name}", costs=costs)), evidence_level=evidence)


_BY_EVIDENCE = [
    "free, external", "20 zł, external", "no costs, before-after", "50 gr, monitored", "no population, claimed",
    "1 zł, claimed",
]  # fmt: skip
_BY_COST = [
    "free, external", "50 gr, monitored", "1 zł, claimed", "20 zł, external", "no population, claimed",
    "no costs, before-after",
]  # fmt: skip


@pytest.mark.parametrize("q", ["", "ogród", "ogrody prace -łąka"])
@pytest.mark.parametrize("answers", ["the engine", "the database"])
@pytest.mark.parametrize(("sort", "expected"), [("evidence", _BY_EVIDENCE), ("cost-per-inhabitant", _BY_COST)])
def test_what_is_strongest_or_cheapest_comes_first_and_what_cannot_be_compared_last(
    sort: Sort, expected: list[str], answers: str, q: str, practices: dict[str, int], engine_down: Callable[[], None]
) -> None:
    index_everything()
    if answers == "the database":
        engine_down()
    assert every_hit(q, sort=sort) == [practices[name] for name in expected]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_every_order_hold_each_hit_once_and_agree_with_one_long_page(
    sort: Sort, practices: dict[str, int], engine_down: Callable[[], None]
) -> None:
    for _twin in range(5):
        published(a_draft(a_city(), what=content("Ogród bliźniaczy", texts={"pl": a_text("Ogród bliźniaczy")})))
    index_everything()
    for q in ("", "ogród"):
        walked = every_hit(q, sort=sort)
        assert len(set(walked)) == 11 and walked == ids(ask(q, sort=sort, page_size=100))
    engine_down()
    assert every_hit("ogród", sort=sort) == ids(ask("ogród", sort=sort, page_size=100))


def test_an_order_keeps_the_conditions(practices: dict[str, int]) -> None:
    index_everything()
    assert every_hit(sort="cost-per-inhabitant", evidence=["external", "claimed"], city=["male", "duze"]) == [
        practices[name] for name in ("free, external", "1 zł, claimed", "20 zł, external")
    ]
