"""One question, one request: hits, total and facets come from one moment of the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl import aggs as dsl_aggs
from elasticsearch.dsl import query as dsl

from ..base import EngineAnswer, EngineQuery, EngineUnavailable, Facet, Hit, Ids, Node
from ..ordering import in_order, with_whole_tie
from ..trees import adds_nothing
from .client import Client
from .compiling import compiled, restricted
from .failures import engine_failures
from .mapping import ID, integer_field, keyword_field

# Only what is read: the server need not write the rest, nor we parse it.
_WANTED = "took,timed_out,hits.total.value,hits.hits._score,hits.hits.sort,aggregations"
# More hits than asked for, to see whether a tie goes on behind the last one.
_SPARE = 10
_WINDOW = 10_000  # the server's own bound on one page


@dataclass(frozen=True, slots=True)
class _Page:
    """What one request brought; `counts` are by the facets' names."""

    total: int
    hits: list[Hit]
    counts: Mapping[str, Mapping[str, int]]
    took: float


def search(client: Client, index: str, query: EngineQuery) -> EngineAnswer:
    """The answer to a question, in the contract's order."""
    if query.limit < 1 or query.sort or adds_nothing(query.query):
        page = _ask(client, index, _request(query, min(query.limit, _WINDOW)))
        return _answer(query, page, page.hits)
    return _by_score(client, index, query)


def scores(client: Client, index: str, node: Node, ids: Iterable[int], *, page: int = 1000) -> dict[int, float]:
    """The scores of those of the documents that match."""
    found: dict[int, float] = {}
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), page):
        asked = Search().query(_among(node, wanted[start : start + page])).extra(size=page, **_BARE)
        found |= {hit.id: hit.score for hit in _ask(client, index, asked.sort("_score", ID)).hits}
    return found


def found_hits(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The hits of an answer that is whole."""
    if answer["timed_out"]:
        raise EngineUnavailable("Elasticsearch ran out of time and answered in part.")
    hits: list[dict[str, Any]] = answer.get("hits", {}).get("hits", [])
    return hits


_BARE: Mapping[str, Any] = {"_source": False, "stored_fields": "_none_"}


def _by_score(client: Client, index: str, query: EngineQuery) -> EngineAnswer:
    size = min(query.limit + _SPARE, _WINDOW)
    while True:
        page = _ask(client, index, _request(query, size))
        needed = with_whole_tie([hit.score for hit in page.hits], query.limit)
        if needed < size or size >= min(page.total, _WINDOW):
            return _answer(query, page, in_order(page.hits[:needed])[: query.limit])
        size = min(10 * size, _WINDOW)


def _ask(client: Client, index: str, asked: Search[Any]) -> _Page:
    answer = client.search(index, asked.to_dict(), _WANTED)
    with engine_failures("reading an answer"):
        hits = [Hit(hit["sort"][-1], hit["_score"] or 0.0) for hit in found_hits(answer)]
        total = answer["hits"]["total"]["value"]
        return _Page(total, hits, _counts(answer.get("aggregations", {})), float(answer["took"]))


def _request(query: EngineQuery, size: int) -> Search[Any]:
    """Filters that a facet leaves out come after the counting, the others before."""
    left_out = {facet.without for facet in query.facets.values() if facet.without in query.filters}
    before = [node for name, node in query.filters.items() if name not in left_out]
    after = {name: compiled(query.filters[name]) for name in query.filters if name in left_out}
    asked = Search().query(restricted(compiled(query.query), before))
    asked = asked.sort(*_sort(query)).extra(size=max(size, 0), track_total_hits=True, **_BARE)
    if after:
        asked = asked.post_filter(dsl.Bool(filter=list(after.values())))
    _count(asked, query, after)
    return asked


def _sort(query: EngineQuery) -> list[Any]:
    if query.sort:
        missing_last = {"order": "desc", "missing": "_last", "unmapped_type": "long"}
        return [{integer_field(query.sort): missing_last}, {ID: "desc"}]
    return [ID] if adds_nothing(query.query) else ["_score", ID]


def _count(asked: Search[Any], query: EngineQuery, after: Mapping[str, dsl.Query]) -> None:
    """Add a counter for every facet; those that leave out the same filter are counted together."""
    for left_out in dict.fromkeys(_left_out(facet, after) for facet in query.facets.values()):
        others = [condition for name, condition in after.items() if name != left_out]
        within = asked.aggs.bucket(_group(left_out), dsl_aggs.Filter(dsl.Bool(filter=others))) if others else asked.aggs
        for name, facet in query.facets.items():
            if facet.size > 0 and _left_out(facet, after) == left_out:
                within.bucket(
                    f"facet:{name}",
                    dsl_aggs.Terms(
                        field=keyword_field(facet.field), size=facet.size, order=[{"_count": "desc"}, {"_key": "asc"}]
                    ),
                )


def _left_out(facet: Facet, after: Mapping[str, object]) -> str | None:
    return facet.without if facet.without in after else None


def _group(left_out: str | None) -> str:
    return f"without:{left_out}" if left_out else "all"


def _counts(aggregations: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """The counts of every facet, alone or in a group."""
    counters: dict[str, Any] = {}
    for name, found in aggregations.items():
        counters |= {name: found} if name.startswith("facet:") else found
    return {
        name.removeprefix("facet:"): {bucket["key"]: bucket["doc_count"] for bucket in counter["buckets"]}
        for name, counter in counters.items()
        if name.startswith("facet:")
    }


def _answer(query: EngineQuery, page: _Page, hits: list[Hit]) -> EngineAnswer:
    facets = {name: page.counts.get(name, {}) for name in query.facets}
    return EngineAnswer(page.total, hits, facets, page.took)


def _among(node: Node, ids: list[int]) -> dsl.Query:
    return restricted(compiled(node), [Ids(tuple(ids))])
