"""What is typical of a language: told by a sample of its passages, which every process chooses alike and compares by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors
from search.engines.elasticsearch.client import Client
from search.engines.elasticsearch.failures import engine_failures
from search.engines.elasticsearch.searching import found_hits

from ..base import ENOUGH_TO_BE_TYPICAL
from .mapping import LANGUAGE, ORDER, PLACE, PRACTICE, VECTOR, place_of

# Passages of a language, read in pages so that each answer stays small: some 400 practices, whose median is within 0.002 (cosine).
_SAMPLE, _PAGE = 2_000, 500
_MOST_LANGUAGES = 50
_WANTED = "timed_out,hits.hits._id,hits.hits.fields,hits.hits.sort"


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages of every language, and whose they are. `whole`: there are no others, so it changes with whatever is written."""

    languages: tuple[str, ...]
    language: NDArray[np.intp]
    practice: NDArray[np.int64]
    rows: Vectors
    whole: bool

    def typical(self, question: Vectors) -> Mapping[str, float]:
        """By language: the likeness of the practice in the middle, of a language of few practices that of all. Empty of nothing."""
        if not len(self.rows):
            return {}
        products = self.rows @ question
        of_all = float(np.median(_best(self.practice, products)))
        found: dict[str, float] = {}
        for number, name in enumerate(self.languages):
            there = self.language == number
            best = _best(self.practice[there], products[there])
            found[name] = float(np.median(best)) if len(best) >= ENOUGH_TO_BE_TYPICAL else of_all
        return found


def _best(practice: NDArray[np.int64], products: Vectors) -> Vectors:
    """The greatest of each practice."""
    _, numbers = np.unique(practice, return_inverse=True)
    best: Vectors = np.full(int(numbers.max(initial=-1)) + 1, -2, dtype=np.float32)
    np.maximum.at(best, numbers, products)
    return best


def read_sample(client: Client, index: str, dimension: int) -> Sample:
    """The first passages of each language in their lasting order."""
    languages = _languages(client, index)
    found = [_first(client, index, language) for language in languages]
    rows = [vector for page in found for _, vector in page]
    return Sample(
        tuple(languages),
        np.array([number for number, page in enumerate(found) for _ in page], dtype=np.intp),
        np.array([practice for page in found for practice, _ in page], dtype=np.int64),
        np.array(rows, dtype=np.float32).reshape(len(rows), dimension),
        all(len(page) < _SAMPLE for page in found),
    )


def _languages(client: Client, index: str) -> list[str]:
    body = {
        "size": 0,
        "track_total_hits": False,
        "aggs": {"found": {"terms": {"field": LANGUAGE, "size": _MOST_LANGUAGES}}},
    }
    answer = client.search(index, body, "timed_out,aggregations")
    with engine_failures("reading languages"):
        return sorted(bucket["key"] for bucket in answer["aggregations"]["found"]["buckets"])


def _first(client: Client, index: str, language: str) -> list[tuple[int, list[float]]]:
    found: list[tuple[int, list[float]]] = []
    after: list[int] | None = None
    while len(found) < _SAMPLE:
        body = {
            "query": {"bool": {"filter": [{"term": {LANGUAGE: language}}]}},
            "sort": [{ORDER: "asc"}, {PRACTICE: "asc"}, {PLACE: "asc"}],
            "size": _PAGE, "_source": False, "fields": [VECTOR], "track_total_hits": False,
            **({"search_after": after} if after else {}),
        }  # fmt: skip
        answer = client.search(index, body, _WANTED)
        with engine_failures("reading a sample"):
            page = found_hits(answer)
            found += [(place_of(hit["_id"])[0], hit["fields"][VECTOR]) for hit in page]
            after = page[-1]["sort"] if page else None
        if len(page) < _PAGE:
            break
    return found
