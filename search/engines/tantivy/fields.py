"""A schema of the contract as a tantivy schema, and opening an index of it.

`id` is signed: tantivy's Python terms are signed, and a delete by an unsigned id would delete nothing and say nothing.
"""

from __future__ import annotations

from pathlib import Path

import tantivy

from ..base import Schema

ID = "id"
VERSION = "version"

# tantivy registers a tokenizer of this name itself, but indexes do not store tokenizers: ours is registered on every
# opening, so that a generation never depends on what a later version of tantivy means by a name. A regular expression
# on single spaces is 3.5 times slower.
_TERMS = "space_joined_terms"
_WHOLE = "whole_value"


def build_schema(schema: Schema) -> tantivy.Schema:
    """Text with positions and norms; keywords whole, with counts in fast fields; integers sortable and filterable;
    nothing stored.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(ID, indexed=True, fast=True)
    builder.add_integer_field(VERSION, fast=True)
    for name in schema.text:
        builder.add_text_field(name, tokenizer_name=_TERMS, index_option="position")
    for name in schema.keyword:
        builder.add_text_field(name, tokenizer_name=_WHOLE, fast=True, index_option="basic")
    for name in schema.integer:
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def create_index(folder: Path, schema: Schema) -> None:
    """Make an empty index in an existing empty folder."""
    tantivy.Index(build_schema(schema), str(folder), reuse=False)


def open_index(folder: Path) -> tantivy.Index:
    """A fresh handle, reloaded only when asked (the default policy keeps a thread polling per handle)."""
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    for name, tokenizer in ((_TERMS, tantivy.Tokenizer.whitespace()), (_WHOLE, tantivy.Tokenizer.raw())):
        analyzer = tantivy.TextAnalyzerBuilder(tokenizer).build()
        index.register_tokenizer(name, analyzer)
        index.register_fast_field_tokenizer(name, analyzer)
    return index
