"""Building a generation from the database while live writes go on, then verifying it."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from search.engines.base import Page, WriteOutcome, WriteResult
from search.indexing.analysed import store_analysed
from search.indexing.gate import Drift, compare, reconcile
from search.indexing.generations import begin_generation, engine_of
from search.indexing.reading import Reading, Readings, readers
from search.indexing.vocabulary import VocabularyMaker, live_vocabulary, store_vocabulary
from search.models import Generation
from search.records import searchable

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
    live_vocabulary()  # teaches the analysis most of the words that will come
    maker = VocabularyMaker() if generation.cursor == 0 else None
    written, refused = _fill(generation, maker, progress, batch)
    store_vocabulary(generation, maker or _read_everything(batch))
    generation.built_at = timezone.now()
    generation.save(update_fields=["built_at"])
    drift = compare(generation)
    reconcile(drift)
    return Built(generation, written, refused, drift)


def _fill(
    generation: Generation, maker: VocabularyMaker | None, progress: Progress | None, batch: int
) -> tuple[int, list[WriteResult]]:
    """Write every practice behind the cursor, which follows what the engine has kept; returns how many there are now, and the refused."""
    engine = engine_of(generation)
    total = searchable().count()
    written = searchable().filter(id__lte=generation.cursor).count()
    refused: list[WriteResult] = []
    ahead: deque[Reading] = deque()

    def pages(readings: Readings) -> Iterator[Page]:
        for reading in readings(_ids(generation.cursor, batch)):
            ahead.append(reading)
            yield reading.read

    with readers(total - written, early=engine.ordered) as readings:
        for results in engine.fill(generation.name, pages(readings)):
            reading = ahead.popleft()
            page = reading.done()
            refused += [r for r in results if r.outcome in {WriteOutcome.REJECTED, WriteOutcome.RETRY}]
            store_analysed(page.documents)
            if maker:
                maker.add(page.words)
            generation.cursor = reading.ids[-1]
            generation.save(update_fields=["cursor"])
            written += len(reading.ids)
            if progress:
                progress(written, max(total, written))
    return written, refused


def _ids(after: int, batch: int) -> Iterator[list[int]]:
    """The ids of all that search knows, page after page in ascending order."""
    while ids := list(searchable().filter(id__gt=after).order_by("id").values_list("id", flat=True)[:batch]):
        yield ids
        after = ids[-1]


def _read_everything(batch: int) -> VocabularyMaker:
    """The vocabulary of all practices: a resumed build did not see those that were written before it was interrupted."""
    maker = VocabularyMaker()
    with readers(searchable().count(), early=True) as readings:
        for reading in readings(_ids(0, batch)):
            maker.add(reading.done().words)
    return maker


def remake_vocabulary(generation: Generation, *, batch: int = BATCH) -> None:
    """Count the vocabulary of a generation anew, after the collection has grown or shrunk much since it was made."""
    store_vocabulary(generation, _read_everything(batch))
