"""The gate: database and generation compared both ways, and what differs put back in the queue."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from network.outbox.enqueueing import enqueue
from network.outbox.selectors import unhandled
from practices.topics import PRACTICE
from search.indexing.generations import engine_of
from search.models import GateRun, Generation
from search.records import searchable

_PAGE = 5000
# Enough to see when a drift began: a day and a half of runs every ten minutes.
_KEPT_RUNS = 200
# More differences than this are not looked at a second time: then the generation is simply far behind.
_RECHECKED = 2000

# The version in the database and the one in the index; None where there is none.
Versions = tuple[int | None, int | None]


@dataclass(slots=True)
class Drift:
    """Ids that differ. `missing`: not in the index. `extra`: in the index and not public. `old`: an older version. `ahead`: a newer one
    than the database knows (a restored database), which only a new generation heals."""

    documents: int = 0
    missing: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    old: list[int] = field(default_factory=list)
    ahead: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many documents differ."""
        return len(self.missing) + len(self.extra) + len(self.old) + len(self.ahead)


def compare(generation: Generation) -> Drift:
    """Walk database and generation side by side by id; what still waits in the outbox is on its way and is not drift.

    The two are read at different moments, so what differs is read again, before and after the outbox: only what differs in the same way
    both times, and had no row between, is drift. The result is stored as a `GateRun`.
    """
    drift = Drift(documents=engine_of(generation).count(generation.name))
    differing = dict(_differences(_database(), _index(generation)))
    looked_at_again = len(differing) <= _RECHECKED
    if looked_at_again:
        differing = _read_again(generation, differing)
    for id in _waiting(differing):
        del differing[id]
    seen = _read_again(generation, differing) if looked_at_again else differing
    for id, versions in seen.items():
        if versions == differing[id]:
            _classify(drift, id, *versions)
    GateRun.objects.create(
        generation=generation, documents=drift.documents, missing=len(drift.missing), extra=len(drift.extra),
        old=len(drift.old), ahead=len(drift.ahead),
    )  # fmt: skip
    old = GateRun.objects.filter(generation=generation).order_by("-id").values("id")[_KEPT_RUNS:]
    GateRun.objects.filter(id__in=list(old.values_list("id", flat=True))).delete()
    return drift


def reconcile(drift: Drift) -> int:
    """Queue what the drain can mend (missing, extra, old); returns how many. `ahead` needs a new generation."""
    for ids, hides in (([*drift.missing, *drift.old], False), (drift.extra, True)):
        for start in range(0, len(ids), 1000):
            with transaction.atomic():
                enqueue(PRACTICE, ids[start : start + 1000], hides=hides)
    return len(drift.missing) + len(drift.old) + len(drift.extra)


def _differences(
    database: Iterator[tuple[int, int]], index: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, Versions]]:
    """Ids that only one of two ascending (id, version) streams has, or both with different versions."""
    ours, theirs = next(database, None), next(index, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours[0] < theirs[0]):
            assert ours is not None
            yield ours[0], (ours[1], None)
            ours = next(database, None)
        elif ours is None or theirs[0] < ours[0]:
            yield theirs[0], (None, theirs[1])
            theirs = next(index, None)
        else:
            if ours != theirs:
                yield ours[0], (ours[1], theirs[1])
            ours, theirs = next(database, None), next(index, None)


def _database() -> Iterator[tuple[int, int]]:
    after = 0
    while page := list(searchable().filter(id__gt=after).order_by("id").values_list("id", "search_version")[:_PAGE]):
        yield from page
        after = page[-1][0]


def _index(generation: Generation) -> Iterator[tuple[int, int]]:
    after = 0
    while page := list(engine_of(generation).versions(generation.name, after=after, limit=_PAGE)):
        yield from page
        after = page[-1][0]


def _read_again(generation: Generation, ids: Collection[int]) -> dict[int, Versions]:
    """The versions now of those that still differ; of each the database first, so that a drain between the two is not taken for drift."""
    found: dict[int, Versions] = {}
    for id in ids:
        expected = searchable().filter(id=id).values_list("search_version", flat=True).first()
        indexed = dict(engine_of(generation).versions(generation.name, after=id - 1, limit=1)).get(id)
        if expected != indexed:
            found[id] = (expected, indexed)
    return found


def _waiting(ids: Mapping[int, Versions]) -> set[int]:
    """Those of the ids that have a row in the outbox, waiting, leased or parked."""
    return ids.keys() & set(unhandled(PRACTICE).values_list("key", flat=True)) if ids else set()


def _classify(drift: Drift, id: int, expected: int | None, found: int | None) -> None:
    if expected is None:
        drift.extra.append(id)
    elif found is None:
        drift.missing.append(id)
    else:
        (drift.old if found < expected else drift.ahead).append(id)
