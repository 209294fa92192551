"""The gate: database and generation compared both ways, and what differs put back in the queue."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from network.outbox.enqueueing import enqueue
from network.outbox.selectors import unhandled
from practices.topics import PRACTICE
from search.engines import engine
from search.models import GateRun, Generation
from search.records import searchable

_PAGE = 5000
# More differences than this are not looked at a second time: then the generation is simply far behind.
_RECHECKED = 2000


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

    The two are read at different moments, so whatever differs is read a second time. The result is stored as a `GateRun`.
    """
    drift = Drift(documents=engine().count(generation.name))
    differing = list(_differences(_database(), _index(generation.name)))
    if len(differing) <= _RECHECKED:
        differing = [id for id in differing if _version(generation.name, id) != _expected(id)]
    waiting = set(unhandled(PRACTICE).filter(key__in=differing[:_RECHECKED]).values_list("key", flat=True))
    for id in differing:
        if id not in waiting:
            _classify(drift, id, _expected(id), _version(generation.name, id))
    GateRun.objects.create(
        generation=generation, documents=drift.documents, missing=len(drift.missing), extra=len(drift.extra),
        old=len(drift.old), ahead=len(drift.ahead),
    )  # fmt: skip
    return drift


def reconcile(drift: Drift) -> int:
    """Queue what the drain can mend (missing, extra, old); returns how many. `ahead` needs a new generation."""
    ids = [*drift.missing, *drift.extra, *drift.old]
    for start in range(0, len(ids), 1000):
        with transaction.atomic():
            enqueue(PRACTICE, ids[start : start + 1000])
    return len(ids)


def _differences(database: Iterator[tuple[int, int]], index: Iterator[tuple[int, int]]) -> Iterator[int]:
    """Ids that only one of two ascending (id, version) streams has, or both with different versions."""
    ours, theirs = next(database, None), next(index, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours[0] < theirs[0]):
            assert ours is not None
            yield ours[0]
            ours = next(database, None)
        elif ours is None or theirs[0] < ours[0]:
            yield theirs[0]
            theirs = next(index, None)
        else:
            if ours != theirs:
                yield ours[0]
            ours, theirs = next(database, None), next(index, None)


def _database() -> Iterator[tuple[int, int]]:
    after = 0
    while page := list(searchable().filter(id__gt=after).order_by("id").values_list("id", "search_version")[:_PAGE]):
        yield from page
        after = page[-1][0]


def _index(generation: str) -> Iterator[tuple[int, int]]:
    after = 0
    while page := list(engine().versions(generation, after=after, limit=_PAGE)):
        yield from page
        after = page[-1][0]


def _expected(id: int) -> int | None:
    return searchable().filter(id=id).values_list("search_version", flat=True).first()


def _version(generation: str, id: int) -> int | None:
    return dict(engine().versions(generation, after=id - 1, limit=1)).get(id)


def _classify(drift: Drift, id: int, expected: int | None, found: int | None) -> None:
    if expected is None and found is not None:
        drift.extra.append(id)
    elif expected is not None and found is None:
        drift.missing.append(id)
    elif expected is not None and found is not None and expected != found:
        (drift.old if found < expected else drift.ahead).append(id)
