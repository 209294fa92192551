"""The outbox handler: changed practices go into every written generation."""

import logging
from collections.abc import Sequence

from network.outbox.registry import Outcome, Result
from search.documents import Analysed, analyse, deletion
from search.engines.base import Deletion, EngineUnavailable, WriteOutcome, WriteResult
from search.indexing.analysed import store_analysed
from search.indexing.generations import engine_of, is_current, retire, written_generations
from search.indexing.meaning import follow
from search.indexing.vocabulary import note_new_words
from search.models import Generation, GenerationState
from search.records import Gone, Record, read_records

logger = logging.getLogger(__name__)

_OUTCOMES = {
    WriteOutcome.APPLIED: Outcome.DONE,
    WriteOutcome.STALE: Outcome.DONE,
    WriteOutcome.RETRY: Outcome.RETRY,
    WriteOutcome.REJECTED: Outcome.REJECTED,
}
_WORST = (Outcome.REJECTED, Outcome.RETRY, Outcome.WAIT, Outcome.DONE)


def index_practices(ids: Sequence[int]) -> dict[int, Result]:
    """Write the present state of these practices everywhere; a key is done when every written generation has it.

    Without any generation there is nothing to write: the first build reads the database after this.
    """
    results = {id: Result(Outcome.DONE) for id in ids}
    reading = Reading(ids)
    for generation in written_generations():
        for id, result in _into(generation, reading).items():
            if _WORST.index(result.outcome) < _WORST.index(results[id].outcome):
                results[id] = result
    analysed, gone = reading.latest()
    store_analysed([a.document for a in analysed], gone=[deleted.id for deleted in gone])
    follow([id for id, result in results.items() if result.outcome is Outcome.DONE])
    # Only once for a change, as words are counted: not each time that it has to wait.
    note_new_words([a for a in analysed if results[a.document.id].outcome is Outcome.DONE])
    return results


class Reading:
    """These practices as the database has them, read and analysed as seldom as may be."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = ids
        self._latest: tuple[list[Analysed], list[Deletion]] | None = None

    def latest(self) -> tuple[list[Analysed], list[Deletion]]:
        """What was read last: the public ones, and the deletions of the others."""
        return self._latest or self.anew()

    def anew(self) -> tuple[list[Analysed], list[Deletion]]:
        """What the database says now."""
        records = read_records(self.ids)
        self._latest = (
            [analyse(record) for record in records if isinstance(record, Record)],
            [deletion(record) for record in records if isinstance(record, Gone)],
        )
        return self._latest


def _into(generation: Generation, reading: Reading) -> dict[int, Result]:
    try:
        if not is_current(generation):
            return _outdated(generation, reading.ids)
        return {r.id: Result(_OUTCOMES[r.outcome], r.error) for r in write(generation, reading)}
    except EngineUnavailable as error:
        if _is_lost(generation):
            logger.warning("The previous generation %s is no longer there; it is retired.", generation)
            retire(generation)
            return {}
        return dict.fromkeys(reading.ids, Result(Outcome.WAIT, f"{generation}: {error}"))


def _is_lost(generation: Generation) -> bool:
    """Whether this is the previous generation and the engine, which answers, has it no more."""
    try:
        return (
            generation.state == GenerationState.PREVIOUS and generation.name not in engine_of(generation).generations()
        )
    except EngineUnavailable:
        return False


def write(generation: Generation, reading: Reading) -> list[WriteResult]:
    """Apply these practices to a generation. Where the engine would let an older write overwrite a newer one, they are read while it holds
    its writer's lock; elsewhere one reading serves all generations.
    """
    engine = engine_of(generation)
    with engine.writer(generation.name) as writer:
        analysed, gone = reading.latest() if engine.ordered else reading.anew()
        return writer.apply([*(a.document for a in analysed), *gone])


def _outdated(generation: Generation, ids: Sequence[int]) -> dict[int, Result]:
    """Another program version's generation. The previous one is retired, as it can no longer be kept in step. The live one waits for its
    successor, and one that is being built may be that successor: then a newer program writes to it, not this one.
    """
    if generation.state == GenerationState.PREVIOUS:
        logger.warning("%s was built by another version of the program and is retired.", generation)
        retire(generation)
        return {}
    reason = f"{generation} belongs to another version of the program. Run `search_index build` and `promote`."
    return dict.fromkeys(ids, Result(Outcome.WAIT, reason))
