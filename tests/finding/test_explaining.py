"""A hit can say why it is there: the parts of its score, and the forms of the words in its texts."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from search.finding.explanation import Explanation
from search.finding.find import find
from search.query.request import SearchRequest
from tests.factories import a_city, a_published_practice, a_text, a_theme, content
from tests.finding.asking import ask, index_everything


def why(q: str = "", **asked: Any) -> dict[int, Explanation]:
    """The explanations of the first page's hits; the parts of each come to its score."""
    page = find(SearchRequest(q=q, **asked), explain=True)
    explained = {result.card.id: result.explanation for result in page.results}
    for result in page.results:
        assert result.explanation is not None
        assert result.explanation.score == pytest.approx(result.score, abs=1e-9)
    return {id: explanation for id, explanation in explained.items() if explanation}


def forms(explanation: Explanation) -> Mapping[str, set[tuple[str, str]]]:
    """Word as typed -> forms with their fields."""
    return {word.typed: {(form.form, form.field) for form in word.forms} for word in explanation.matched}


def test_the_parts_add_up_and_the_share_tells_how_much_of_the_question_is_there() -> None:
    both = a_published_practice(title="Ogród deszczowy")
    one = a_published_practice(title="Ogród przy szkole")
    for _ in range(5):
        a_published_practice()
    index_everything()
    explained = why("ogród deszczowy")
    assert set(explained) == {both.pk, one.pk}
    assert explained[both.pk].words.share > explained[one.pk].words.share > 0
    for explanation in explained.values():
        assert (explanation.found_by, explanation.meaning, explanation.sort) == ("words", None, "relevance")


def test_every_form_is_named_with_its_field_and_words_that_are_nowhere_too() -> None:
    a_theme("zielen", name_pl="Drzewa i ogrody", name_en="Trees and gardens")
    texts = {"pl": a_text("Ogrody deszczowe", summary="W ogrodzie rosną trawy.", solution="Woda z deszczu zostaje.")}
    made = a_published_practice(a_city("Ogrodniki"), what=content(texts=texts, themes=("zielen",), tags=("ogród",)))
    index_everything()
    explanation = why("ogrodem w deszcz kosmodrom")[made.pk]
    assert [word.typed for word in explanation.matched] == ["ogrodem", "w", "deszcz", "kosmodrom"]
    found = forms(explanation)
    assert {("ogrody", "title"), ("ogrodzie", "summary"), ("ogrody", "labels"), ("ogród", "labels")} <= found["ogrodem"]
    assert ("deszczu", "solution") in found["deszcz"]
    assert found["w"] == found["kosmodrom"] == set()


def test_a_word_typed_without_polish_letters_is_explained_by_the_word_that_is_there() -> None:
    made = a_published_practice(title="Ścieżki rowerowe")
    index_everything()
    assert forms(why("sciezka")[made.pk]) == {"sciezka": {("ścieżki", "title")}}


def test_a_phrase_is_explained_as_a_whole() -> None:
    texts = {"pl": a_text("Ścieżka rowerowa", summary="Ścieżka nad rzeką.")}
    made = a_published_practice(what=content(texts=texts))
    index_everything()
    assert forms(why('"ścieżka rowerowa"')[made.pk]) == {'"ścieżka rowerowa"': {("ścieżka rowerowa", "title")}}


def test_a_quoted_name_that_is_nowhere_is_explained_by_its_words() -> None:
    made = a_published_practice(title="Ścieżka nad rzeką")
    index_everything()
    assert ask('rzeka "ścieżka kosmiczna"').unquoted
    found = forms(why('rzeka "ścieżka kosmiczna"')[made.pk])
    assert ("rzeką", "title") in found["rzeka"] and ("ścieżka", "title") in found['"ścieżka kosmiczna"']


def test_every_language_is_looked_at() -> None:
    english = a_text("A shaded square", summary="Trees give shade.")
    made = a_published_practice(what=content(texts={"pl": a_text("Zacieniony plac"), "en": english}))
    index_everything()
    [word] = why("trees")[made.pk].matched
    assert {(form.form, form.language) for form in word.forms} == {("trees", "en")}


def test_in_another_order_nothing_is_scored_but_the_words_are_named() -> None:
    made = a_published_practice(title="Ogród deszczowy")
    index_everything()
    explanation = why("ogród", sort="newest")[made.pk]
    assert (explanation.score, explanation.sort, explanation.found_by) == (0, "newest", "words")
    assert forms(explanation)["ogród"] == {("ogród", "title")}


def test_without_words_there_is_nothing_to_explain() -> None:
    made = a_published_practice(title="Ogród deszczowy")
    index_everything()
    explanation = why()[made.pk]
    assert (explanation.score, explanation.found_by, explanation.matched) == (0, "", ())


def test_an_answer_of_the_database_is_explained_too(engine_down: Callable[[], None]) -> None:
    made = a_published_practice(title="Ogród deszczowy")
    index_everything()
    engine_down()
    explanation = why("ogród kosmodrom")[made.pk]
    assert 0 < explanation.words.share <= 1 and explanation.found_by == "words"
    assert forms(explanation)["ogród"] == {("ogród", "title")}


def test_the_api_explains_only_where_it_is_asked_to(client: Client) -> None:
    a_published_practice(title="Ogród deszczowy")
    index_everything()
    for asked in ({}, {"explain": "0"}):
        [result] = client.get("/api/v1/search/", {"q": "ogród", **asked}).json()["results"]
        assert "explanation" not in result
    [result] = client.get("/api/v1/search/", {"q": "ogród", "explain": "1"}).json()["results"]
    explanation = result["explanation"]
    assert explanation["score"] == pytest.approx(result["score"], abs=1e-4)
    assert explanation["words"]["share"] * explanation["words"]["weight"] == pytest.approx(explanation["score"])
    assert explanation["meaning"] is None and explanation["found_by"] == "words"
    assert explanation["matched"] == [
        {"typed": "ogród", "forms": [{"form": "ogród", "field": "title", "language": "pl"}]}
    ]


@pytest.mark.parametrize("asked", [["2"], ["true"], [""], ["1", "1"]])
def test_explain_is_0_or_1(client: Client, asked: list[str]) -> None:
    response = client.get("/api/v1/search/", {"explain": asked})
    assert response.status_code == 400 and response.json()["parameter"] == "explain"


@pytest.mark.parametrize(
    "q", ["", "🌻", '"', '"&" ogród', "-ogród", "ogród " * 60, '"w" w', "ogród" * 150, 'tag:x "y z"']
)
def test_whatever_is_typed_can_be_explained(client: Client, q: str) -> None:
    a_published_practice(title="Ogród deszczowy w mieście")
    index_everything()
    assert client.get("/api/v1/search/", {"q": q, "explain": "1"}).status_code == 200
