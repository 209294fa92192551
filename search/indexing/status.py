"""Whether everything is in step, as an operator asks: engines, generations with the gate's last word about each, the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from network.outbox.selectors import OutboxState, outbox_state
from search.engines import engines
from search.indexing.generations import is_current, written_generations
from search.models import GateRun, Generation, GenerationState
from search.records import searchable

# A change is findable within seconds: one that has waited longer shows that nobody drains.
LONGEST_WAIT = timedelta(seconds=60)
# The gate runs every ten minutes.
LONGEST_UNCHECKED = timedelta(minutes=30)
_SHOWN_RUNS = 10


@dataclass(frozen=True, slots=True)
class KnownEngine:
    """An engine that SEARCH_URL names, and whether it answers now."""

    name: str
    place: str
    answers: bool


@dataclass(frozen=True, slots=True)
class KnownGeneration:
    """A generation that is written. `current`: this program built it; `run`: the last comparison with the database; `percent`: how far a
    build has come, nothing once it is done.
    """

    generation: Generation
    current: bool
    run: GateRun | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything at one moment; generations from the newest, `runs` of the live one from the latest."""

    engines: tuple[KnownEngine, ...]
    generations: tuple[KnownGeneration, ...]
    outbox: OutboxState
    runs: tuple[GateRun, ...]
    at: datetime

    def of(self, state: GenerationState) -> KnownGeneration | None:
        """The generation in a state, if there is one."""
        return next((known for known in self.generations if known.generation.state == state), None)

    @property
    def live(self) -> KnownGeneration | None:
        """The one that is searched."""
        return self.of(GenerationState.LIVE)

    @property
    def waited(self) -> timedelta:
        """The age of the oldest waiting row; nothing waits: zero."""
        return self.at - self.outbox.oldest if self.outbox.oldest else timedelta()

    @property
    def stands_still(self) -> bool:
        """Whether changes wait for longer than they should."""
        return self.waited > LONGEST_WAIT

    @property
    def unchecked(self) -> bool:
        """Whether the gate has not looked at the live generation for too long."""
        run = self.live.run if self.live else None
        return self.live is not None and (run is None or self.at - run.ran_at > LONGEST_UNCHECKED)


def read_status() -> Status:
    """Read it now; nothing is compared anew. An engine that is down costs the time of its health check."""
    generations = tuple(_known(generation) for generation in reversed(written_generations()))
    live = next((known.generation for known in generations if known.generation.state == GenerationState.LIVE), None)
    return Status(
        engines=tuple(KnownEngine(e.name, e.place, e.healthy()) for e in engines()),
        generations=generations,
        outbox=outbox_state(),
        runs=tuple(GateRun.objects.filter(generation=live)[:_SHOWN_RUNS]) if live else (),
        at=timezone.now(),
    )


def _known(generation: Generation) -> KnownGeneration:
    run = GateRun.objects.filter(generation=generation).first()
    return KnownGeneration(generation, is_current(generation), run, _percent(generation))


def _percent(generation: Generation) -> int | None:
    if generation.built_at or generation.state != GenerationState.BUILDING:
        return None
    total = searchable().count()
    return min(99, searchable().filter(id__lte=generation.cursor).count() * 100 // max(total, 1))
