"""A hit of words and meaning says what each of them gave."""

from typing import Any

import pytest
from django.test import Client

from network.outbox.draining import drain
from practices.models import Practice
from search.finding.find import find
from search.finding.ranking import MEANING_WEIGHT
from search.indexing.building import build
from search.indexing.embedding import embed_pending
from search.indexing.generations import promote
from search.indexing.meaning_generations import keep_meaning
from search.query.request import SearchRequest
from tests.factories import a_published_practice, a_text, content
from tests.meaning.model import Model

pytestmark = pytest.mark.django_db

# Alike for the model of these tests, which compares groups of letters, and other words for the analysis.
_ASKED, _ALIKE = "przedszkolaki ogrodniczki", "Ogrodnictwo przedszkolne"


@pytest.fixture(autouse=True)
def practices(model: Model) -> dict[str, Practice]:
    """Some on other things, one that is alike, one with the words, one with both."""
    promote(build().generation)
    titles = ["Ławka 1", "Hulajnoga 2", "Toaleta 3", "Fontanna 4", "Kładka 5", _ALIKE, "Ogrodniczki", _ASKED]
    made = {title: a_published_practice(what=content(texts={"pl": a_text(title)})) for title in titles}
    drain()
    keep_meaning()
    embed_pending()
    while drain().leased:
        pass
    return made


def test_words_and_meaning_add_up_to_the_score() -> None:
    page = find(SearchRequest(q=_ASKED), explain=True)
    assert page.mode == "hybrid" and len(page.results) >= 3
    for result in page.results:
        explanation = result.explanation
        assert explanation is not None and explanation.meaning is not None
        words, meaning = explanation.words, explanation.meaning
        assert words.weight == 1 and meaning.weight == MEANING_WEIGHT and 0 < meaning.likeness <= 1.0001
        parts = words.share * words.weight + meaning.weight * (meaning.likeness - meaning.typical)
        assert parts == pytest.approx(result.score, abs=1e-6) == pytest.approx(explanation.score, abs=1e-6)
        assert meaning.passage is not None and meaning.passage.language == "pl"


def test_what_made_it_a_hit_is_told(practices: dict[str, Practice]) -> None:
    by_id = {r.card.id: r.explanation for r in find(SearchRequest(q=_ASKED), explain=True).results}
    told = {title: explanation.found_by for title, p in practices.items() if (explanation := by_id.get(p.pk))}
    assert told[_ALIKE] == "meaning" and told[_ASKED] == "both"
    assert all(not word.forms for word in by_id[practices[_ALIKE].pk].matched)  # type: ignore[union-attr]


def test_a_practice_without_vectors_yet_is_explained_by_its_words() -> None:
    new = a_published_practice(title="Ogrodniczki w parku")
    while drain().leased:
        pass
    [explanation] = [r.explanation for r in find(SearchRequest(q=_ASKED), explain=True).results if r.card.id == new.pk]
    assert explanation is not None
    assert explanation.score > 0 and explanation.found_by == "words"


def test_another_order_has_no_scores_but_tells_what_found_it(practices: dict[str, Practice]) -> None:
    page = find(SearchRequest(q=_ASKED, sort="newest"), explain=True)
    found = {r.card.id: r.explanation.found_by for r in page.results if r.explanation}
    assert found[practices[_ALIKE].pk] == "meaning"
    assert {(r.explanation.score, r.explanation.meaning) for r in page.results if r.explanation} == {(0.0, None)}


def test_the_api_tells_it(client: Client) -> None:
    body: dict[str, Any] = client.get("/api/v1/search/", {"q": _ASKED, "explain": "1"}).json()
    for result in body["results"]:
        explanation = result["explanation"]
        meaning, words = explanation["meaning"], explanation["words"]
        above = meaning["likeness"] - meaning["typical"]
        assert words["share"] * words["weight"] + meaning["weight"] * above == pytest.approx(explanation["score"])
        assert explanation["score"] == pytest.approx(result["score"], abs=1e-4)
        assert set(meaning["passage"]) == {"field", "language", "start", "end"}
