"""A search by words and meaning: one list whose count, facets and pages agree, and in which nothing is seen that is not public."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from network.models import Role
from network.outbox.draining import drain
from practices.models import Practice
from practices.services.lifecycle import withdraw_practice
from search.embedding import _embedder
from search.finding.find import count_hits, find
from search.finding.page import Degraded
from search.indexing.building import build
from search.indexing.embedding import embed_pending
from search.indexing.generations import promote
from search.indexing.meaning_generations import keep_meaning
from search.query.request import SORTS, SearchRequest, Sort
from search.vectors import vector_store
from search.vectors.base import Likeness, StoreUnavailable
from tests.factories import a_city, a_published_practice, a_text, a_user, content
from tests.meaning.model import Model, failing
from tests.services.addresses import address

pytestmark = pytest.mark.django_db

# Alike for the model of these tests, which compares groups of letters, and other words for the analysis.
_ASKED, _ALIKE = "przedszkolaki ogrodniczki", "Ogrodnictwo przedszkolne"


@pytest.fixture(params=["file", "server"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Either store of vectors: whatever holds of a search holds with both."""
    if request.param == "file":
        yield
        return
    settings.VECTORS_URL = f"{address('TEST_ELASTICSEARCH_URL')}/test-{uuid4().hex[:12]}"
    yield
    for generation in vector_store().generations():
        vector_store().drop(generation)


@pytest.fixture(autouse=True)
def practices(model: Model, store: None) -> list[Practice]:
    """A dozen on other things, one that is alike, one with the words."""
    promote(build().generation)
    titles = [
        f"{word} miejska {n}"
        for n, word in enumerate(["Ławka", "Hulajnoga", "Toaleta", "Fontanna", "Kładka", "Tężnia"])
    ]
    made = [a_published_practice(what=content(title)) for title in [*titles, _ALIKE, "Ogrodniczki"]]
    everything()
    return made


class Unreachable:
    """A question beside a store that has just gone away."""

    def nearest(self, *, above: float, limit: int) -> list[int]:
        """What was known a moment ago."""
        return list(Practice.objects.values_list("id", flat=True))

    def of(self, ids: object) -> dict[int, Likeness]:
        """No more."""
        raise StoreUnavailable


def everything() -> None:
    drain()
    keep_meaning()
    embed_pending()
    while drain().leased:
        pass


def ids(request: SearchRequest) -> list[int]:
    return [result.card.id for result in find(request).results]


def test_a_practice_is_found_that_means_what_was_asked_in_other_words(
    practices: list[Practice], settings: Settings
) -> None:
    alike = practices[-2]
    page = find(SearchRequest(q=_ASKED))
    assert page.mode == "hybrid" and page.degraded is Degraded.NO
    assert alike.id in [result.card.id for result in page.results]
    settings.EMBEDDING_URL = "none://"
    page = find(SearchRequest(q=_ASKED))
    assert page.mode == "words" and page.degraded is Degraded.NO
    assert alike.id not in [result.card.id for result in page.results]


def test_a_question_all_in_quotes_asks_for_its_words_alone_so_long_as_they_are_anywhere(
    practices: list[Practice],
) -> None:
    page = find(SearchRequest(q=f'"{_ALIKE}"'))
    assert [result.card.id for result in page.results] == [practices[-2].id]
    assert page.count == count_hits(page.request) == 1
    assert page.mode == "words" and not page.unquoted


def test_a_name_in_quotes_that_is_nowhere_is_searched_by_its_words_and_meaning_and_the_page_says_so(
    practices: list[Practice],
) -> None:
    page = find(SearchRequest(q=f'"{_ASKED}"'))
    assert page.mode == "hybrid" and page.unquoted
    assert {practices[-1].id, practices[-2].id} <= {result.card.id for result in page.results}
    assert page.count == count_hits(page.request)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_holds_the_same_hits_page_by_page(sort: Sort, practices: list[Practice]) -> None:
    best = find(SearchRequest(q=_ASKED, page_size=100))
    assert best.mode == "hybrid" and best.count > 1
    whole = ids(SearchRequest(q=_ASKED, sort=sort, page_size=100))
    assert sorted(whole) == sorted(result.card.id for result in best.results)
    walked = [
        id
        for page in range(1, best.count + 1)
        for id in ids(SearchRequest(q=_ASKED, sort=sort, page=page, page_size=1))
    ]
    assert walked == whole
    assert sort in {"relevance", "cost-per-inhabitant"} or whole == sorted(whole, reverse=True)


