"""One run: the judged documents in a throwaway index, every question asked as `find()` asks it."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from search.documents import SCHEMA, analyse, fingerprint
from search.embedding.base import Embedder
from search.engines.base import Engine
from search.evaluation.judged import Judged, JudgedDocument
from search.evaluation.measures import CUT, hit, ndcg, reciprocal_rank
from search.evaluation.vectors import VectorCache
from search.finding.asking import Index, best_hits
from search.finding.meaning import asked_text, meaning_in
from search.finding.plan import plan
from search.finding.question import put_right
from search.passages import Passage, passages_of
from search.query.request import MAX_QUERY, SearchRequest
from search.records import Record
from search.synonyms.memory import synonyms_now
from search.vectors import vector_store
from search.vectors.base import PracticeVectors
from search.vocabulary import Vocabulary, VocabularyBuilder

Mode = Literal["words", "meaning", "hybrid"]
MODES: tuple[Mode, ...] = ("words", "meaning", "hybrid")
# Any field of prose will do.
_FIELD = "solution"
_PAGE = 500
# Progress: what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of a run, means over its questions; `milliseconds` is the median of a question, `embedding` that of its vector."""

    questions: int
    documents: int
    ndcg: float
    hit: float
    mrr: float
    milliseconds: float
    embedding: float


@dataclass(frozen=True, slots=True)
class Throwaway:
    """The index of a judged set: everything a question needs to be asked."""

    engine: Engine
    generation: str
    vocabulary: Vocabulary
    ids: Sequence[str]


@contextmanager
def throwaway(judged: Judged, here: Engine, cache: VectorCache | None, progress: Progress) -> Iterator[Throwaway]:
    """The judged documents indexed, and embedded where there is a cache of vectors; removed at the end."""
    name = f"evaluation-{uuid4().hex[:12]}"
    builder = VocabularyBuilder()
    here.create(name, SCHEMA, fingerprint(here))
    try:
        for start in range(0, len(judged.documents), _PAGE):
            page = judged.documents[start : start + _PAGE]
            analysed = [analyse(_record(place, document)) for place, document in enumerate(page, start=start + 1)]
            with here.writer(name) as writer:
                writer.apply([a.document for a in analysed])
            for a in analysed:
                builder.add_document(a.terms)
            progress("Indexing", start + len(page), len(judged.documents))
        if cache is not None:
            _embed(name, judged.documents, cache, progress)
        yield Throwaway(here, name, builder.build(), [document.id for document in judged.documents])
    finally:
        here.drop(name)
        if cache is not None:
            vector_store().drop(name)


def measure(
    judged: Judged,
    index: Throwaway,
    model: Embedder | None,
    *,
    mode: Mode,
    asked: Mapping[str, str],
    progress: Progress,
) -> Measured:
    """Ask every question of `asked` (id -> text, as typed) and judge its first ten hits."""
    figures: list[tuple[float, float, float]] = []
    took: list[float] = []
    embedding: list[float] = []
    for number, (id, text) in enumerate(asked.items(), start=1):
        if model is not None and mode != "words":
            began = time.perf_counter()
            model.question(asked_text(_searched(text, index), index.vocabulary))
            embedding.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        found = ranking(text, index, model, mode)
        took.append((time.perf_counter() - began) * 1000)
        relevance = judged.relevance[id]
        figures.append((ndcg(found, relevance), hit(found, relevance), reciprocal_rank(found, relevance)))
        progress("Asking", number, len(asked))
    gain, hits, ranks = (statistics.fmean(values) for values in zip(*figures, strict=True))
    return Measured(
        len(figures),
        len(judged.documents),
        gain,
        hits,
        ranks,
        statistics.median(took),
        statistics.median(embedding or [0.0]),
    )


def ranking(text: str, index: Throwaway, model: Embedder | None, mode: Mode, *, wanted: int = CUT) -> list[str]:
    """Ids of the first `wanted` documents that a question finds, as `find()` asks it."""
    request = _searched(text, index)
    question = plan(request.query, index.vocabulary, {}, synonyms_now())
    meaning = meaning_in(request, index.vocabulary, index.generation, model) if model and mode != "words" else None
    if mode == "meaning":
        places = meaning.likenesses.nearest(above=-1.0, limit=wanted) if meaning else []
    else:
        here = Index(index.engine, index.generation)
        places = [hit.id for hit in best_hits(here, question, meaning, filters={}, facets={}, wanted=wanted).hits]
    return [index.ids[place - 1] for place in places]


def _searched(text: str, index: Throwaway) -> SearchRequest:
    searched, _ = put_right(SearchRequest(q=text[:MAX_QUERY]), index.vocabulary)
    return searched


def _record(id: int, document: JudgedDocument) -> Record:
    record = Record(id=id, version=1, published_at=datetime(2026, 1, 1, tzinfo=UTC))
    if document.title:
        record.title[document.language] = document.title
    record.body[document.language].append(document.text)
    return record


def _embed(name: str, documents: Sequence[JudgedDocument], cache: VectorCache, progress: Progress) -> None:
    passages = [document_passages(document) for document in documents]
    cache.fill([passage for found in passages for passage in found], progress)
    vector_store().create(name, cache.model.dimension, "evaluation")
    with vector_store().writer(name) as writer:
        writer.apply(
            PracticeVectors(place, 1, cache.vectors(found), tuple(passage.language for passage in found))
            for place, found in enumerate(passages, start=1)
            if found
        )


def document_passages(document: JudgedDocument) -> Sequence[Passage]:
    """What is embedded of a judged document."""
    return passages_of({document.language: {"title": document.title, _FIELD: document.text}})
