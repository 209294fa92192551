"""Named scenarios of words and meaning together, with the real model: what must be found, and what must come before what. Never a score.

Only what stands clear of the margin is here; what the model knows narrowly would break with its next version.
"""

import pytest
from pytest_django import Settings

from network.outbox.draining import drain
from search.finding.page import Degraded
from search.indexing.embedding import embed_pending
from search.indexing.meaning_generations import keep_meaning
from tests.finding.asking import ask, found, index_everything
from tests.ranking.collection import publish

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("real_model")]


@pytest.fixture
def names(real_model: None) -> dict[int, str]:
    """The whole small network, indexed and embedded: the name of each practice by its id."""
    published = publish()
    everything()
    return published


def everything() -> None:
    """What worker and embedder do, until nothing is left to do."""
    index_everything()
    keep_meaning()
    embed_pending()
    while drain().leased:
        pass


def in_order(names: dict[int, str], question: str) -> list[str]:
    """The names of what a question finds by words and meaning."""
    page = ask(question, page_size=100)
    assert (page.mode, page.degraded) == ("hybrid", Degraded.NO)
    return [names[result.card.id] for result in page.results]


def test_a_question_in_english_finds_the_polish_practice_that_has_none_of_its_words(
    names: dict[int, str], settings: Settings
) -> None:
    expected = {
        "parquet floor in a school": "parquet",
        "a science playground for children": "science playground",
    }
    for question, name in expected.items():
        assert in_order(names, question)[0] == name
    settings.EMBEDDING_URL = "none://"
    for question, name in expected.items():
        assert name not in [names[id] for id in found(question)]


def test_a_question_in_polish_finds_the_english_practice_that_has_none_of_its_words(
    names: dict[int, str], settings: Settings
) -> None:
    assert "self-driving" in in_order(names, "autobus bez kierowcy")
    settings.EMBEDDING_URL = "none://"
    assert "self-driving" not in [names[id] for id in found("autobus bez kierowcy")]


def test_meaning_takes_no_first_place_from_an_exact_title_or_an_abbreviation(names: dict[int, str]) -> None:
    for question, name in {
        "Lokal na start": "empty shops",
        "Kubek, ktory wraca": "cups",
        "naukowy plac zabaw": "science playground",
        "PSZOK": "waste vans",
        "panel obywatelski": "citizens' panel",
    }.items():
        assert in_order(names, question)[0] == name


def test_a_learned_lesson_comes_before_a_learned_playground(names: dict[int, str]) -> None:
    hits = in_order(names, "nauka pływania dla dzieci")
    assert hits.index("swimming") < hits.index("science playground")


def test_a_question_in_other_words_comes_before_those_that_share_its_commoner_word(names: dict[int, str]) -> None:
    hits = in_order(names, "jak przekonać mieszkańców do wymiany pieców na węgiel")
    assert hits[0] == "stove adviser"
    assert {"parquet", "bus shelter"} & set(hits[1:])
