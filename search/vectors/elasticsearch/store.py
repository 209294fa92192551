"""The contract's VectorStore over a server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from search.embedding.base import Vectors
from search.engines.base import EngineUnavailable
from search.engines.circuit import Circuit
from search.engines.elasticsearch.address import Address, write_alias
from search.engines.elasticsearch.client import Client
from search.engines.elasticsearch.failures import NoGeneration, engine_failures

from ..base import StoreUnavailable
from .comparing import ElasticsearchLikenesses
from .mapping import COUNT, PRACTICE, SETTINGS, VERSION, mapping
from .typical import Sample, read_sample
from .writing import ElasticsearchVectorWriter

# A sample that is not the whole changes slowly; a small collection is read anew soon.
_SAMPLE_SECONDS, _WHOLE_SECONDS = 600.0, 10.0
_PAGE = 5_000
# A version that no practice has: what is kept of it does not fit together, so it must be written again.
_BROKEN = -1


@dataclass(frozen=True, slots=True)
class _Known:
    read_at: float
    dimension: int
    sample: Sample


class ElasticsearchVectors:
    """A generation is one index, `<prefix>-meaning.<generation>`: apart from the word indexes, which may be on the same server."""

    def __init__(self, address: Address, *, timeout: float = 2.0, ca_certs: Path | None = None) -> None:
        self._address = replace(address, prefix=f"{address.prefix}-meaning")
        self._client = Client(address, timeout=timeout, ca_certs=ca_certs)
        self._circuit = Circuit()
        self._known: dict[str, _Known] = {}

    def create(self, generation: str, dimension: int, fingerprint: str) -> None:
        """As the contract says."""
        index = self._address.index(generation)
        with _failures():
            self._client.create(index, write_alias(index), SETTINGS, mapping(dimension, fingerprint))

    def drop(self, generation: str) -> None:
        """As the contract says."""
        with _failures():
            self._client.drop(self._address.index(generation))
        self._known.pop(generation, None)

    def generations(self) -> list[str]:
        """As the contract says."""
        with _failures():
            found = self._client.indexes(self._address.every_index)
        return [self._address.generation(index) for index, aliases in found.items() if write_alias(index) in aliases]

    def fingerprint(self, generation: str) -> str:
        """As the contract says."""
        return str(self._meta(generation)["fingerprint"])

    @contextmanager
    def writer(self, generation: str) -> Iterator[ElasticsearchVectorWriter]:
        """As the contract says; no lock is needed, as the server refuses what is older than what it has."""
        index, dimension = self._address.index(generation), self._dimension(generation)
        with _failures():
            yield ElasticsearchVectorWriter(self._client, index, write_alias(index), dimension)
        self._known.pop(generation, None)

    def versions(self, generation: str) -> Mapping[int, int]:
        """As the contract says; of a practice whose passages do not fit its head a version that none has."""
        found: dict[int, int] = {}
        after: Mapping[str, int] | None = None
        while True:
            with _failures():
                buckets, after = self._heads(generation, after)
            found |= buckets
            if after is None:
                return found

    def likenesses(self, generation: str, question: Vectors) -> ElasticsearchLikenesses:
        """As the contract says; what is typical is told by a sample, which may be some minutes old."""
        with _failures(), self._circuit.guarding():
            known = self._sampled(generation)
        if known.dimension != len(question):
            raise StoreUnavailable(f"The question has {len(question)} dimensions, {generation} has {known.dimension}.")
        return ElasticsearchLikenesses(
            self._client, self._circuit, self._address.index(generation), question, known.sample.typical(question)
        )

    def _sampled(self, generation: str) -> _Known:
        now, known = time.monotonic(), self._known.get(generation)
        if known is not None and now - known.read_at < (_WHOLE_SECONDS if known.sample.whole else _SAMPLE_SECONDS):
            return known
        dimension = self._dimension(generation)
        known = _Known(now, dimension, read_sample(self._client, self._address.index(generation), dimension))
        self._known[generation] = known
        return known

    def _dimension(self, generation: str) -> int:
        return int(str(self._meta(generation)["dimension"]))

    def _meta(self, generation: str) -> Mapping[str, object]:
        index = self._address.index(generation)
        with _failures():
            meta = self._client.meta(index, write_alias(index))
            if meta is None:
                raise NoGeneration(f"There is no generation {generation} of vectors.")
        return meta

    def _heads(
        self, generation: str, after: Mapping[str, int] | None
    ) -> tuple[dict[int, int], Mapping[str, int] | None]:
        """A page of versions by practice, and where the next one begins."""
        by_practice = {"size": _PAGE, "sources": [{PRACTICE: {"terms": {"field": PRACTICE}}}]}
        asked = {
            "size": 0, "track_total_hits": False,
            "aggs": {"heads": {
                "composite": {**by_practice, **({"after": dict(after)} if after else {})},
                "aggs": {
                    "count": {"sum": {"field": COUNT}},
                    "oldest": {"min": {"field": VERSION}}, "newest": {"max": {"field": VERSION}},
                },
            }},
        }  # fmt: skip
        answer = self._client.search(self._address.index(generation), asked, "timed_out,aggregations")
        with engine_failures("listing versions"):
            heads = answer["aggregations"]["heads"]
            return {
                int(bucket["key"][PRACTICE]): _version(bucket)
                for bucket in heads["buckets"]
                if bucket["doc_count"] > 1 or bucket["count"]["value"]
            }, heads.get("after_key")


def _version(bucket: Mapping[str, object]) -> int:
    """The version of a practice if its head and passages are all of one, and as many as the head says."""
    values = {name: int(float(str(bucket[name]["value"]))) for name in ("count", "oldest", "newest")}  # type: ignore[index]
    whole = bucket["doc_count"] == values["count"] + 1 and values["oldest"] == values["newest"]
    return values["newest"] if whole else _BROKEN


@contextmanager
def _failures() -> Iterator[None]:
    """Whatever the engine's client says is the store's error."""
    try:
        yield
    except (EngineUnavailable, ValueError) as error:
        raise StoreUnavailable(str(error)) from error
