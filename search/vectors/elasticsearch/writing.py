"""Writing vectors: heads first, then the passages of those that were accepted; one refresh at the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.client import Client, serializer
from search.engines.elasticsearch.failures import engine_failures

from ..base import PracticeVectors, check_fits
from .mapping import PLACE, PRACTICE, head, head_id, passage, passage_id

# A vector of 384 numbers takes some 5 kB as JSON.
_ITEMS = 400
_CONFLICT, _NOT_FOUND = 409, 404
# The id, the version, and the document (None: it is deleted).
_Item = tuple[str, int, dict[str, Any] | None]


class ElasticsearchVectorWriter:
    """The contract's VectorWriter. Raises EngineUnavailable besides, which the store turns into its own error."""

    def __init__(self, client: Client, index: str, alias: str, dimension: int) -> None:
        self._client, self._index, self._alias, self._dimension = client, index, alias, dimension

    def apply(self, writes: Iterable[PracticeVectors]) -> None:
        """As the contract says; an older state than what is there is passed over."""
        wanted = {write.id: write for write in writes}
        for write in wanted.values():
            check_fits(write, self._dimension)
        if not wanted:
            return
        before = self._counts(list(wanted))
        heads = [(head_id(write.id), write.version, head(write, _count(write))) for write in wanted.values()]
        accepted = [write for write, done in zip(wanted.values(), self._send(heads), strict=True) if done]
        self._send(item for write in accepted for item in _passages(write, before.get(write.id, 0)))
        self._client.refresh(self._index)

    def _counts(self, ids: Sequence[int]) -> dict[int, int]:
        """How many passages of these practices there may be: not what the head says, as a writer may have died behind it."""
        found: dict[int, int] = {}
        for start in range(0, len(ids), 1000):
            page = list(ids[start : start + 1000])
            by_practice = {"terms": {"field": PRACTICE, "size": len(page)}, "aggs": {"last": {"max": {"field": PLACE}}}}
            body = {
                "query": {"terms": {PRACTICE: page}},
                "size": 0,
                "track_total_hits": False,
                "aggs": {"by": by_practice},
            }
            answer = self._client.search(self._index, body, "timed_out,aggregations")
            with engine_failures("counting passages"):
                for bucket in answer["aggregations"]["by"]["buckets"]:
                    last = bucket["last"]["value"]
                    found[int(bucket["key"])] = 0 if last is None else int(last) + 1
        return found

    def _send(self, items: Iterable[_Item]) -> list[bool]:
        """Write each document at its version, or delete it (None); whether each was applied, which it is unless a newer one is there."""
        outcomes: list[bool] = []
        remaining = iter(items)
        while batch := list(islice(remaining, _ITEMS)):
            with engine_failures("writing vectors"):
                answers = self._client.bulk(self._alias, [line for item in batch for line in _lines(*item)])
                outcomes += [_applied(answer) for answer in answers]
        return outcomes


def _count(write: PracticeVectors) -> int:
    return 0 if write.vectors is None else len(write.vectors)


def _passages(write: PracticeVectors, before: int) -> Iterator[_Item]:
    rows = [] if write.vectors is None else write.vectors.tolist()
    for place, vector in enumerate(rows):
        yield passage_id(write.id, place), write.version, passage(write, place, vector)
    for place in range(len(rows), before):
        yield passage_id(write.id, place), write.version, None


def _lines(id: str, version: int, document: Mapping[str, Any] | None) -> Iterator[bytes]:
    action = "delete" if document is None else "index"
    yield serializer.dumps({action: {"_id": id, "version": version, "version_type": "external_gte"}})
    if document is not None:
        yield serializer.dumps(document)


def _applied(answer: Mapping[str, Any]) -> bool:
    status = int(answer["status"])
    if status == _CONFLICT:
        return False
    if status < 300 or (status == _NOT_FOUND and "error" not in answer):
        return True
    error = answer.get("error") or {}
    raise EngineUnavailable(
        f"Elasticsearch did not write a vector: {status} {error.get('type')}: {error.get('reason')}"[:500]
    )
