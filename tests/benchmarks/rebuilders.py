"""One rebuild in a process of its own, timed: `python -m tests.benchmarks.rebuilders ours | first | raw`.

`tests.benchmarks.rebuild` runs it. Prints a line of JSON: `written` documents, seconds of `filling`, and of
`everything` with vocabulary and gate.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from elasticsearch import Elasticsearch, OrjsonSerializer  # noqa: E402
from elasticsearch.helpers import parallel_bulk  # noqa: E402

from search.documents import SCHEMA, analyse  # noqa: E402
from search.engines.elasticsearch import Address  # noqa: E402
from search.engines.elasticsearch.mapping import SETTINGS, build_mapping, source  # noqa: E402
from search.indexing import building  # noqa: E402
from search.indexing.generations import promote, retire  # noqa: E402
from search.indexing.vocabulary import VocabularyMaker, store_vocabulary  # noqa: E402
from search.models import AnalysedPractice, Generation  # noqa: E402
from search.records import Record, read_records, searchable  # noqa: E402

_PAGE = 1000
Figures = dict[str, float]


def ours() -> Figures:
    """`search_index build` beside a live generation."""
    built, figures = _build()
    retire(built.generation)
    return figures


def first() -> Figures:
    """The same in a database that was never indexed: every word is new, and the analysed terms are written for the first time."""
    AnalysedPractice.objects.all().delete()
    for generation in Generation.objects.all():
        retire(generation)
    built, figures = _build()
    promote(built.generation)
    return figures


def _build() -> tuple[building.Built, Figures]:
    filled = 0.0

    def noted(generation: Generation, maker: VocabularyMaker) -> None:
        nonlocal filled
        filled = time.perf_counter()
        store_vocabulary(generation, maker)

    began = time.perf_counter()
    with patch.object(building, "store_vocabulary", noted):
        built = building.build()
    done = time.perf_counter()
    assert built.drift.total == 0 and not built.refused, built
    return built, {"written": built.written, "filling": filled - began, "everything": done - began}


def raw() -> Figures:
    """`helpers.parallel_bulk` of documents that are ready in memory, into an index like ours."""
    address = Address.of(settings.SEARCH_URL.split()[0])
    client = Elasticsearch(
        address.host,
        basic_auth=(address.user, address.password) if address.user else None,
        serializers={"application/json": OrjsonSerializer()},
        request_timeout=60,
    )
    index = address.index("raw")
    ready = list(_ready(index))
    client.indices.delete(index=index, ignore_unavailable=True)
    client.indices.create(index=index, settings=dict(SETTINGS), mappings=build_mapping(SCHEMA, "raw"))
    began = time.perf_counter()
    for _ in parallel_bulk(client, ready, thread_count=2, chunk_size=1000):
        pass
    client.indices.refresh(index=index)
    took = time.perf_counter() - began
    written = client.count(index=index)["count"]
    client.indices.delete(index=index)
    return {"written": written, "filling": took}


def _ready(index: str) -> Iterator[dict[str, Any]]:
    ids = list(searchable().order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), _PAGE):
        for record in read_records(ids[start : start + _PAGE]):
            if isinstance(record, Record):
                yield {
                    "_op_type": "index", "_index": index, "_id": str(record.id), "version": record.version,
                    "version_type": "external_gte", "_source": source(analyse(record).document),
                }  # fmt: skip


WAYS: dict[str, Callable[[], Figures]] = {"ours": ours, "first": first, "raw": raw}

if __name__ == "__main__":
    print(json.dumps(WAYS[sys.argv[1]]()))
