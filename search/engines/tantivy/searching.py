"""Answering questions from one searcher, which is one moment of the index: hits, counts and facets agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order, Query

from ..base import EngineQuery, Facet, Hit, Node
from ..checks import LARGEST_INTEGER
from ..ordering import in_order, with_whole_tie
from ..trees import adds_nothing
from .compiling import Compiler, excluding
from .fields import ID, VERSION

# tantivy breaks ties by a number that changes with every merge: so many more hits are fetched than asked for, and still
# more where a tie goes on, to sort them here.
_SPARE = 100
_EVERY_VALUE = 60_000  # tantivy refuses an aggregation of more than 65,000 values

Found = tuple[int, list[Hit]]
Scored = tuple[Any, tantivy.DocAddress]


@dataclass(frozen=True, slots=True)
class Reading:
    """A searcher with the compiler for its index."""

    searcher: tantivy.Searcher
    compiler: Compiler

    def hits(self, query: EngineQuery) -> Found:
        """The total and the first `limit` hits, in the contract's order."""
        wanted = self.compiler.restricted(query.query, query.filters.values())
        if query.limit < 1:
            return _total(self.searcher.search(wanted, 1)), []
        if query.sort in self.compiler.schema.integer:
            return self._by_number(wanted, query.sort, query.limit)
        if query.sort:
            return self._by_id(wanted, query.limit, Order.Desc)
        if adds_nothing(query.query):
            return self._by_id(wanted, query.limit, Order.Asc)
        return self._by_score(wanted, query.limit, loose_end=query.loose_end)

    def facets(self, query: EngineQuery) -> dict[str, dict[str, int]]:
        """The counts of every facet; those that leave out the same filter are counted together."""
        together: dict[str | None, dict[str, Facet]] = {}
        for name, facet in query.facets.items():
            left_out = facet.without if facet.without in query.filters else None
            together.setdefault(left_out, {})[name] = facet
        counts: dict[str, dict[str, int]] = {}
        for left_out, facets in together.items():
            filters = [node for key, node in query.filters.items() if key != left_out]
            counts |= self._counts(self.compiler.restricted(query.query, filters), facets)
        return {name: counts[name] for name in query.facets}

    def scores(self, node: Node, ids: Collection[int]) -> dict[int, float]:
        """The scores of those of the documents that match."""
        if not ids:
            return {}
        wanted = Query.boolean_query(
            [
                (Occur.Must, self.compiler.compile(node)),
                (Occur.Must, Query.const_score_query(self.compiler.ids(ids), 0.0)),
            ]
        )
        return {hit.id: hit.score for hit in self._scored(self.searcher.search(wanted, len(ids)).hits)}

    def versions(self, after: int, limit: int) -> list[tuple[int, int]]:
        """(id, version) of the documents with the smallest ids above `after`."""
        if limit < 1 or after >= LARGEST_INTEGER:
            return []
        above = Query.range_query(
            self.compiler.index_schema, ID, FieldType.Integer, lower_bound=max(after, 0), include_lower=False
        )
        return self._versions(self.searcher.search(above, limit, count=False, order_by_field=ID, order=Order.Asc).hits)

    def versions_of(self, ids: Collection[int]) -> dict[int, int]:
        """The versions of those of these documents that are there."""
        if not ids or not self.searcher.num_docs:
            return {}
        return dict(self._versions(self.searcher.search(self.compiler.ids(ids), len(ids), count=False).hits))

    def _by_score(self, wanted: Query, limit: int, *, loose_end: bool) -> Found:
        size = limit if loose_end else limit + _SPARE
        while True:
            result = self.searcher.search(wanted, size)
            total = _total(result)
            needed = with_whole_tie([score for score, _ in result.hits], limit)
            if loose_end or needed < size or size >= total:
                return total, in_order(self._scored(result.hits[:needed]))[:limit]
            size = min(total, 10 * size)

    def _by_id(self, wanted: Query, limit: int, order: Order) -> Found:
        result = self.searcher.search(wanted, limit, order_by_field=ID, order=order)
        return _total(result), [Hit(id, 0.0) for id, _ in result.hits]

    def _by_number(self, wanted: Query, field: str, limit: int) -> Found:
        size = limit + _SPARE
        result = self.searcher.search(wanted, size, order_by_field=field)
        total = _total(result)
        numbers: list[int | None] = [number for number, _ in result.hits]
        ids = self._numbers(ID, result.hits)
        if size < total and numbers[limit - 1] == numbers[-1]:
            return total, self._with_long_tie(wanted, field, limit, numbers, ids)
        return total, [Hit(id, 0.0) for id in _descending(numbers, ids)[:limit]]

    def _with_long_tie(
        self, wanted: Query, field: str, limit: int, numbers: list[int | None], ids: list[int]
    ) -> list[Hit]:
        """The hits before the tie at the end of the window, then the tie itself, asked for by id."""
        tied = numbers[-1]
        before = numbers.index(tied)
        first = _descending(numbers[:before], ids[:before])
        schema = self.compiler.index_schema
        if tied is None:
            in_tie = excluding(wanted, Query.exists_query(field))
        else:
            in_tie = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, Query.term_query(schema, field, tied))])
        _, rest = self._by_id(in_tie, limit - before, Order.Desc)
        return [*(Hit(id, 0.0) for id in first), *rest]

    def _counts(self, wanted: Query, facets: Mapping[str, Facet]) -> dict[str, dict[str, int]]:
        known = {
            name: facet
            for name, facet in facets.items()
            if facet.field in self.compiler.schema.keyword and facet.size > 0
        }
        asked = {name: max(2 * facet.size, 64) for name, facet in known.items()}
        buckets = self._aggregate(wanted, known, asked)
        ties = {
            name: _EVERY_VALUE for name, facet in known.items() if _tie_goes_on(buckets[name], facet.size, asked[name])
        }
        buckets |= self._aggregate(wanted, {name: known[name] for name in ties}, ties)
        return {name: dict(_most_frequent(buckets.get(name, []))[: facet.size]) for name, facet in facets.items()}

    def _aggregate(
        self, wanted: Query, facets: Mapping[str, Facet], sizes: Mapping[str, int]
    ) -> dict[str, list[tuple[str, int]]]:
        if not facets:
            return {}
        # segment_size: every segment reports all its values, so that no count is an estimate.
        asked = {
            name: {"terms": {"field": facet.field, "size": sizes[name], "segment_size": _EVERY_VALUE}}
            for name, facet in facets.items()
        }
        answer = self.searcher.aggregate(wanted, asked)
        return {name: [(bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"]] for name in facets}

    def _scored(self, found: list[Scored]) -> list[Hit]:
        return [Hit(id, score) for id, (score, _) in zip(self._numbers(ID, found), found, strict=True)]

    def _versions(self, found: list[Scored]) -> list[tuple[int, int]]:
        return list(zip(self._numbers(ID, found), self._numbers(VERSION, found), strict=True))

    def _numbers(self, field: str, found: list[Scored]) -> list[int]:
        values = self.searcher.fast_field_values(field, [address for _, address in found])
        return [value for value in values if isinstance(value, int)]


def _total(result: tantivy.SearchResult) -> int:
    total: int = result.count  # type: ignore[attr-defined]  # missing in tantivy's stubs
    return total


def _descending(numbers: list[int | None], ids: list[int]) -> list[int]:
    ranked = sorted(
        zip(numbers, ids, strict=True), key=lambda pair: (pair[0] is not None, pair[0] or 0, pair[1]), reverse=True
    )
    return [id for _, id in ranked]


def _tie_goes_on(buckets: list[tuple[str, int]], size: int, asked: int) -> bool:
    return len(buckets) == asked and buckets[size - 1][1] == buckets[-1][1]


def _most_frequent(buckets: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(buckets, key=lambda bucket: (-bucket[1], bucket[0]))