def test_what_is_excluded_or_demanded_holds_for_hits_of_meaning_too(practices: list[Practice]) -> None:
    assert practices[-2].id not in ids(SearchRequest(q=f"{_ASKED} -ogrodnictwo"))
    assert practices[-2].id not in ids(SearchRequest(q=f"{_ASKED} city:nigdzie"))


def test_every_facet_counts_the_hits_behind_it_on_every_page(practices: list[Practice]) -> None:
    page = find(SearchRequest(q=_ASKED))
    assert page.count == count_hits(SearchRequest(q=_ASKED)) == len(ids(SearchRequest(q=_ASKED, page_size=100)))
    for name, values in page.facets.items():
        for value in values:
            chosen = SearchRequest(q=_ASKED, facets={name: (value.value,)}, page_size=1)
            walked = [id for n in range(1, value.count + 1) for id in ids(chosen.with_page(n))]
            assert len(set(walked)) == len(walked) == value.count == find(chosen).count, (name, value)


def test_a_score_does_not_depend_on_the_page_or_on_a_filter(practices: list[Practice]) -> None:
    whole = {result.card.id: result.score for result in find(SearchRequest(q=_ASKED)).results}
    year = str(practices[0].first_published_at.year)  # type: ignore[union-attr]
    for request in (SearchRequest(q=_ASKED, page_size=1, page=2), SearchRequest(q=_ASKED, facets={"year": (year,)})):
        for result in find(request).results:
            assert result.score == whole[result.card.id]


def test_the_newest_first_are_the_same_hits(practices: list[Practice]) -> None:
    assert sorted(ids(SearchRequest(q=_ASKED, sort="newest"))) == sorted(ids(SearchRequest(q=_ASKED)))


def test_a_withdrawn_practice_is_gone_before_the_store_knows_it(practices: list[Practice]) -> None:
    before = find(SearchRequest(q=_ASKED)).count
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=practices[-2], reason="Na prośbę miasta.")
    page = find(SearchRequest(q=_ASKED))
    assert page.count == before - 1 == sum(value.count for value in page.facets["status"])
    assert practices[-2].id not in [result.card.id for result in page.results]


def test_while_the_model_is_down_words_answer_and_the_page_says_so(
    practices: list[Practice], model: Model, client: Client
) -> None:
    model.answering = failing
    _embedder.cache_clear()
    page = find(SearchRequest(q="ogrodniczki hulajnoga"))
    assert (page.mode, page.degraded, page.count) == ("words", Degraded.MEANING, 2)
    answer: dict[str, Any] = client.get("/api/v1/search/", {"q": "ogrodniczki hulajnoga"}).json()
    assert (answer["degraded"], answer["degraded_by"], answer["mode"]) == (True, "meaning", "words")
    assert answer["facets"]["status"]
    assert "Szukamy teraz tylko po słowach" in client.get("/szukaj/", {"q": "ogrodniczki hulajnoga"}).content.decode()


def test_a_store_that_goes_away_in_the_middle_of_a_search_costs_meaning_alone(practices: list[Practice]) -> None:
    with patch.object(vector_store(), "likenesses", return_value=Unreachable()):
        page = find(SearchRequest(q="Ogrodniczki"))
    assert page.degraded is Degraded.MEANING and page.mode == "words"
    assert practices[-1].id in [result.card.id for result in page.results]


def test_a_lost_store_is_degraded_and_no_error(practices: list[Practice]) -> None:
    for generation in vector_store().generations():
        vector_store().drop(generation)
    page = find(SearchRequest(q="ogrodniczki"))
    assert (page.mode, page.degraded, page.count) == ("words", Degraded.MEANING, 1)


def test_a_hit_of_meaning_shows_the_passage_that_is_near(practices: list[Practice]) -> None:
    city = a_city("Iława")
    text = "Dzieci sadzą pomidory. " * 3
    what = content(texts={"pl": a_text("Warzywniak", solution=text)})
    practice = a_published_practice(city, what=what)
    everything()
    [result] = [r for r in find(SearchRequest(q="sadzonki pomidorowe dziecięce")).results if r.card.id == practice.id]
    assert result.snippets[0].field == "solution"
    assert "pomidory" in "".join(segment.text for segment in result.snippets[0].segments)


def test_a_hostile_question_is_answered(client: Client) -> None:
    """Or refused with a sentence, where it holds what no text can."""
    markup, logic = ("<script>alert(1)</script>", "'; DROP TABLE x; --"), ('"', "(((", "field:nikt", "a AND (b OR")
    for q in ("\x00", "🌻" * 400, "\u202egórod", "x" * 1000, *markup, *logic):
        assert client.get("/api/v1/search/", {"q": q}).status_code == (400 if "\x00" in q else 200), q
        assert client.get("/szukaj/", {"q": q}).status_code in {200, 400}, q
