"""The official client, with a bound on the time of everything that is asked of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from elastic_transport import ApiResponseMeta
from elasticsearch import ApiError, BadRequestError, Elasticsearch, OrjsonSerializer
from elasticsearch.exceptions import HTTP_EXCEPTIONS

from ..base import EngineUnavailable, GenerationExists
from .address import Address
from .failures import NoGeneration, engine_failures, reason
from .node import BoundedNode

# Building an index or writing a batch may take longer than a person waits, but less than a lease lasts.
WRITE_SECONDS = 30.0
_PING_SECONDS = 1.0
# More than a process has threads: nobody waits for a connection while a server that hangs holds the others.
_CONNECTIONS = 200

serializer = OrjsonSerializer()
# What stands before each of several questions.
_WHOLE = serializer.dumps({"allow_partial_search_results": False})


class Client:
    """One server. Safe for threads; connections are opened when first needed, so also across a fork."""

    def __init__(self, address: Address, *, timeout: float, ca_certs: Path | None = None) -> None:
        # Encoded here, as the client itself knows only ASCII.
        known_as = b64encode(f"{address.user}:{address.password}".encode()).decode()
        named: dict[str, Any] = {"basic_auth": known_as} if address.user else {}
        if ca_certs is not None and address.host.startswith("https:"):
            named["ca_certs"] = str(ca_certs)
        client = Elasticsearch(
            address.host,
            serializers={"application/json": serializer},
            max_retries=0,
            node_class=BoundedNode,
            connections_per_node=_CONNECTIONS,
            **named,
        )
        self._reading = client.options(request_timeout=timeout)
        self._writing = client.options(request_timeout=WRITE_SECONDS)
        self._pinging = client.options(request_timeout=min(timeout, _PING_SECONDS))
        # The server gives up before we do, so that it says why.
        self._patience = f"{WRITE_SECONDS * 500:.0f}ms"

    def search(self, index: str, body: Mapping[str, Any], wanted: str) -> dict[str, Any]:
        """The parts `wanted` (a filter path) of an answer that is complete or not given at all."""
        with engine_failures("searching"):
            answer = self._reading.search(
                index=index, body=dict(body), filter_path=wanted, allow_partial_search_results=False
            )
            return _dictionary(answer.body)

    def search_many(self, index: str, bodies: Sequence[Mapping[str, Any]], wanted: str) -> list[dict[str, Any]]:
        """As `search`, for several questions in one request: all are answered, or none."""
        if len(bodies) < 2:
            return [self.search(index, body, wanted) for body in bodies]
        parts = [f"responses.{part}" for part in (*wanted.split(","), "status", "error")]
        lines = [line for body in bodies for line in (_WHOLE, serializer.dumps(body))]
        with engine_failures("searching"):
            answers = self._reading.msearch(
                index=index,
                searches=lines,  # type: ignore[arg-type]  # bytes are sent as they are
                filter_path=parts,
            )
            found = _dictionary(answers.body)["responses"]
            if len(found) != len(bodies):
                raise ValueError("not an answer for each question")
            return [_answered(one, answers.meta) for one in found]

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
            timeout=self._patience,
            filter_path="items",
        )
        return [outcome for item in _dictionary(answer.body)["items"] for outcome in item.values()]

    def refresh(self, index: str) -> None:
        """Let searches see what was written."""
        with engine_failures("refreshing"):
            shards = self._writing.indices.refresh(index=index)["_shards"]
            if shards["failed"] or not shards["successful"]:
                raise EngineUnavailable("Elasticsearch could not refresh the index.")

    def create(self, index: str, alias: str, settings: Mapping[str, Any], mapping: Mapping[str, Any]) -> None:
        """Make an index that writes reach by its alias; GenerationExists where it is there.

        One that no node of the server can hold is removed again: it would keep every later write waiting.
        """
        with engine_failures("creating an index"):
            try:
                made = self._writing.indices.create(
                    index=index,
                    settings=settings,
                    mappings=mapping,
                    aliases={alias: {"is_write_index": True}},
                    timeout=self._patience,
                )
            except BadRequestError as error:
                if "resource_already_exists" not in reason(error):
                    raise
                made = None
            if made is not None and made["shards_acknowledged"]:
                return
        if made is None:
            raise GenerationExists(f"The index {index} exists: drop it first or choose another name.")
        self.drop(index)
        raise EngineUnavailable("Elasticsearch has no node for a new index: look at its free disk space and its nodes.")

    def drop(self, index: str) -> None:
        """Remove an index; one that is not there is fine."""
        with engine_failures("dropping an index"):
            _acknowledged(self._writing.indices.delete(index=index, ignore_unavailable=True).body)

    def indexes(self, pattern: str) -> dict[str, list[str]]:
        """The open indexes that match, and the aliases of each."""
        with engine_failures("listing indexes"):
            found = self._reading.indices.get_alias(index=pattern, expand_wildcards="open")
            return {index: list(held["aliases"]) for index, held in sorted(_dictionary(found.body).items())}

    def meta(self, index: str, alias: str) -> dict[str, Any] | None:
        """What an index remembers of how it was made; None where the alias leads to no such index, so that none can be written."""
        try:
            with engine_failures("reading a mapping"):
                found = self._reading.indices.get_mapping(index=alias, filter_path="*.mappings._meta")
                mappings = _dictionary(found.body).get(index, {}).get("mappings", {})
        except NoGeneration:
            return None
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
            _acknowledged(self._writing.indices.update_aliases(actions=actions).body)

    def answers(self, pattern: str) -> bool:
        """Whether the server can search all of every index that matches."""
        with engine_failures("asking for its health"):
            found = self._pinging.search(
                index=pattern,
                body={"size": 0, "track_total_hits": False},
                expand_wildcards="open,closed",
                allow_partial_search_results=False,
                filter_path="timed_out,_shards.failed",
            )
            answer = _dictionary(found.body)
            return answer["timed_out"] is False and answer["_shards"]["failed"] == 0


def _acknowledged(body: Any) -> None:
    """ValueError unless this is the server's receipt (which may say that not every node has it yet)."""
    if not isinstance(_dictionary(body).get("acknowledged"), bool):
        raise ValueError("no receipt")


def _answered(body: Any, meta: ApiResponseMeta) -> dict[str, Any]:
    """One answer of several, or its own error, as if it had been asked alone."""
    answer = _dictionary(body)
    if "error" in answer:
        status = int(answer["status"])
        raise HTTP_EXCEPTIONS.get(status, ApiError)("refused", replace(meta, status=status), answer)
    return answer


def _dictionary(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise ValueError("no JSON object")
    return body
