"""One question, one answer: hits, total and facets come from one moment of the index. Several questions are one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def search(client: Client, index: str, queries: Sequence[EngineQuery]) -> list[EngineAnswer]:
    """The answers to the questions, each in the contract's order."""
    pages = _ask(client, index, [_request(query, _size(query)) for query in queries])
    return [_answer(client, index, query, page) for query, page in zip(queries, pages, strict=True)]


def scores(client: Client, index: str, node: Node, ids: Iterable[int], *, page: int = 1000) -> dict[int, float]:
    """The scores of those of the documents that match."""
    found: dict[int, float] = {}
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), page):
        asked = Search().query(_among(node, wanted[start : start + page])).extra(size=page, **_BARE)
        [answer] = _ask(client, index, [asked.sort("_score", ID)])
        found |= {hit.id: hit.score for hit in answer.hits}
    return found


def found_hits(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The hits of an answer that is whole."""
    if answer["timed_out"]:
        raise EngineUnavailable("Elasticsearch ran out of time and answered in part.")
    hits: list[dict[str, Any]] = answer.get("hits", {}).get("hits", [])
    return hits


_BARE: Mapping[str, Any] = {"_source": False, "stored_fields": "_none_"}


def _size(query: EngineQuery) -> int:
    return min(query.limit + (_SPARE if _may_cut_a_tie(query) else 0), _WINDOW)


def _may_cut_a_tie(query: EngineQuery) -> bool:
    return _is_by_score(query) and not query.loose_end


def _is_by_score(query: EngineQuery) -> bool:
    return query.limit > 0 and not query.sort and not adds_nothing(query.query)


def _answer(client: Client, index: str, query: EngineQuery, page: _Page) -> EngineAnswer:
    """The answer of this page, or of a longer one where a tie goes on behind its end."""
    needed, size = query.limit, _size(query)
    if _may_cut_a_tie(query):
        while (
            (needed := with_whole_tie([hit.score for hit in page.hits], query.limit)) >= size < min(page.total, _WINDOW)
        ):
            size = min(10 * size, _WINDOW)
            [page] = _ask(client, index, [_request(query, size)])
    hits = in_order(page.hits[:needed])[: query.limit] if _is_by_score(query) else page.hits
    return EngineAnswer(page.total, hits, {name: page.counts.get(name, {}) for name in query.facets}, page.took)


def _ask(client: Client, index: str, asked: Sequence[Search[Any]]) -> list[_Page]:
    answers = client.search_many(index, [one.to_dict() for one in asked], _WANTED)
    with engine_failures("reading an answer"):
        return [_page(answer) for answer in answers]


def _page(answer: Mapping[str, Any]) -> _Page:
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


def _among(node: Node, ids: list[int]) -> dsl.Query:
    return restricted(compiled(node), [Ids(tuple(ids))])
