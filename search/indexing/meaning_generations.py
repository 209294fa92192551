"""Generations of the store of vectors: made anew when the model changes or the store is lost, filled from the database, never embedded."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from network.outbox.enqueueing import enqueue
from network.outbox.selectors import unhandled
from practices.models import PracticeState
from search.embedding import embedder
from search.embedding.base import Embedder
from search.indexing.meaning import write
from search.models import MeaningGeneration, PracticePassages
from search.passages import MOST_PASSAGES, PIECE_WORDS
from search.topics import MEANING
from search.vectors import vector_store

logger = logging.getLogger(__name__)

# Of how passages are made, and of what a store keeps of them.
_PASSAGES_VERSION = 2
_PAGE = 500
_State = MeaningGeneration.State


def meaning_fingerprint(model: Embedder) -> str:
    """Changes whenever the vectors of a practice would."""
    described = (model.model, model.dimension, _PASSAGES_VERSION, PIECE_WORDS, MOST_PASSAGES)
    return hashlib.sha256(repr(described).encode()).hexdigest()[:32]


def keep_meaning() -> bool:
    """Make sure that there is a live generation of the present model; returns whether one was built. Raises StoreUnavailable."""
    model = embedder()
    if model is None or _fits(MeaningGeneration.objects.filter(state=_State.LIVE).first(), model):
        return False
    build_meaning(model)
    return True


def build_meaning(model: Embedder) -> None:
    """Fill a new generation with the vectors that the database has, and let it take the place of the live one in one step.

    Every change is written to it from its first moment. Does nothing where another process is building one.
    """
    store = vector_store()
    _drop_unfinished()
    name = f"meaning-{timezone.now():%Y%m%d-%H%M%S-%f}"
    store.create(name, model.dimension, meaning_fingerprint(model))
    try:
        with transaction.atomic():
            generation = MeaningGeneration.objects.create(name=name, fingerprint=meaning_fingerprint(model))
    except IntegrityError:
        store.drop(name)
        return
    for ids in _pages():
        write(generation, ids, model)
    with transaction.atomic():
        replaced = list(MeaningGeneration.objects.select_for_update().filter(state=_State.LIVE))
        MeaningGeneration.objects.filter(id__in=[old.id for old in replaced]).delete()
        MeaningGeneration.objects.filter(id=generation.id).update(state=_State.LIVE)
    drop_unnamed()


def drop_unnamed() -> None:
    """Remove from the store what the database names no more."""
    named = set(MeaningGeneration.objects.values_list("name", flat=True))
    for name in vector_store().generations():
        if name not in named:
            vector_store().drop(name)


def reconcile_meaning() -> int:
    """Compare the live generation with the database both ways and queue what differs; returns how many practices do."""
    model, generation = embedder(), MeaningGeneration.objects.filter(state=_State.LIVE).first()
    if model is None or generation is None:
        return 0
    found = dict(vector_store().versions(generation.name))
    differing = [id for id, version in _expected(model) if found.pop(id, None) != version]
    differing += found
    waiting = set(unhandled(MEANING).values_list("key", flat=True)) if differing else set()
    queued = sorted(set(differing) - waiting)
    for start in range(0, len(queued), _PAGE):
        with transaction.atomic():
            enqueue(MEANING, queued[start : start + _PAGE])
    return len(queued)


def _fits(generation: MeaningGeneration | None, model: Embedder) -> bool:
    if generation is None or generation.fingerprint != meaning_fingerprint(model):
        return False
    store = vector_store()
    return generation.name in store.generations() and store.fingerprint(generation.name) == generation.fingerprint


def _drop_unfinished() -> None:
    """One whose process died an hour ago: nobody takes so long to copy what is there."""
    old = timezone.now() - timedelta(hours=1)
    MeaningGeneration.objects.filter(state=_State.BUILDING, created_at__lt=old).delete()


def _ready(model: Embedder) -> "QuerySet[PracticePassages]":
    return PracticePassages.objects.filter(model=model.model, complete=True, practice__state=PracticeState.PUBLISHED)


def _pages() -> Iterator[list[int]]:
    after = 0
    rows = PracticePassages.objects.order_by("practice_id").values_list("practice_id", flat=True)
    while ids := list(rows.filter(practice_id__gt=after)[:_PAGE]):
        yield ids
        after = ids[-1]


def _expected(model: Embedder) -> Iterator[tuple[int, int]]:
    """Id and version of every practice that the store should have."""
    rows = _ready(model).exclude(places=[]).filter(version=F("practice__search_version"))
    yield from rows.order_by("practice_id").values_list("practice_id", "version").iterator(chunk_size=5000)
