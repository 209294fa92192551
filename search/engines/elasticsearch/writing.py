"""Writing to a generation: versions are the server's business (`external_gte`), every item's outcome is read.

What is wrong with a document refuses that document alone. What is wrong with the server (full, blocked, overloaded, gone) is
EngineUnavailable: the whole batch waits, and is the same when it is sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError

from ..base import Deletion, Document, EngineUnavailable, Schema, WriteOutcome, WriteResult
from ..checks import refusal
from .client import Client, serializer
from .failures import engine_failures
from .mapping import source

# A request carries at most so many items, and bytes unless one item alone is larger.
_ITEMS = 500
_BYTES = 5_000_000
_TOO_LARGE = 413
_CONFLICT = 409
_NOT_FOUND = 404
# Of an item: the server's state, not the document.
_SERVER_STATUSES = frozenset({403, 408, 429})
_OF_THE_INDEX = frozenset({"index_not_found_exception", "alias_not_found_exception"})


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
        if len(answers) != len(batch):
            raise EngineUnavailable(f"Elasticsearch answered for {len(answers)} of {len(batch)} writes.")
        for item, answer in zip(batch, answers, strict=True):
            results[item.place] = _result(item, answer)

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


def _item(place: int, write: Document | Deletion) -> _Item:
    action = "index" if isinstance(write, Document) else "delete"
    meta = {action: {"_id": str(write.id), "version": write.version, "version_type": "external_gte"}}
    lines = [serializer.dumps(meta)]
    if isinstance(write, Document):
        lines.append(serializer.dumps(source(write)))
    return _Item(place, write.id, write.version, tuple(lines))


def _result(item: _Item, answer: Mapping[str, Any]) -> WriteResult:
    status, error = int(answer["status"]), answer.get("error")
    if error is None or (status == _NOT_FOUND and error.get("type") not in _OF_THE_INDEX):
        # Deleting what was not there is fine: its version is remembered.
        return WriteResult(item.id, WriteOutcome.APPLIED)
    reason = f"{error.get('type')}: {error.get('reason')}"[:1000]
    if status == _CONFLICT:
        newer = f"The index has a version that is newer than {item.version}."
        return WriteResult(item.id, WriteOutcome.STALE, newer)
    if status >= 500 or status in _SERVER_STATUSES or error.get("type") in _OF_THE_INDEX:
        raise EngineUnavailable(f"Elasticsearch did not write {item.id}: {status} {reason}")
    return WriteResult(item.id, WriteOutcome.REJECTED, f"Elasticsearch refused the document: {reason}")
