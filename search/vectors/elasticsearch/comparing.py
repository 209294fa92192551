"""A question beside the vectors of a server: candidates by its graph, likenesses exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from search.embedding.base import Vectors
from search.engines.base import EngineUnavailable
from search.engines.circuit import Circuit
from search.engines.elasticsearch.client import Client
from search.engines.elasticsearch.failures import engine_failures
from search.engines.elasticsearch.searching import found_hits

from ..base import Likeness, StoreUnavailable
from .mapping import LANGUAGE, PLACE, PRACTICE, VECTOR

# Passages that the graph gives of each language: a practice has several, and those near a question stand together.
_PASSAGES_EACH, _MOST_PASSAGES = 2, 1_000
# What one byte a number may be wrong by: so much less like the question a candidate may seem.
_ROUNDING = 0.01
_IDS = 1_000
_WINDOW = 10_000  # the server's own bound on one page
# Scores must not be negative: no likeness is below -2.
_ABOVE_ZERO = 3.0
_LIKENESS = f"dotProduct(params.q, '{VECTOR}') - params.typical[doc['{LANGUAGE}'].value] + {_ABOVE_ZERO}"


def _bare(*fields: str) -> dict[str, Any]:
    """Only these fields of each hit: to read its id, the server would unpack what was sent, vector and all."""
    return {"_source": False, "stored_fields": "_none_", "docvalue_fields": list(fields), "track_total_hits": False}


class ElasticsearchLikenesses:
    """The contract's Likenesses. Every likeness is told exactly, so that it never depends on how the practice was found."""

    def __init__(
        self, client: Client, circuit: Circuit, index: str, question: Vectors, typical: Mapping[str, float]
    ) -> None:
        self._client, self._circuit, self._index = client, circuit, index
        self._question: list[float] = question.tolist()
        self._typical = typical
        self._told: dict[int, Likeness | None] = {}

    def nearest(self, *, above: float, limit: int) -> Sequence[int]:
        """As the contract says, as far as the graph finds them."""
        if not self._typical:
            return []
        told = self.of(self._candidates(above - _ROUNDING, limit))
        near = sorted((-likeness.value, id) for id, likeness in told.items() if likeness.value >= above)
        return [id for _, id in near[:limit]]

    def of(self, ids: Collection[int]) -> Mapping[int, Likeness]:
        """As the contract says."""
        wanted = sorted({id for id in ids if id not in self._told})
        for start in range(0, len(wanted), _IDS):
            page = wanted[start : start + _IDS]
            self._told |= dict.fromkeys(page)
            self._told |= self._tell(page)
        return {id: likeness for id in ids if (likeness := self._told.get(id)) is not None}

    def _candidates(self, above: float, limit: int) -> list[int]:
        passages = min(_PASSAGES_EACH * limit, _MOST_PASSAGES)
        near = [
            {
                "field": VECTOR, "query_vector": self._question, "k": passages, "num_candidates": passages,
                "similarity": max(-1.0, above + typical), "filter": {"term": {LANGUAGE: language}},
            }
            for language, typical in self._typical.items()
        ]  # fmt: skip
        hits = self._ask(
            {"knn": near, "size": min(passages * len(near), _WINDOW), **_bare(PRACTICE)}, "timed_out,hits.hits.fields"
        )
        return list({int(hit["fields"][PRACTICE][0]) for hit in hits})

    def _tell(self, ids: Sequence[int]) -> dict[int, Likeness]:
        script = {"source": _LIKENESS, "params": {"q": self._question, "typical": dict(self._typical)}}
        among = {"bool": {"filter": [{"terms": {PRACTICE: list(ids)}}, {"terms": {LANGUAGE: list(self._typical)}}]}}
        body = {
            "query": {"script_score": {"query": among, "script": script}},
            "collapse": {"field": PRACTICE}, "size": len(ids), **_bare(PRACTICE, PLACE, LANGUAGE),
        }  # fmt: skip
        hits = self._ask(body, "timed_out,hits.hits._score,hits.hits.fields")
        return dict(map(self._likeness, hits))

    def _likeness(self, hit: Mapping[str, Any]) -> tuple[int, Likeness]:
        practice, place, language = (hit["fields"][name][0] for name in (PRACTICE, PLACE, LANGUAGE))
        return practice, Likeness(hit["_score"] - _ABOVE_ZERO, place, self._typical[language], language)

    def _ask(self, body: Mapping[str, Any], wanted: str) -> list[dict[str, Any]]:
        try:
            with self._circuit.guarding():
                answer = self._client.search(self._index, body, wanted)
                with engine_failures("comparing vectors"):
                    return found_hits(answer)
        except EngineUnavailable as error:
            raise StoreUnavailable(str(error)) from error
