"""A server as its administrator speaks to it, past engine and proxy."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from search.engines.base import Schema
from search.engines.elasticsearch.mapping import SETTINGS, build_mapping


@dataclass(frozen=True)
class Rest:
    """`rest("PUT", "/index/_settings", {...})` gives the answer as JSON; AssertionError where it is no success."""

    url: str

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            read = answer.read()
        finally:
            connection.close()
        assert 200 <= answer.status < 300, read
        return json.loads(read)

    def indexes(self, pattern: str) -> list[str]:
        """The names of all indexes that match, open or closed."""
        listed = self("GET", f"/_cat/indices/{pattern}?h=index&format=json&expand_wildcards=all")
        return sorted(row["index"] for row in listed)

    def remove(self, pattern: str) -> None:
        """Delete every index that matches."""
        if found := self.indexes(pattern):
            self("DELETE", f"/{','.join(found)}")

    def block(self, index: str, block: str, *, on: bool) -> None:
        """Set or lift a block, as the server does itself when its disk is full ("read_only_allow_delete")."""
        self("PUT", f"/{index}/_settings", {f"index.blocks.{block}": True if on else None})

    def make_again(self, index: str, *, without: str = "", red: bool = False) -> None:
        """Replace an index by an empty one of the same mapping and aliases, `without` a field, or on a node that does not exist."""
        ((_, made),) = self("GET", f"/{index}").items()
        mapping = made["mappings"]
        mapping["properties"].pop(without, None)
        self("DELETE", f"/{index}")
        self._make(index, mapping, red=red)

    def make(self, index: str, schema: Schema, fingerprint: str, *, red: bool = False) -> None:
        """An index as the engine makes it."""
        self._make(index, build_mapping(schema, fingerprint), red=red)

    def _make(self, index: str, mapping: object, *, red: bool) -> None:
        settings = {**SETTINGS, **({"index.routing.allocation.require._name": "nowhere"} if red else {})}
        aliases = {f"{index}.write": {"is_write_index": True}}
        body = {"settings": settings, "mappings": mapping, "aliases": aliases}
        self("PUT", f"/{index}?wait_for_active_shards=0", body)
