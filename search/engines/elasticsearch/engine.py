"""The contract's Engine over a server."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from elasticsearch.dsl import Search
from elasticsearch.dsl import query as dsl

from ..base import EngineAnswer, EngineQuery, EngineUnavailable, Node, Page, Schema, WriteResult
from ..checks import LARGEST_INTEGER, generation_name, schema_fields
from ..circuit import Circuit
from .address import Address, write_alias
from .client import Client
from .failures import NoGeneration, engine_failures
from .mapping import ID, MAPPING_VERSION, SETTINGS, VERSION, build_mapping, schema_of
from .searching import found_hits, scores, search
from .writing import ElasticsearchWriter, filling, writing

_VERSIONS_WANTED = "timed_out,hits.hits.fields"
_PAGE = 5000


class ElasticsearchEngine:
    """A generation is one index, `<prefix>.<generation>`; the aliases `<prefix>-live` and `<prefix>-previous` are for people."""

    name = "elasticsearch"
    version = MAPPING_VERSION
    ordered = True

    def __init__(
        self, address: Address, *, timeout: float = 2.0, ca_certs: Path | None = None, circuit: Circuit | None = None
    ) -> None:
        self._address = address
        self.place = f"{address.host}/{address.prefix}"
        self._client = Client(address, timeout=timeout, ca_certs=ca_certs)
        self._circuit = circuit or Circuit()

    def create(self, generation: str, schema: Schema, fingerprint: str) -> None:
        """See Engine.create."""
        index = self._address.index(generation_name(generation))
        mapping = build_mapping(schema_fields(schema), fingerprint)
        self._client.create(index, write_alias(index), SETTINGS, mapping)

    def drop(self, generation: str) -> None:
        """See Engine.drop. The server lets its readers finish."""
        self._client.drop(self._address.index(generation_name(generation)))

    def generations(self) -> list[str]:
        """See Engine.generations. An index that cannot be written, being closed or not made by us, is none."""
        found = self._client.indexes(self._address.every_index)
        return [self._address.generation(index) for index, aliases in found.items() if write_alias(index) in aliases]

    def fingerprint(self, generation: str) -> str | None:
        """See Engine.fingerprint."""
        index = self._address.index(generation_name(generation))
        meta = self._client.meta(index, write_alias(index))
        return str(meta.get("fingerprint", "")) if meta else None

    def promote(self, generation: str, previous: str | None) -> None:
        """Move the aliases in one step. Nothing reads by them but people and their tools."""
        moves = {
            f"{self._address.prefix}-live": self._address.index(generation),
            f"{self._address.prefix}-previous": self._address.index(previous) if previous else None,
        }
        self._client.move_aliases(moves, self._address.every_index)

    def writer(self, generation: str) -> AbstractContextManager[ElasticsearchWriter]:
        """See Engine.writer."""
        index = self._address.index(generation_name(generation))
        meta = self._client.meta(index, write_alias(index))
        if meta is None:
            raise NoGeneration(f"There is no generation {generation}: build one.")
        with engine_failures("reading a schema"):
            schema = schema_of(meta)
        return writing(self._client, index, write_alias(index), schema)

    def fill(self, generation: str, pages: Iterable[Page]) -> Iterator[list[WriteResult]]:
        """See Engine.fill."""
        with self.writer(generation) as writer:
            # Also without a page: whoever goes on may have been interrupted when all was written but not yet searchable.
            writer.changed = True
            yield from filling(writer, pages)

    def search(self, generation: str, query: EngineQuery) -> EngineAnswer:
        """See Engine.search."""
        return self.search_many(generation, [query])[0]

    def search_many(self, generation: str, queries: Sequence[EngineQuery]) -> list[EngineAnswer]:
        """See Engine.search_many."""
        with self._circuit.guarding():
            return search(self._client, self._address.index(generation), queries)

    def scores(self, generation: str, query: Node, ids: Collection[int]) -> dict[int, float]:
        """See Engine.scores."""
        with self._circuit.guarding():
            return scores(self._client, self._address.index(generation), query, ids)

    def versions(self, generation: str, *, after: int = 0, limit: int = 5000) -> Iterator[tuple[int, int]]:
        """See Engine.versions; read page by page."""
        left = limit
        while left > 0 and after < LARGEST_INTEGER:
            page = self._versions(generation, after, min(left, _PAGE))
            yield from page
            if len(page) < min(left, _PAGE):
                return
            left -= len(page)
            after = page[-1][0]

    def count(self, generation: str) -> int:
        """See Engine.count."""
        return self._client.count(self._address.index(generation))

    def healthy(self) -> bool:
        """Whether the server answers and can search every generation it has."""
        try:
            return self._client.answers(self._address.every_index)
        except EngineUnavailable:
            return False

    def _versions(self, generation: str, after: int, size: int) -> list[tuple[int, int]]:
        asked = Search().query(dsl.Range(**{ID: {"gt": max(after, 0)}})).sort(ID)
        asked = asked.extra(size=size, _source=False, stored_fields="_none_", docvalue_fields=[ID, VERSION])
        asked = asked.extra(track_total_hits=False)
        answer = self._client.search(self._address.index(generation), asked.to_dict(), _VERSIONS_WANTED)
        with engine_failures("listing versions"):
            return [(hit["fields"][ID][0], hit["fields"][VERSION][0]) for hit in found_hits(answer)]
