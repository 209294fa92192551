"""What runs now and then beside the drain: the gate, its reconciliation, and the vocabulary's renewal."""

import logging

from search.engines.base import EngineUnavailable
from search.indexing.building import remake_vocabulary
from search.indexing.gate import compare, reconcile
from search.indexing.generations import drop_retired, is_current, live_generation, tell_engines, written_generations
from search.indexing.meaning_generations import keep_meaning, reconcile_meaning
from search.indexing.vocabulary import forget_noted_words, outgrown
from search.models import GenerationState
from search.records import searchable
from search.vectors.base import StoreUnavailable

logger = logging.getLogger(__name__)


def keep_up() -> int:
    """Compare and reconcile the live generation, renew an outgrown vocabulary; returns how many documents differed (0 without an index)."""
    renew_vocabulary()
    keep_up_meaning()
    generation = live_generation()
    if generation is None or not is_current(generation):
        return 0
    try:
        drop_retired()
        tell_engines()
        drift = compare(generation)
    except EngineUnavailable:
        return 0
    reconcile(drift)
    return drift.total


def check_all() -> int:
    """Compare and reconcile every generation that this program writes; returns how many documents differed. One that cannot be asked is
    passed over.
    """
    total = 0
    for generation in written_generations():
        unfinished = generation.state == GenerationState.BUILDING and generation.built_at is None
        if unfinished or not is_current(generation):
            continue
        try:
            drift = compare(generation)
        except EngineUnavailable:
            continue
        reconcile(drift)
        total += drift.total
    return total


def keep_up_meaning() -> int:
    """Make the store of vectors what the database says; returns how many practices differed (0 where it cannot be asked)."""
    try:
        keep_meaning()
        return reconcile_meaning()
    except StoreUnavailable as error:
        logger.warning("The store of vectors waits: %s", error)
        return 0


def renew_vocabulary() -> bool:
    """Count the vocabulary anew if the collection has outgrown it; returns whether it did."""
    generation = outgrown(searchable().count())
    if generation is None:
        return False
    remake_vocabulary(generation)
    forget_noted_words()
    return True
