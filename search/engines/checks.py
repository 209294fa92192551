"""What every engine refuses, and what it says: names, types and sizes, checked before an engine sees them.

The limits are the narrowest of all engines (Elasticsearch cuts whitespace tokens at 255 characters and answers a
keyword above 32,766 bytes with an error; tantivy drops both silently above 65,530 bytes), so that a document is
accepted by all or by none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .base import Deletion, Document, Schema

LONGEST_TERM = 255  # characters
LONGEST_VALUE = 32_766  # bytes in UTF-8
LARGEST_INTEGER = 2**63 - 1
RESERVED_FIELDS = frozenset({"id", "version"})

_GENERATION = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,59}")


def generation_name(name: str) -> str:
    """The name, if it can stand in a path and in an index name; ValueError otherwise."""
    if not isinstance(name, str) or not _GENERATION.fullmatch(name):
        raise ValueError(
            f"{name!r} cannot name a generation: use at most 60 small letters a-z, digits, '-' and '_', "
            "with a letter or digit first."
        )
    return name


def schema_fields(schema: Schema) -> Schema:
    """The schema, if every field has a usable name of its own; ValueError otherwise."""
    names = [*schema.text, *schema.keyword, *schema.integer]
    for name in names:
        if not _FIELD.fullmatch(name) or name in RESERVED_FIELDS:
            raise ValueError(
                f"{name!r} cannot name a field: use small letters, digits and '_', and neither 'id' nor 'version'."
            )
        if names.count(name) > 1:
            raise ValueError(f"The field {name!r} stands twice in the schema: give every field one kind.")
    return schema


def is_indexable(text: str, longest: int = LONGEST_VALUE) -> bool:
    """Whether a term or value can be in an index at all: encodable (no lone surrogates) and at most `longest` bytes."""
    try:
        return len(text.encode()) <= longest
    except UnicodeEncodeError:
        return False


def refusal(write: Document | Deletion, schema: Schema) -> str:
    """Why this write cannot be applied, as a sentence; empty where it can."""
    if not _is_integer(write.id, 1):
        return f"The id must be a whole number from 1 to 2^63-1, not {_shown(write.id)}."
    if not _is_integer(write.version, 0):
        return f"The version must be a whole number from 0 to 2^63-1, not {_shown(write.version)}."
    if isinstance(write, Deletion):
        return ""
    return (
        _text_refusal(write.text, schema)
        or _keyword_refusal(write.keyword, schema)
        or _integer_refusal(write.integer, schema)
    )


def _text_refusal(fields: Mapping[str, str], schema: Schema) -> str:
    for name, text in fields.items():
        if name not in schema.text:
            return _unknown(name, "text")
        if not isinstance(text, str):
            return f"The text field {name!r} must be a string, not {_shown(text)}."
        if not _is_encodable(text):
            return f"The text field {name!r} holds a lone surrogate, which has no UTF-8 form: remove it."
        if max(map(len, text.split(" "))) > LONGEST_TERM:
            return f"The text field {name!r} holds a term above {LONGEST_TERM} characters: cut terms before indexing."
    return ""


def _keyword_refusal(fields: Mapping[str, Sequence[str]], schema: Schema) -> str:
    for name, values in fields.items():
        if name not in schema.keyword:
            return _unknown(name, "keyword")
        if isinstance(values, str) or not isinstance(values, Sequence):
            return f"The keyword field {name!r} must be a list of strings, not {_shown(values)}."
        for value in values:
            if not isinstance(value, str):
                return f"The keyword field {name!r} must hold strings, not {_shown(value)}."
            if not is_indexable(value):
                too_much = f"more than {LONGEST_VALUE} bytes or a lone surrogate"
                return f"A value of the keyword field {name!r} has {too_much}: {_shown(value)}."
    return ""


def _integer_refusal(fields: Mapping[str, int], schema: Schema) -> str:
    for name, number in fields.items():
        if name not in schema.integer:
            return _unknown(name, "integer")
        if not _is_integer(number, -(2**63)):
            return f"The integer field {name!r} must be a whole number of 64 bits, not {_shown(number)}."
    return ""


def _is_integer(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= LARGEST_INTEGER


def _is_encodable(text: str) -> bool:
    return text.isascii() or is_indexable(text, len(text) * 4)


def _unknown(name: str, kind: str) -> str:
    return f"The generation has no {kind} field {name!r}: build a new generation after a change of schema."


def _shown(value: object) -> str:
    written = ascii(value)
    return written if len(written) <= 60 else f"{written[:60]}..."
