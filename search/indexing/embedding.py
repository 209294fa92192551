"""Making the vectors that are missing, a few practices at a time, outside every request.

What is missing follows from the database alone, so nothing needs to be queued and nothing can be forgotten: whoever was stopped, whatever
failed, is found again. Each content is embedded once for a model, whatever is rebuilt.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from network.outbox.enqueueing import enqueue
from practices.models import Practice
from search.embedding import embedder
from search.embedding.base import Embedder, EmbeddingUnavailable
from search.indexing.meaning import known_keys, store_passages
from search.models import PassageVector, PracticePassages
from search.passages import PassagesOf, read_passages
from search.records import searchable
from search.topics import MEANING

logger = logging.getLogger(__name__)

# Few, so that what was made is searched soon, and that stopping loses little.
_BATCH = 8
# A model that cannot embed this is away, whatever else it was asked for.
_HARMLESS = "Miasto dzieli się tym, co działa."
_LONGEST_WAIT = timedelta(hours=6)

# Progress: practices whose meaning is complete, and how many there are.
Progress = Callable[[int, int], None]


def pending(model: Embedder) -> "QuerySet[Practice]":
    """The public practices whose vectors are not all there, those that failed a moment ago included."""
    ready = Q(passages__version=F("search_version"), passages__model=model.model, passages__complete=True)
    return searchable().exclude(pk__in=searchable().filter(ready).values("pk"))


def embed_pending(*, seconds: float | None = None, batch: int = _BATCH, progress: Progress | None = None) -> int:
    """Make missing vectors, `batch` practices at a time; returns how many practices became complete. After so many seconds no further
    batch is begun (None: until all are made).
    """
    model = embedder()
    if model is None:
        return 0
    deadline = None if seconds is None else time.monotonic() + seconds
    total = searchable().count() if progress else 0
    done, after = 0, 0
    due = Q(passages__isnull=True) | Q(passages__not_before__isnull=True) | Q(passages__not_before__lte=timezone.now())
    while deadline is None or time.monotonic() < deadline:
        ids = list(pending(model).filter(due, id__gt=after).order_by("id").values_list("id", flat=True)[:batch])
        if not ids:
            break
        after = ids[-1]
        try:
            done += _embed(ids, model)
        except EmbeddingUnavailable as error:
            logger.warning("Vectors wait, as the model cannot be used now: %s", error)
            break
        if progress:
            progress(total - pending(model).count(), total)
    return done


def _embed(ids: Sequence[int], model: Embedder) -> int:
    """All together, or one by one where that fails, as one text may be what the model chokes on; raises EmbeddingUnavailable where it
    cannot be used at all.
    """
    practices = read_passages(ids)
    try:
        _make(practices, model)
        return len(practices)
    except EmbeddingUnavailable as error:
        if len(practices) == 1:
            model.passages([_HARMLESS])
            _put_off(practices[0], model, error)
            return 0
    return sum(_embed([practice.id], model) for practice in practices)


def _make(practices: Sequence[PassagesOf], model: Embedder) -> None:
    """Embed what no vector is kept of, and let the store follow."""
    texts = {passage.key: passage.text for practice in practices for passage in practice.passages}
    missing = sorted(texts.keys() - known_keys(texts, model), key=lambda key: len(texts[key]))
    vectors = model.passages([texts[key] for key in missing])
    rows = [
        PassageVector(model=model.model, key=key, vector=vector.astype("<f4").tobytes())
        for key, vector in zip(missing, vectors, strict=True)
    ]
    with transaction.atomic():
        PassageVector.objects.bulk_create(rows, ignore_conflicts=True, batch_size=100)
        store_passages(practices, model)
        enqueue(MEANING, [practice.id for practice in practices])


def _put_off(practice: PassagesOf, model: Embedder, error: EmbeddingUnavailable) -> None:
    """Its text fails though the model works: tried again, after a longer time each time."""
    logger.warning("Practice %s could not be embedded: %s", practice.id, error)
    with transaction.atomic():
        failed = PracticePassages.objects.select_for_update().filter(practice_id=practice.id, model=model.model).first()
        attempts = min(15, (failed.attempts if failed else 0) + 1)
        store_passages([practice], model)
        wait = min(_LONGEST_WAIT, timedelta(seconds=10 * 2**attempts))
        PracticePassages.objects.filter(practice_id=practice.id).update(
            attempts=attempts, not_before=timezone.now() + wait
        )
