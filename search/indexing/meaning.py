"""The outbox handler of meaning: what the database has of a practice's vectors goes into the store, and nothing else does.

A practice is in the store with all its vectors or not at all. Vectors are made elsewhere (`search.indexing.embedding`), which then
puts the practice into this queue.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from django.db import transaction

from network.outbox.enqueueing import enqueue
from network.outbox.registry import Outcome, Result
from practices.models import PracticeState
from search.embedding import embedder
from search.embedding.base import Embedder
from search.models import MeaningGeneration, PassageVector, PracticePassages
from search.passages import PassagesOf, read_passages
from search.records import listed
from search.topics import MEANING
from search.vectors import vector_store
from search.vectors.base import PracticeVectors, StoreUnavailable


def follow(ids: Collection[int]) -> None:
    """Let the meaning of these practices follow their words, where there is a model."""
    if ids and embedder() is not None:
        with transaction.atomic():
            enqueue(MEANING, sorted(ids))


def index_meaning(ids: Sequence[int]) -> dict[int, Result]:
    """Write the vectors that there are of these practices into every generation; what lacks one is taken out until it is made."""
    model = embedder()
    if model is None:
        return {id: Result(Outcome.DONE) for id in ids}
    store_passages(read_passages(ids), model)
    try:
        for generation in MeaningGeneration.objects.order_by("id"):
            write(generation, ids, model)
    except StoreUnavailable as error:
        return dict.fromkeys(ids, Result(Outcome.WAIT, str(error)))
    return {id: Result(Outcome.DONE) for id in ids}


def write(generation: MeaningGeneration, ids: Collection[int], model: Embedder) -> None:
    """Apply these practices to a generation. They are read while its writer's lock is held, so that no older state overwrites a newer."""
    with vector_store().writer(generation.name) as writer:
        writer.apply(read_vectors(ids, model))


def store_passages(found: Sequence[PassagesOf], model: Embedder) -> None:
    """Keep which passages practices have, and whether there is a vector for each."""
    known = known_keys({passage.key for practice in found for passage in practice.passages}, model)
    rows = [
        PracticePassages(
            practice_id=practice.id,
            version=practice.version,
            model=model.model,
            places=[[*passage.place, passage.key] for passage in practice.passages],
            complete=all(passage.key in known for passage in practice.passages),
        )
        for practice in found
    ]
    PracticePassages.objects.bulk_create(
        rows,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["practice"],
        update_fields=["version", "model", "places", "complete", "attempts", "not_before"],
    )


def known_keys(keys: Collection[str], model: Embedder) -> set[str]:
    """Those of the contents that the model has made a vector of."""
    found: set[str] = set()
    wanted = sorted(keys)
    for start in range(0, len(wanted), 500):
        rows = PassageVector.objects.filter(model=model.model, key__in=wanted[start : start + 500])
        found.update(rows.values_list("key", flat=True))
    return found


def read_vectors(ids: Collection[int], model: Embedder) -> list[PracticeVectors]:
    """What the store must have of these practices now."""
    rows = PracticePassages.objects.filter(practice_id__in=listed(ids)).values_list(
        "practice_id", "version", "places", "complete", "model", "practice__state", "practice__search_version"
    )
    wanted = {
        id: (version, places)
        for id, version, places, complete, made_by, state, current in rows
        if complete and made_by == model.model and state == PracticeState.PUBLISHED and version == current and places
    }
    vectors = _vectors({place[-1] for _, places in wanted.values() for place in places}, model)
    return [_vectors_of(id, *wanted.get(id, (0, [])), vectors) for id in sorted(set(ids))]


def _vectors(keys: Collection[str], model: Embedder) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), 500):
        rows = PassageVector.objects.filter(model=model.model, key__in=wanted[start : start + 500])
        found |= {key: bytes(vector) for key, vector in rows.values_list("key", "vector")}
    return found


def _vectors_of(id: int, version: int, places: Sequence[Sequence[Any]], vectors: dict[str, bytes]) -> PracticeVectors:
    """Of places as PracticePassages keeps them: the language first, the key of the content last."""
    if not places or not all(place[-1] in vectors for place in places):
        return PracticeVectors(id, version, None)
    joined = np.frombuffer(b"".join(vectors[place[-1]] for place in places), dtype="<f4")
    return PracticeVectors(id, version, joined.reshape(len(places), -1), tuple(place[0][:2] for place in places))
