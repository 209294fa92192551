"""The index of a generation: a document for each passage with its vector, and a head for each practice that says how many there should be.

The head is written first, under the practice's version: whoever comes late with an older state is refused there and writes nothing else. A
practice that must not be in the store keeps a head without passages, so that this holds for it too.
"""

import zlib
from collections.abc import Mapping
from typing import Any

from ..base import PracticeVectors

PRACTICE, VERSION, COUNT, PLACE, LANGUAGE, ORDER, VECTOR = (
    "practice", "version", "count", "place", "language", "order", "vector",
)  # fmt: skip
# Nothing refreshes by itself: a writer does. Deletes are remembered for longer than any lease.
SETTINGS: Mapping[str, Any] = {
    "number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "-1", "gc_deletes": "1h",
}  # fmt: skip


def mapping(dimension: int, fingerprint: str) -> dict[str, Any]:
    """The strict mapping of vectors of unit length, compared in one byte a number and told exactly in four."""
    return {
        "dynamic": "strict",
        "_meta": {"fingerprint": fingerprint, "dimension": dimension},
        "properties": {
            PRACTICE: {"type": "long"},
            VERSION: {"type": "long"},
            COUNT: {"type": "integer"},
            PLACE: {"type": "integer", "index": False},
            LANGUAGE: {"type": "keyword"},
            ORDER: {"type": "long"},
            VECTOR: {
                "type": "dense_vector",
                "dims": dimension,
                "index": True,
                "similarity": "dot_product",
                "index_options": {"type": "int8_hnsw", "m": 16, "ef_construction": 100},
            },
        },
    }


def head_id(practice: int) -> str:
    """The id of a practice's head."""
    return str(practice)


def passage_id(practice: int, place: int) -> str:
    """The id of a passage; `place_of` reads it."""
    return f"{practice}-{place}"


def place_of(id: str) -> tuple[int, int]:
    """The practice and the place of a passage."""
    practice, _, place = id.partition("-")
    return int(practice), int(place)


def head(write: PracticeVectors, count: int) -> dict[str, Any]:
    """A practice's head."""
    return {PRACTICE: write.id, VERSION: write.version, COUNT: count}


def passage(write: PracticeVectors, place: int, vector: list[float]) -> dict[str, Any]:
    """One passage. `order` is as good as random, and the same for ever: it chooses the sample."""
    return {
        PRACTICE: write.id,
        VERSION: write.version,
        PLACE: place,
        LANGUAGE: write.languages[place] if write.languages else "",
        ORDER: zlib.crc32(str(write.id).encode()),
        VECTOR: vector,
    }
