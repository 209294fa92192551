"""Generations: which one is searched, which ones are written, and the steps between their states."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from network.outbox.services import hurry
from network.sql import rows
from practices.topics import PRACTICE
from search.documents import SCHEMA, fingerprint
from search.engines import EngineNotNamed, engine, engine_at
from search.engines.base import Engine, EngineUnavailable
from search.models import GateRun, Generation, GenerationState

logger = logging.getLogger(__name__)

WRITTEN = (GenerationState.BUILDING, GenerationState.LIVE, GenerationState.PREVIOUS)


class GenerationRefused(Exception):
    """A step that cannot be taken now; the message says why and what to do at a terminal.

    `code`, for other places: "not-built", "unfinished", "lost" or "no-previous".
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Searched:
    """The live generation as a search needs it, with the vocabulary that was made with it: its id and moment, if there is one."""

    name: str
    engine: str
    fingerprint: str
    vocabulary: tuple[int, datetime] | None


_SEARCHED = """
    SELECT g.name, g.engine, g.fingerprint, v.id, v.made_at
    FROM search_generation g LEFT JOIN search_vocabularytable v ON v.generation_id = g.id
    WHERE g.state = 'live'
"""


def searched_generation() -> Searched | None:
    """What searches read now, in one quick query; None before the first build."""
    for name, engine_name, written_as, vocabulary, made_at in rows(_SEARCHED):
        return Searched(name, engine_name, written_as, (vocabulary, made_at) if vocabulary else None)
    return None


def live_generation() -> Generation | None:
    """The generation that searches read; None before the first build."""
    return Generation.objects.filter(state=GenerationState.LIVE).first()


def written_generations() -> list[Generation]:
    """Every generation that must receive each change."""
    return list(Generation.objects.filter(state__in=WRITTEN).order_by("id"))


def engine_of(generation: Generation | Searched) -> Engine:
    """The engine that holds a generation; raises EngineUnavailable where SEARCH_URL names it no more."""
    return engine_at(generation.engine)


def is_current(generation: Generation | Searched) -> bool:
    """Whether this program writes documents as this generation holds them, and knows its engine."""
    try:
        return generation.fingerprint == fingerprint(engine_of(generation))
    except EngineUnavailable:
        return False


def is_intact(generation: Generation) -> bool:
    """Whether the engine still holds this generation as it was created: its folder may have been deleted, or a database restored.

    Not so where SEARCH_URL no longer names its engine. Raises EngineUnavailable where the engine does not answer, which says nothing.
    """
    try:
        return engine_of(generation).fingerprint(generation.name) == generation.fingerprint
    except EngineNotNamed:
        return False


def is_ahead(generation: Generation) -> bool:
    """Whether the gate last found newer documents in it than the database has, which was restored: that can never be mended."""
    run = GateRun.objects.filter(generation=generation).first()
    return run is not None and run.ahead > 0


def begin_generation() -> Generation:
    """The building generation: one that was interrupted goes on if that is of use, else it is dropped and a new one begun."""
    here = engine()
    interrupted = Generation.objects.filter(state=GenerationState.BUILDING).first()
    if interrupted is not None:
        fits = interrupted.engine == here.place and is_current(interrupted) and not is_ahead(interrupted)
        if fits and interrupted.name in here.generations():
            return interrupted
        retire(interrupted)
    name = f"practices-{timezone.now():%Y%m%d-%H%M%S-%f}"
    here.create(name, SCHEMA, fingerprint(here))
    # The row comes second: from its commit on every drain writes to the generation, so it must exist.
    try:
        with transaction.atomic():
            return Generation.objects.create(name=name, engine=here.place, fingerprint=fingerprint(here))
    except IntegrityError:  # somebody else has just begun one: then both fill that one
        here.drop(name)
        return begin_generation()


def promote(generation: Generation) -> None:
    """Make a built generation live in one step; the one that was live stays, written, for `roll_back`, unless it is of no use any more: the
    engine has lost it, or it is ahead of the database.

    What waited for it in the outbox is tried at once. Raises `GenerationRefused`, EngineUnavailable where an engine cannot be asked.
    """
    lost = {g.pk for g in written_generations() if g.state != GenerationState.PREVIOUS and not is_intact(g)}
    with transaction.atomic():
        states = _locked_states()
        built = states.get(GenerationState.BUILDING)
        if built is None or built.pk != generation.pk:
            message = f"{generation} is not a newly built generation. Run `search_index build` first."
            raise GenerationRefused("not-built", message)
        if built.built_at is None:
            message = f"{built} is not built to the end. Run `search_index build` again; it goes on."
            raise GenerationRefused("unfinished", message)
        if built.pk in lost:
            raise GenerationRefused("lost", f"The engine has lost {built}. Run `search_index build` again.")
        dropped, live = states.get(GenerationState.PREVIOUS), states.get(GenerationState.LIVE)
        _set(dropped, GenerationState.RETIRED)
        useless = live is not None and (live.pk in lost or is_ahead(live))
        _set(live, GenerationState.RETIRED if useless else GenerationState.PREVIOUS)
        _set(built, GenerationState.LIVE, promoted=True)
    hurry(topic=PRACTICE)
    try:
        tell_engines()
        drop_retired()
    except EngineUnavailable as error:  # promoted all the same; the upkeep does it later
        logger.warning("An engine could not be told yet which generation is live: %s", error)


def roll_back() -> Generation:
    """Search the previous generation again, at once; the one that was live becomes the previous."""
    with transaction.atomic():
        states = _locked_states()
        previous, live = states.get(GenerationState.PREVIOUS), states.get(GenerationState.LIVE)
        if previous is None or live is None:
            message = "There is no previous generation to go back to. Build and promote one first."
            raise GenerationRefused("no-previous", message)
        _set(live, GenerationState.RETIRED)
        _set(previous, GenerationState.LIVE, promoted=True)
        _set(live, GenerationState.PREVIOUS)
    try:
        tell_engines()
    except EngineUnavailable as error:  # rolled back all the same; the upkeep does it later
        logger.warning("An engine could not be told yet which generation is live: %s", error)
    return previous


def tell_engines() -> None:
    """Tell the engine of the live generation which one that is, and which was before; may be repeated."""
    live = live_generation()
    if live is None:
        return
    previous = Generation.objects.filter(state=GenerationState.PREVIOUS, engine=live.engine).first()
    engine_of(live).promote(live.name, previous.name if previous else None)


def retire(generation: Generation) -> None:
    """Write to it no more, and remove it from the engine."""
    Generation.objects.filter(id=generation.id).update(state=GenerationState.RETIRED)
    drop_retired()


def drop_retired() -> Sequence[str]:
    """Remove what the engines still hold of retired generations; returns their names."""
    dropped = []
    for generation in Generation.objects.filter(state=GenerationState.RETIRED):
        try:
            here = engine_of(generation)
        except EngineUnavailable:  # of a server that is no longer ours to ask
            continue
        here.drop(generation.name)
        generation.delete()
        dropped.append(generation.name)
    return dropped


def _locked_states() -> dict[str, Generation]:
    return {g.state: g for g in Generation.objects.select_for_update().filter(state__in=WRITTEN).order_by("id")}


def _set(generation: Generation | None, state: GenerationState, *, promoted: bool = False) -> None:
    if generation is None:
        return
    generation.state = state
    if promoted:
        generation.promoted_at = timezone.now()
    generation.save(update_fields=["state", "promoted_at"])
