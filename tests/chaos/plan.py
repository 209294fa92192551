"""The plan of a run: which operations, which kills and which chores, in which order. Pure: a seed says everything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

PARTS = ("web", "worker", "beat", "postgresql", "redis", "elasticsearch")

# How often each kind of operation stands in a plan. New practices are the most, so that there is always something to work on.
_WEIGHTS = {
    "create": 22,
    "publish": 26,
    "next version": 9,
    "edit": 9,
    "archive": 5,
    "unarchive": 4,
    "withdraw": 7,
    "import": 5,
    "rename tag": 4,
    "merge tags": 3,
    "undo merge": 3,
    "rename city": 2,
    "rename theme": 2,
    "move theme": 2,
}
KINDS = tuple(_WEIGHTS)
# Kinds that people do on pages; every second of them goes through the form.
ON_PAGES = frozenset({"publish", "archive", "unarchive", "withdraw"})
# Seconds that a killed part stays down before it is started again.
_LONGEST_DOWN = 4.0


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `dice` seeds what it is done to, `by_form` whether it goes through a page of the web server."""

    number: int
    kind: str
    dice: int
    by_form: bool


@dataclass(frozen=True, slots=True)
class Kill:
    """SIGKILL to a part once `after` operations were answered; started again after `down` seconds.

    `whole`: all its processes at once, as a machine dies; else one of its children, as when memory runs out.
    """

    after: int
    part: str
    down: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Chore:
    """What an operator does once `after` operations were answered: "build" (killed once, then again), "reconcile" or "rollback"."""

    after: int
    what: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a seed decides."""

    seed: int
    operations: Sequence[Operation]
    kills: Sequence[Kill]
    chores: Sequence[Chore]


def make_plan(seed: int, *, operations: int, kills: int) -> Plan:
    """The plan of a seed. Every part is killed equally often, as far as `kills` can be divided by six."""
    random = Random(seed)
    return Plan(
        seed=seed,
        operations=[_operation(random, number) for number in range(1, operations + 1)],
        kills=sorted(_kills(random, operations, kills), key=lambda kill: kill.after),
        chores=list(_chores(random, operations)),
    )


def _operation(random: Random, number: int) -> Operation:
    [kind] = random.choices(KINDS, weights=list(_WEIGHTS.values()))
    return Operation(number, kind, random.getrandbits(64), by_form=kind in ON_PAGES and random.random() < 0.5)


def _kills(random: Random, operations: int, kills: int) -> Iterator[Kill]:
    """Each part's kills are spread over the run, at a moment of its own in each stretch; neither at the very beginning nor at the end."""
    for place, part in enumerate(PARTS):
        count = kills // len(PARTS) + (place < kills % len(PARTS))
        stretch = 0.85 * operations / max(count, 1)
        for turn in range(count):
            after = 0.05 * operations + stretch * (turn + random.random())
            whole = part in {"beat", "redis", "elasticsearch"} or random.random() < 0.7
            yield Kill(int(after), part, random.uniform(0, _LONGEST_DOWN), whole)


def _chores(random: Random, operations: int) -> Iterator[Chore]:
    """A build, a reconciliation and a roll-back, once for each 2,500 operations and once at least."""
    rounds = max(1, operations // 2500)
    for turn in range(rounds):
        begin, span = operations * turn / rounds, operations / rounds
        yield Chore(int(begin + span * random.uniform(0.2, 0.4)), "build")
        yield Chore(int(begin + span * random.uniform(0.45, 0.6)), "reconcile")
        yield Chore(int(begin + span * random.uniform(0.65, 0.8)), "rollback")
