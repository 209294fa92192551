"""A schema of the contract as an index: its settings and its strict mapping.

Fields are named by their kind ("text_title"), so that a question for a field of another kind finds an unmapped one, which is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import Keyword, Long, Text
from elasticsearch.dsl import Mapping as IndexMapping

from ..base import Document, Schema

ID = "id"
VERSION = "version"
# Part of a generation's fingerprint: count it up when an index of today would differ from one of yesterday.
MAPPING_VERSION = "1"

# Nothing refreshes by itself: a writer does, once, when it closes. Deletes are remembered for longer than any lease, so that a late older
# write cannot bring a document back. One shard, so that counts and scores are exact; it holds a million practices.
SETTINGS: Mapping[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "-1",
    "gc_deletes": "1h",
}


def text_field(name: str) -> str:
    """The index's name of a text field."""
    return f"text_{name}"


def keyword_field(name: str) -> str:
    """The index's name of a keyword field."""
    return f"keyword_{name}"


def integer_field(name: str) -> str:
    """The index's name of an integer field."""
    return f"integer_{name}"


def build_mapping(schema: Schema, fingerprint: str) -> dict[str, Any]:
    """The mapping: whitespace-separated terms with positions and norms, whole keywords ready to be counted, 64-bit numbers.

    Texts are not kept (`_source`): the database supplies every hit.
    """
    mapping = IndexMapping()
    mapping.field(ID, Long())
    mapping.field(VERSION, Long(index=False))
    for name in schema.text:
        mapping.field(text_field(name), Text(analyzer="whitespace"))
    for name in schema.keyword:
        mapping.field(keyword_field(name), Keyword(eager_global_ordinals=True))
    for name in schema.integer:
        mapping.field(integer_field(name), Long())
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", {"enabled": False})
    kinds = {"text": list(schema.text), "keyword": list(schema.keyword), "integer": list(schema.integer)}
    mapping.meta("_meta", {"fingerprint": fingerprint, "schema": kinds})
    built: dict[str, Any] = mapping.to_dict()
    return built


def schema_of(meta: Mapping[str, Any]) -> Schema:
    """The schema that an index remembers."""
    kinds = meta["schema"]
    return Schema(text=tuple(kinds["text"]), keyword=tuple(kinds["keyword"]), integer=tuple(kinds["integer"]))


def source(document: Document) -> dict[str, Any]:
    """The document as it is sent."""
    return {
        ID: document.id,
        VERSION: document.version,
        **{text_field(name): text for name, text in document.text.items()},
        **{keyword_field(name): list(values) for name, values in document.keyword.items()},
        **{integer_field(name): number for name, number in document.integer.items()},
    }
