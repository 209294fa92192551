"""Building a generation from the database while live writes go on, then verifying it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from search.documents import Analysed, analyse
from search.engines.base import Document, WriteOutcome, WriteResult
from search.indexing.analysed import store_analysed
from search.indexing.gate import Drift, compare, reconcile
from search.indexing.generations import begin_generation, engine_of
from search.indexing.vocabulary import VocabularyMaker, store_vocabulary
from search.models import Generation
from search.records import Record, read_records, searchable

BATCH = 1000
# Progress: practices written so far, and how many there are in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: its generation, how many documents were written, what was refused, and what the gate found."""

    generation: Generation
    written: int
    refused: list[WriteResult]
    drift: Drift


def build(*, progress: Progress | None = None, batch: int = BATCH) -> Built:
    """Fill the building generation by keyset (going on where an interrupted build stopped), make its vocabulary, verify it.

    From its first moment every drain writes to it too. Not promoted here. What the gate still finds is queued to be mended.
    """
    generation = begin_generation()
    maker = VocabularyMaker() if generation.cursor == 0 else None
    total = searchable().count()
    written = searchable().filter(id__lte=generation.cursor).count()
    refused: list[WriteResult] = []
    while ids := list(
        searchable().filter(id__gt=generation.cursor).order_by("id").values_list("id", flat=True)[:batch]
    ):
        refused += _write_batch(generation, ids, maker)
        generation.cursor = ids[-1]
        generation.save(update_fields=["cursor"])
        written += len(ids)
        if progress:
            progress(written, max(total, written))
    store_vocabulary(generation, maker or _read_everything(batch))
    generation.built_at = timezone.now()
    generation.save(update_fields=["built_at"])
    drift = compare(generation)
    reconcile(drift)
    return Built(generation, written, refused, drift)


def _write_batch(generation: Generation, ids: list[int], maker: VocabularyMaker | None) -> list[WriteResult]:
    """Write one page; the database is read inside the writer, so that a change drained meanwhile is never overwritten by an older one."""
    analysed: list[Analysed] = []

    def documents() -> list[Document]:
        analysed.extend(analyse(record) for record in read_records(ids) if isinstance(record, Record))
        return [a.document for a in analysed]

    with engine_of(generation).writer(generation.name) as writer:
        results = writer.apply(documents())
    store_analysed(analysed)
    if maker:
        for a in analysed:
            maker.add(a)
    return [r for r in results if r.outcome in {WriteOutcome.REJECTED, WriteOutcome.RETRY}]


def _read_everything(batch: int) -> VocabularyMaker:
    """The vocabulary of all practices: a resumed build did not see those that were written before it was interrupted."""
    maker, cursor = VocabularyMaker(), 0
    while ids := list(searchable().filter(id__gt=cursor).order_by("id").values_list("id", flat=True)[:batch]):
        for record in read_records(ids):
            if isinstance(record, Record):
                maker.add(analyse(record))
        cursor = ids[-1]
    return maker


def remake_vocabulary(generation: Generation, *, batch: int = BATCH) -> None:
    """Count the vocabulary of a generation anew, after the collection has grown or shrunk much since it was made."""
    store_vocabulary(generation, _read_everything(batch))
