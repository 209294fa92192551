"""What a plain Elasticsearch finds: `python -m tests.benchmarks.plain FOLDER --server http://127.0.0.1:9200 [--questions 1500]`.

FOLDER is one of judged questions, as `evaluate_search` takes it. Title and text are indexed as an installation out of the box would, with
the analyzer `standard`, and with the `hunspell` token filter of pl_PL where the server has that dictionary (its config/hunspell/pl_PL, from
Debian's hunspell-pl); a question is one `multi_match` over both. Prints Markdown.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, helpers
from rich.progress import track

from search.evaluation.judged import Judged, read_judged
from search.evaluation.measures import hit, ndcg, reciprocal_rank

_INDEX = "plain-benchmark"
_ANALYSES: dict[str, dict[str, Any]] = {
    "standard": {"analyzer": {"text": {"type": "standard"}}},
    "hunspell pl_PL": {
        "filter": {"dictionary": {"type": "hunspell", "locale": "pl_PL", "dedup": True}},
        "analyzer": {"text": {"tokenizer": "standard", "filter": ["lowercase", "dictionary"]}},
    },
}


def main() -> int:
    """Measure each analysis in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", default="http://127.0.0.1:9200")
    parser.add_argument("--questions", type=int, default=0, help="only so many; 0: all")
    options = parser.parse_args()
    judged = read_judged(options.folder, language="pl")
    asked = list(judged.questions.items())[: options.questions or None]
    server = Elasticsearch(options.server, request_timeout=60)
    print(f"{len(judged.documents)} documents, {len(asked)} questions\n")
    print("| analysis | nDCG@10 | hit@10 | MRR | ms a question |\n| --- | --- | --- | --- | --- |")
    for name, analysis in _ANALYSES.items():
        try:
            fill(server, judged, analysis)
        except BadRequestError as error:
            print(f"| {name} | the server lacks it: {error.error} | | | |")
            continue
        try:
            say(name, server, judged, asked)
        finally:
            server.indices.delete(index=_INDEX, ignore_unavailable=True)
    return 0


def fill(server: Elasticsearch, judged: Judged, analysis: dict[str, Any]) -> None:
    """All documents, searchable."""
    server.indices.delete(index=_INDEX, ignore_unavailable=True)
    fields = {name: {"type": "text", "analyzer": "text"} for name in ("title", "text")}
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "analysis": analysis}
    server.indices.create(index=_INDEX, settings=settings, mappings={"properties": fields})

    def actions() -> Iterator[dict[str, Any]]:
        for document in judged.documents:
            yield {"_index": _INDEX, "_id": document.id, "title": document.title, "text": document.text}

    helpers.bulk(server, actions(), refresh=True)


def say(name: str, server: Elasticsearch, judged: Judged, asked: list[tuple[str, str]]) -> None:
    """One line of the table."""
    measures: list[tuple[float, float, float]] = []
    spent = []
    for id, text in track(asked, description=name, transient=True):
        begun = time.perf_counter()
        match = {"multi_match": {"query": text, "fields": ["title", "text"], "type": "most_fields"}}
        found = server.search(index=_INDEX, query=match, size=10, source=False)
        spent.append((time.perf_counter() - begun) * 1000)
        ranking = [each["_id"] for each in found["hits"]["hits"]]
        relevance = judged.relevance[id]
        measures.append((ndcg(ranking, relevance), hit(ranking, relevance), reciprocal_rank(ranking, relevance)))
    means = " | ".join(f"{statistics.mean(values):.3f}" for values in zip(*measures, strict=True))
    print(f"| {name} | {means} | {statistics.median(spent):.1f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
