"""Generations: which one is searched, which ones are written, and the steps between their states."""

import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from search.documents import SCHEMA, fingerprint
from search.engines import engine
from search.models import Generation, GenerationState

logger = logging.getLogger(__name__)

WRITTEN = (GenerationState.BUILDING, GenerationState.LIVE, GenerationState.PREVIOUS)


class GenerationRefused(Exception):
    """A step that cannot be taken now; the message says why and what to do."""


def live_generation() -> Generation | None:
    """The generation that searches read; None before the first build."""
    return Generation.objects.filter(state=GenerationState.LIVE).first()


def written_generations() -> list[Generation]:
    """Every generation that must receive each change."""
    return list(Generation.objects.filter(state__in=WRITTEN).order_by("id"))


def is_current(generation: Generation) -> bool:
    """Whether this program writes documents as this generation holds them."""
    here = engine()
    return generation.engine == here.name and generation.fingerprint == fingerprint(here)


def begin_generation() -> Generation:
    """The building generation: one that was interrupted goes on if it is still current, else it is dropped and a new one begun."""
    here = engine()
    interrupted = Generation.objects.filter(state=GenerationState.BUILDING).first()
    if interrupted is not None:
        if is_current(interrupted) and interrupted.name in here.generations():
            return interrupted
        retire(interrupted)
    name = f"practices-{timezone.now():%Y%m%d-%H%M%S-%f}"
    here.create(name, SCHEMA, fingerprint(here))
    # The row comes second: from its commit on every drain writes to the generation, so it must exist.
    return Generation.objects.create(name=name, engine=here.name, fingerprint=fingerprint(here))


def promote(generation: Generation) -> None:
    """Make a built generation live in one step; the one that was live stays, written, for `roll_back`."""
    if generation.built_at is None:
        raise GenerationRefused(f"{generation} is not built to the end. Run `search_index build` again; it goes on.")
    with transaction.atomic():
        states = {g.state: g for g in Generation.objects.select_for_update().filter(state__in=WRITTEN)}
        if generation.state != GenerationState.BUILDING:
            raise GenerationRefused(f"{generation} is {generation.get_state_display()}, not a newly built generation.")
        dropped, live = states.get(GenerationState.PREVIOUS), states.get(GenerationState.LIVE)
        _set(dropped, GenerationState.RETIRED)
        _set(live, GenerationState.PREVIOUS)
        _set(generation, GenerationState.LIVE, promoted=True)
    engine().promote(generation.name, live.name if live else None)
    drop_retired()


def roll_back() -> Generation:
    """Search the previous generation again, at once; the one that was live becomes the previous."""
    with transaction.atomic():
        states = {g.state: g for g in Generation.objects.select_for_update().filter(state__in=WRITTEN)}
        previous, live = states.get(GenerationState.PREVIOUS), states.get(GenerationState.LIVE)
        if previous is None or live is None:
            raise GenerationRefused("There is no previous generation to go back to. Build and promote one first.")
        _set(live, GenerationState.RETIRED)
        _set(previous, GenerationState.LIVE, promoted=True)
        _set(live, GenerationState.PREVIOUS)
    engine().promote(previous.name, live.name)
    return previous


def retire(generation: Generation) -> None:
    """Write to it no more, and remove it from the engine."""
    Generation.objects.filter(id=generation.id).update(state=GenerationState.RETIRED)
    drop_retired()


def drop_retired() -> Sequence[str]:
    """Remove what the engine still holds of retired generations of its own; returns their names."""
    here = engine()
    names = list(
        Generation.objects.filter(state=GenerationState.RETIRED, engine=here.name).values_list("name", flat=True)
    )
    for name in names:
        here.drop(name)
    Generation.objects.filter(name__in=names).delete()
    return names


def _set(generation: Generation | None, state: GenerationState, *, promoted: bool = False) -> None:
    if generation is None:
        return
    generation.state = state
    if promoted:
        generation.promoted_at = timezone.now()
    generation.save(update_fields=["state", "promoted_at"])
