"""The official client, with a bound on the time of everything that is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, OrjsonSerializer

from ..base import GenerationExists
from .address import Address
from .failures import NoGeneration, engine_failures, reason

# Building an index or writing a batch may take longer than a person waits, but less than a lease lasts.
_WRITE_SECONDS = 30.0
_PING_SECONDS = 1.0

serializer = OrjsonSerializer()


class Client:
    """One server. Safe for threads; connections are opened when first needed, so also across a fork."""

    def __init__(self, address: Address, *, timeout: float, ca_certs: Path | None = None) -> None:
        named: dict[str, Any] = {"basic_auth": (address.user, address.password)} if address.user else {}
        if ca_certs is not None:
            named["ca_certs"] = str(ca_certs)
        client = Elasticsearch(address.host, serializers={"application/json": serializer}, max_retries=0, **named)
        self._reading = client.options(request_timeout=timeout)
        self._writing = client.options(request_timeout=_WRITE_SECONDS)
        self._pinging = client.options(request_timeout=min(timeout, _PING_SECONDS))

    def search(self, index: str, body: Mapping[str, Any], wanted: str) -> dict[str, Any]:
        """The parts `wanted` (a filter path) of an answer that is complete or not given at all."""
        with engine_failures("searching"):
            answer = self._reading.search(
                index=index, body=dict(body), filter_path=wanted, allow_partial_search_results=False
            )
            return _dictionary(answer.body)

    def count(self, index: str) -> int:
        """How many documents a search can see."""
        with engine_failures("counting"):
            return int(self._reading.count(index=index)["count"])

    def bulk(self, alias: str, operations: Sequence[bytes]) -> list[dict[str, Any]]:
        """Send ready lines; the outcome of every item. An ApiError is passed on, as its status tells what to do."""
        answer = self._writing.bulk(
            index=alias,
            operations=operations,  # type: ignore[arg-type]  # bytes are sent as they are
            require_alias=True,
            filter_path="items",
        )
        return [next(iter(item.values())) for item in _dictionary(answer.body)["items"]]

    def refresh(self, index: str) -> None:
        """Let searches see what was written."""
        with engine_failures("refreshing"):
            self._writing.indices.refresh(index=index)

    def create(self, index: str, alias: str, settings: Mapping[str, Any], mapping: Mapping[str, Any]) -> None:
        """Make an index that writes reach by its alias; GenerationExists where it is there."""
        refused = ""
        with engine_failures("creating an index"):
            try:
                self._writing.indices.create(
                    index=index, settings=settings, mappings=mapping, aliases={alias: {"is_write_index": True}}
                )
            except BadRequestError as error:
                refused = reason(error)
                if "resource_already_exists" not in refused:
                    raise
        if refused:
            raise GenerationExists(f"The index {index} exists: drop it first or choose another name.")

    def drop(self, index: str) -> None:
        """Remove an index; one that is not there is fine."""
        with engine_failures("dropping an index"):
            self._writing.indices.delete(index=index, ignore_unavailable=True)

    def indexes(self, pattern: str) -> list[str]:
        """The names of the indexes that match."""
        with engine_failures("listing indexes"):
            found = self._reading.indices.get_alias(index=pattern, expand_wildcards="open")
            return sorted(_dictionary(found.body))

    def meta(self, index: str) -> dict[str, Any] | None:
        """What an index remembers of how it was made; None where there is no such index."""
        try:
            with engine_failures("reading a mapping"):
                found = self._reading.indices.get_mapping(index=index, filter_path="*.mappings._meta")
        except NoGeneration:
            return None
        mappings = _dictionary(found.body).get(index, {}).get("mappings", {})
        meta: dict[str, Any] | None = mappings.get("_meta")
        return meta

    def move_aliases(self, moves: Mapping[str, str | None], pattern: str) -> None:
        """Let each alias stand for its index alone (for none: take it away), all in one step."""
        actions: list[dict[str, Any]] = []
        for alias, index in moves.items():
            actions.append({"remove": {"index": pattern, "alias": alias, "must_exist": False}})
            if index:
                actions.append({"add": {"index": index, "alias": alias}})
        with engine_failures("moving aliases"):
            self._writing.indices.update_aliases(actions=actions)

    def answers(self, pattern: str) -> bool:
        """Whether the server answers and every index that matches can be searched."""
        with engine_failures("asking for its health"):
            health = self._pinging.cluster.health(index=pattern, timeout="500ms", filter_path="status,timed_out")
            found = _dictionary(health.body)
            return found.get("status") in {"green", "yellow"} and not found.get("timed_out")


def _dictionary(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise ValueError("no JSON object")
    return body
