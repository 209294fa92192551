"""What a question means: the practices that are like it, and how like it any practice is."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from search.embedding import embedder
from search.embedding.base import Embedder, EmbeddingUnavailable
from search.finding.language import question_language
from search.finding.understanding import respelled
from search.query.request import WINDOW, SearchRequest
from search.vectors import vector_store
from search.vectors.base import Likeness, Likenesses, StoreUnavailable
from search.vocabulary import Vocabulary

logger = logging.getLogger(__name__)

# So much more like the question than the typical practice of its language a hit of meaning must be (cosine); measured on the open sets
# with e5, whose cosines lie close together.
MARGIN = 0.05
# What a model reads of a longer question.
_MOST_CHARACTERS = 500


class MeaningUnavailable(Exception):
    """There is a model, and it or its store cannot answer now."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question's nearest practices (fixed before any filter), the likeness of every other one, and the question's language (empty: in
    doubt).
    """

    nearest: tuple[int, ...]
    likenesses: Likenesses
    language: str = ""

    def of(self, ids: Collection[int]) -> Mapping[int, Likeness]:
        """How like the question those of the practices are that the store knows; raises MeaningUnavailable."""
        try:
            return self.likenesses.of(ids)
        except StoreUnavailable as error:
            logger.warning("A search goes on without meaning: %s", error)
            raise MeaningUnavailable from error

    def is_foreign(self, like: Likeness) -> bool:
        """Whether a practice is near by a passage in another language than the question's."""
        return bool(self.language) and like.language not in {"", self.language} and like.value >= MARGIN


def meaning_of(request: SearchRequest, vocabulary: Vocabulary, generation: str) -> Meaning | None:
    """The meaning of a question's words; None where it has none, or where there is no model or store. Raises MeaningUnavailable."""
    model = embedder()
    if model is None or not generation:
        return None
    try:
        return meaning_in(request, vocabulary, generation, model)
    except (EmbeddingUnavailable, StoreUnavailable) as error:
        logger.warning("A search goes without meaning: %s", error)
        raise MeaningUnavailable from error


def meaning_in(request: SearchRequest, vocabulary: Vocabulary, generation: str, model: Embedder) -> Meaning | None:
    """As `meaning_of`, of a given generation and model; raises EmbeddingUnavailable, StoreUnavailable."""
    text = asked_text(request, vocabulary)
    if not text:
        return None
    found = vector_store().likenesses(generation, model.question(text))
    return Meaning(
        tuple(found.nearest(above=MARGIN, limit=WINDOW)), found, question_language(request.query, vocabulary)
    )


def asked_text(request: SearchRequest, vocabulary: Vocabulary) -> str:
    """The question as it was typed, as its punctuation means something too, with the Polish letters that it lacks; without what is scoped
    or excluded, which is not meant.
    """
    query = request.query
    text = query.text if query.scopes or query.exclusions or not query.text else request.q
    return respelled(text[:_MOST_CHARACTERS], vocabulary)
