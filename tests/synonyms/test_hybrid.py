"""Synonyms and names typed exactly in a search by words and meaning."""

import pytest

from network.models import Role
from practices.models import Practice
from search.finding.find import count_hits, find
from search.indexing.building import build
from search.indexing.generations import promote
from search.query.request import SearchRequest
from search.synonyms.editing import Contents, add_group
from tests.factories import a_city, a_published_practice, a_user, content
from tests.meaning.conftest import model
from tests.meaning.test_finding import everything

__all__ = ["model"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def practices(model: object) -> list[Practice]:
    promote(build().generation)
    city = a_city("Kwidzyn Nowy")
    titles = ("Ławka", "Fontanna", "Welocypedy miejskie", "Kwidzyn i okolice Kwidzyna", "Toaleta", "Kładka")
    made = [a_published_practice(what=content(f"{title} {n}")) for n, title in enumerate(titles)]
    made.append(a_published_practice(city, what=content("Hulajnogi")))
    everything()
    return made


def ids(q: str, **asked: object) -> list[int]:
    page = find(SearchRequest(q=q, **asked))  # type: ignore[arg-type]
    assert page.mode == "hybrid"
    return [result.card.id for result in page.results]


def test_a_synonym_finds_by_words_and_leaves_meaning_as_it_is(practices: list[Practice]) -> None:
    before = {r.card.id: r.score for r in find(SearchRequest(q="jednoślad")).results}
    add_group(actor=a_user(Role.OPERATOR), contents=Contents(("jednoślad", "welocyped")))
    page = find(SearchRequest(q="jednoślad"))
    after = {r.card.id: r.score for r in page.results}
    assert page.results[0].card.id == practices[2].pk
    assert page.count == count_hits(SearchRequest(q="jednoślad")) == len(after)
    assert {id: score for id, score in after.items() if id != practices[2].pk} == {
        id: score for id, score in before.items() if id != practices[2].pk
    }


def test_what_is_named_exactly_comes_first_and_is_counted(practices: list[Practice]) -> None:
    mine = practices[-1]
    for typed in ("kwidzyn nowy", f"#{mine.pk}"):
        assert ids(typed)[0] == mine.pk
        page = find(SearchRequest(q=typed))
        assert page.count == count_hits(SearchRequest(q=typed)) == len(page.results)
        assert ids(typed, sort="newest") and set(ids(typed, sort="newest")) == set(ids(typed))


def test_its_score_depends_on_no_page_and_no_filter(practices: list[Practice]) -> None:
    whole = {r.card.id: r.score for r in find(SearchRequest(q="kwidzyn nowy")).results}
    for request in (
        SearchRequest(q="kwidzyn nowy", page_size=1),
        SearchRequest(q="kwidzyn nowy", facets={"city": ("kwidzyn-nowy",)}),
    ):
        for result in find(request).results:
            assert result.score == whole[result.card.id]
