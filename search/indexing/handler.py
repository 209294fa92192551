"""The outbox handler: changed practices go into every written generation."""

import logging
from collections.abc import Sequence

from network.outbox.registry import Outcome, Result
from search.documents import analyse, deletion
from search.engines.base import EngineUnavailable, WriteOutcome, WriteResult
from search.indexing.analysed import store_analysed
from search.indexing.generations import engine_of, is_current, retire, written_generations
from search.indexing.vocabulary import note_new_words
from search.models import Generation, GenerationState
from search.records import Record, read_records

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
    for generation in written_generations():
        for id, result in _into(generation, ids).items():
            if _WORST.index(result.outcome) < _WORST.index(results[id].outcome):
                results[id] = result
    records = read_records(ids)
    analysed = [analyse(record) for record in records if isinstance(record, Record)]
    store_analysed(analysed, gone=[record.id for record in records if not isinstance(record, Record)])
    # Only once for a change, as words are counted: not each time that it has to wait.
    note_new_words([a for a in analysed if results[a.document.id].outcome is Outcome.DONE])
    return results


def _into(generation: Generation, ids: Sequence[int]) -> dict[int, Result]:
    try:
        if not is_current(generation):
            return _outdated(generation, ids)
        return {r.id: Result(_OUTCOMES[r.outcome], r.error) for r in write(generation, ids)}
    except EngineUnavailable as error:
        if _is_lost(generation):
            logger.warning("The previous generation %s is no longer there; it is retired.", generation)
            retire(generation)
            return {}
        return dict.fromkeys(ids, Result(Outcome.WAIT, f"{generation}: {error}"))


def _is_lost(generation: Generation) -> bool:
    """Whether this is the previous generation and the engine, which answers, has it no more."""
    try:
        return (
            generation.state == GenerationState.PREVIOUS and generation.name not in engine_of(generation).generations()
        )
    except EngineUnavailable:
        return False


def write(generation: Generation, ids: Sequence[int]) -> list[WriteResult]:
    """Read these practices inside the engine's writer and apply them: an engine without versions of its own holds its lock meanwhile."""
    with engine_of(generation).writer(generation.name) as writer:
        records = read_records(ids)
        return writer.apply(analyse(r).document if isinstance(r, Record) else deletion(r) for r in records)


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
