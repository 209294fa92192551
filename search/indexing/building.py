"""Building a generation from the database while live writes go on, then verifying it."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from search.documents import Analysed, analyse
from search.engines.base import Document, Page, WriteOutcome, WriteResult
from search.indexing.analysed import store_analysed
from search.indexing.gate import Drift, compare, reconcile
from search.indexing.generations import begin_generation, engine_of
from search.indexing.vocabulary import VocabularyMaker, live_vocabulary, store_vocabulary
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
    live_vocabulary()  # teaches the analysis most of the words that will come
    maker = VocabularyMaker() if generation.cursor == 0 else None
    written, refused = _fill(generation, maker, progress, batch)
    store_vocabulary(generation, maker or _read_everything(batch))
    generation.built_at = timezone.now()
    generation.save(update_fields=["built_at"])
    drift = compare(generation)
    reconcile(drift)
    return Built(generation, written, refused, drift)


@dataclass(slots=True)
class _Reading:
    """One page of practices; its documents once it was read. Their words are counted at once, as keeping them would take ten times the
    memory of the documents."""

    ids: list[int]
    maker: VocabularyMaker | None
    documents: list[Document] = field(default_factory=list)

    def read(self) -> list[Document]:
        """What is written of these practices; those that are no longer public are the drain's business."""
        for analysed in _analysed(self.ids):
            if self.maker:
                self.maker.add(analysed)
            self.documents.append(analysed.document)
        return self.documents


def _fill(
    generation: Generation, maker: VocabularyMaker | None, progress: Progress | None, batch: int
) -> tuple[int, list[WriteResult]]:
    """Write every practice behind the cursor, which follows what the engine has kept; returns how many there are now, and the refused."""
    total = searchable().count()
    written = searchable().filter(id__lte=generation.cursor).count()
    refused: list[WriteResult] = []
    ahead: deque[_Reading] = deque()

    def pages() -> Iterator[Page]:
        for ids in _ids(generation.cursor, batch):
            ahead.append(_Reading(ids, maker))
            yield ahead[-1].read

    for results in engine_of(generation).fill(generation.name, pages()):
        page = ahead.popleft()
        refused += [r for r in results if r.outcome in {WriteOutcome.REJECTED, WriteOutcome.RETRY}]
        store_analysed(page.documents)
        generation.cursor = page.ids[-1]
        generation.save(update_fields=["cursor"])
        written += len(page.ids)
        if progress:
            progress(written, max(total, written))
    return written, refused


def _ids(after: int, batch: int) -> Iterator[list[int]]:
    """The ids of all that search knows, page after page in ascending order."""
    while ids := list(searchable().filter(id__gt=after).order_by("id").values_list("id", flat=True)[:batch]):
        yield ids
        after = ids[-1]


def _analysed(ids: list[int]) -> Iterator[Analysed]:
    return (analyse(record) for record in read_records(ids) if isinstance(record, Record))


def _read_everything(batch: int) -> VocabularyMaker:
    """The vocabulary of all practices: a resumed build did not see those that were written before it was interrupted."""
    maker = VocabularyMaker()
    for ids in _ids(0, batch):
        for analysed in _analysed(ids):
            maker.add(analysed)
    return maker


def remake_vocabulary(generation: Generation, *, batch: int = BATCH) -> None:
    """Count the vocabulary of a generation anew, after the collection has grown or shrunk much since it was made."""
    store_vocabulary(generation, _read_everything(batch))
