"""How far two engines rank alike: `TEST_ELASTICSEARCH_URL=... python -m tests.benchmarks.agreement [--questions 300]`.

Fills a generation in tantivy and one in Elasticsearch with the published practices of the present database, asks both the same seeded
questions (two or three words of a title) and prints a Markdown table: as the documents are, with every field in every document, and after
a tenth was written anew. The practice whose title was asked for tells which ranking is the better one.
"""

import argparse
import os
import random
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
django.setup()

from practices.models import PracticeText  # noqa: E402
from search import analysis  # noqa: E402
from search.documents import SCHEMA, analyse  # noqa: E402
from search.engines.base import Document, Engine, EngineQuery, Node  # noqa: E402
from search.engines.elasticsearch import Address, ElasticsearchEngine  # noqa: E402
from search.engines.tantivy import TantivyEngine  # noqa: E402
from search.finding.plan import plan, words_of  # noqa: E402
from search.indexing.generations import searched_generation  # noqa: E402
from search.indexing.vocabulary import vocabulary_for  # noqa: E402
from search.query.request import SearchRequest  # noqa: E402
from search.records import Record, read_records, searchable  # noqa: E402

_TEN = 10
# Stands in a field that a document lacks: no text is analysed to it.
_FILLER = "∅"


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and the practice whose title it was taken from."""

    node: Node
    language: str
    source: int


@dataclass(frozen=True, slots=True)
class Pair:
    """What each engine found for one question: ids and scores of its first ten, its total, the meant practice's rank (or 0)."""

    ids: tuple[list[int], list[int]]
    scores: tuple[list[float], list[float]]
    totals: tuple[int, int]
    ranks: tuple[int, int]

    @property
    def overlap(self) -> float:
        """The share of the first ten that both have."""
        longest = max(map(len, self.ids))
        return len(set(self.ids[0]) & set(self.ids[1])) / longest if longest else 1.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    analysis.warm_up()
    documents = list(_documents())
    asked = list(_questions(options.questions))
    print(f"{len(documents)} documents, {len(asked)} questions\n\n{_HEAD}")
    prefix = f"agreement-{uuid4().hex[:8]}"
    elasticsearch = ElasticsearchEngine(Address.of(f"{os.environ['TEST_ELASTICSEARCH_URL']}/{prefix}"), timeout=60)
    with tempfile.TemporaryDirectory() as folder:
        engines: tuple[Engine, Engine] = (TantivyEngine(Path(folder)), elasticsearch)
        try:
            _measure(engines, documents, asked)
        finally:
            for generation in elasticsearch.generations():
                elasticsearch.drop(generation)


def _measure(engines: tuple[Engine, Engine], documents: Sequence[Document], asked: Sequence[Question]) -> None:
    _fill(engines, "plain", documents)
    _report("as they are", _pairs(engines, "plain", asked))
    for language in sorted({question.language for question in asked}):
        _report(f"... asked in {language}", _pairs(engines, "plain", [q for q in asked if q.language == language]))
    _fill(engines, "filled", [_filled(document) for document in documents])
    _report("every field in every document", _pairs(engines, "filled", asked))
    changed = random.sample(documents, len(documents) // 10)
    for engine in engines:
        for document in changed:
            with engine.writer("plain") as writer:
                writer.apply([replace(document, version=document.version + 1)])
    _report("after a tenth was written anew", _pairs(engines, "plain", asked))


def _documents() -> Iterator[Document]:
    ids = list(searchable().order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), 500):
        records = read_records(ids[start : start + 500])
        yield from (analyse(record).document for record in records if isinstance(record, Record))


def _questions(number: int) -> Iterator[Question]:
    """Two or three longer words of random titles, as somebody who half remembers would type them."""
    titles = PracticeText.objects.filter(version__state="published", version__practice__in=searchable())
    generation = searched_generation()
    known = sorted(titles.values_list("version__practice_id", "language", "title"))
    for source, code, title in random.choices(known, k=number):
        words = [word for word in analysis.words(title) if len(word) > 3]
        text = " ".join(random.sample(words, min(len(words), random.choice((2, 3))))) or title[:40]
        query = SearchRequest(q=text).query
        yield Question(
            plan(query, vocabulary_for(words_of(query), generation), {}).node(),
            analysis.analysis_language(code),
            source,
        )


def _filled(document: Document) -> Document:
    return replace(document, text={name: document.text.get(name) or _FILLER for name in SCHEMA.text})


def _fill(engines: Sequence[Engine], generation: str, documents: Sequence[Document]) -> None:
    for engine in engines:
        engine.create(generation, SCHEMA, "agreement")
        with engine.writer(generation) as writer:
            writer.apply(documents)


def _pairs(engines: tuple[Engine, Engine], generation: str, asked: Sequence[Question]) -> list[Pair]:
    found = []
    for question in asked:
        one, two = (engine.search(generation, EngineQuery(question.node, limit=_TEN)) for engine in engines)
        ids = ([hit.id for hit in one.hits], [hit.id for hit in two.hits])
        scores = ([hit.score for hit in one.hits], [hit.score for hit in two.hits])
        ranks = (_rank(ids[0], question.source), _rank(ids[1], question.source))
        found.append(Pair(ids, scores, (one.total, two.total), ranks))
    return found


def _rank(ids: Sequence[int], source: int) -> int:
    return ids.index(source) + 1 if source in ids else 0


_COLUMNS = (
    "documents", "questions", "same total", "first ten in common", "same ten", "same first", "same order", "equal scores",
    "score ratio p5 / p50 / p95", "found in ten, tantivy / Elasticsearch", "mean reciprocal rank",
)  # fmt: skip
_HEAD = f"| {' | '.join(_COLUMNS)} |\n|{' --- |' * len(_COLUMNS)}"


def _report(what: str, pairs: Sequence[Pair]) -> None:
    ratios = [theirs / ours for pair in pairs for ours, theirs in zip(*pair.scores, strict=False) if ours]
    cuts = statistics.quantiles(ratios, n=20)
    cells = [
        what,
        str(len(pairs)),
        _share([pair.totals[0] == pair.totals[1] for pair in pairs]),
        f"{statistics.mean(pair.overlap for pair in pairs):.1%}",
        _share([pair.overlap == 1 for pair in pairs]),
        _share([pair.ids[0][:1] == pair.ids[1][:1] for pair in pairs]),
        _share([pair.ids[0] == pair.ids[1] for pair in pairs]),
        _share([_equal(pair) for pair in pairs]),
        f"{cuts[0]:.3f} / {statistics.median(ratios):.3f} / {cuts[-1]:.3f}",
        " / ".join(_share([pair.ranks[engine] > 0 for pair in pairs]) for engine in (0, 1)),
        " / ".join(f"{statistics.mean(1 / rank if (rank := p.ranks[e]) else 0 for p in pairs):.3f}" for e in (0, 1)),
    ]
    print(f"| {' | '.join(cells)} |", flush=True)


def _share(holds: Sequence[bool]) -> str:
    return f"{statistics.mean(holds):.1%}"


def _equal(pair: Pair) -> bool:
    ours, theirs = pair.scores
    return len(ours) == len(theirs) and all(abs(a - b) <= 1e-4 * max(a, b) for a, b in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    main()
