"""Writing to a generation: versions are the server's business (`external_gte`), every item's outcome is read.

What is wrong with a document refuses that document alone. What is wrong with the server (full, blocked, overloaded, gone) is
EngineUnavailable: the whole batch waits, and is the same when it is sent again. A document over which the server stumbles is tried
again by itself, unless it stumbles over all of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError

from ..base import Deletion, Document, EngineUnavailable, Page, Schema, WriteOutcome, WriteResult
from ..checks import refusal
from .client import Client, serializer
from .failures import engine_failures
from .mapping import source

# A request carries at most so many items, and bytes unless one item alone is larger.
_ITEMS = 1000
_BYTES = 5_000_000
# Requests under way while the next page of a filling is read: the server then never waits for us, and more would only queue there.
_UNDER_WAY = 2
_TOO_LARGE = 413
_CONFLICT = 409
_NOT_FOUND = 404
_STUMBLED = 500
# Of an item, though below 500: the server's or the index's state, not the document's.
_NOT_THE_DOCUMENT = frozenset({403, _NOT_FOUND, 408, 429})
_CLOSED = "index_closed_exception"


@dataclass(frozen=True, slots=True)
class _Item:
    """One write as it is sent, and its place among the results."""

    place: int
    id: int
    version: int
    lines: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return sum(len(line) + 1 for line in self.lines)


class ElasticsearchWriter:
    """The contract's Writer."""

    def __init__(self, client: Client, alias: str, schema: Schema) -> None:
        self._client = client
        self._alias = alias
        self._schema = schema
        self.changed = False

    def apply(self, writes: Iterable[Document | Deletion]) -> list[WriteResult]:
        """As the contract says; the caller's iterable is read between requests, so its exceptions stay its own."""
        results: list[WriteResult] = []
        batch: list[_Item] = []
        size = 0
        for place, write in enumerate(writes):
            if reason := refusal(write, self._schema):
                results.append(WriteResult(write.id, WriteOutcome.REJECTED, reason))
                continue
            item = _item(place, write)
            if batch and (len(batch) == _ITEMS or size + item.size > _BYTES):
                self._send(batch, results)
                batch, size = [], 0
            results.append(WriteResult(write.id, WriteOutcome.RETRY, "It was not sent."))
            batch.append(item)
            size += item.size
        self._send(batch, results)
        return results

    def _send(self, batch: Sequence[_Item], results: list[WriteResult]) -> None:
        """Send, and note what became of each; a request that is too large for the server is halved."""
        if not batch:
            return
        self.changed = True
        with engine_failures("writing"):
            try:
                answers = self._client.bulk(self._alias, [line for item in batch for line in item.lines])
            except ApiError as error:
                if error.status_code != _TOO_LARGE:
                    raise
                answers = None
        if answers is None:
            self._send_smaller(batch, results)
            return
        with engine_failures("writing"):
            outcomes = [_result(item, answer) for item, answer in zip(batch, answers, strict=True)]
        if len(batch) > 1 and all(result.outcome is WriteOutcome.RETRY for result in outcomes):
            raise EngineUnavailable(f"Elasticsearch stumbles over every document: {outcomes[0].error}")
        for item, result in zip(batch, outcomes, strict=True):
            results[item.place] = result

    def _send_smaller(self, batch: Sequence[_Item], results: list[WriteResult]) -> None:
        if len(batch) == 1:
            item = batch[0]
            reason = f"The document has {item.size} bytes, more than the server accepts in one request."
            results[item.place] = WriteResult(item.id, WriteOutcome.REJECTED, reason)
            return
        half = len(batch) // 2
        self._send(batch[:half], results)
        self._send(batch[half:], results)


@contextmanager
def writing(client: Client, index: str, alias: str, schema: Schema) -> Iterator[ElasticsearchWriter]:
    """The writer's context: at its end one refresh, if anything was sent."""
    writer = ElasticsearchWriter(client, alias, schema)
    yield writer
    if writer.changed:
        client.refresh(index)


def filling(writer: ElasticsearchWriter, pages: Iterable[Page]) -> Iterator[list[WriteResult]]:
    """The results of each page, in order; the pages ahead are on their way meanwhile. Ended early, it waits for those."""
    under_way: deque[Future[list[WriteResult]]] = deque()
    with ThreadPoolExecutor(_UNDER_WAY) as senders:
        for page in pages:
            under_way.append(senders.submit(writer.apply, page()))
            if len(under_way) > _UNDER_WAY:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _item(place: int, write: Document | Deletion) -> _Item:
    action = "index" if isinstance(write, Document) else "delete"
    meta = {action: {"_id": str(write.id), "version": write.version, "version_type": "external_gte"}}
    lines = [serializer.dumps(meta)]
    if isinstance(write, Document):
        lines.append(serializer.dumps(source(write)))
    return _Item(place, write.id, write.version, tuple(lines))


def _result(item: _Item, answer: Mapping[str, Any]) -> WriteResult:
    status, error = int(answer["status"]), answer.get("error") or {}
    if not error and (status < 300 or status == _NOT_FOUND):
        # Deleting what was not there is fine: its version is remembered.
        return WriteResult(item.id, WriteOutcome.APPLIED)
    if status == _CONFLICT:
        newer = f"The index has a version that is newer than {item.version}."
        return WriteResult(item.id, WriteOutcome.STALE, newer)
    reason = f"{status} {error.get('type')}: {error.get('reason')}"[:1000]
    if status == _STUMBLED:
        return WriteResult(item.id, WriteOutcome.RETRY, f"Elasticsearch stumbled over the document: {reason}")
    if 400 <= status < _STUMBLED and status not in _NOT_THE_DOCUMENT and error.get("type") != _CLOSED:
        return WriteResult(item.id, WriteOutcome.REJECTED, f"Elasticsearch refused the document: {reason}")
    raise EngineUnavailable(f"Elasticsearch did not write {item.id}: {reason}")
