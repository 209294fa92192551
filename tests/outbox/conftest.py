"""An outbox with one topic of its own, a handler that does as it is told, and a clock that is moved by hand."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from network.outbox import registry
from network.outbox.enqueueing import enqueue
from network.outbox.registry import Outcome, Result, register

TOPIC = "thing"
DONE = Result(Outcome.DONE)


class Clock:
    """What time the outbox takes it to be."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Follower:
    """A handler: remembers its calls, does `meanwhile` during each, and answers (or raises) as `answers` says, else done."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.answers: dict[int, Result | BaseException | None] = {}
        self.meanwhile: Callable[[Sequence[int]], object] = lambda keys: None

    def __call__(self, keys: Sequence[int]) -> dict[int, Result]:
        self.calls.append(list(keys))
        self.meanwhile(keys)
        results = {}
        for key in keys:
            answer = self.answers.get(key, DONE)
            if isinstance(answer, BaseException):
                raise answer
            if answer is not None:
                results[key] = answer
        return results

    @property
    def handled(self) -> list[int]:
        """Every key of every call."""
        return [key for call in self.calls for key in call]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Follower:
    """The only handler there is, of `TOPIC`."""
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_slow", set())
    follower = Follower()
    register(TOPIC, follower)
    return follower


def add(keys: Iterable[int], topic: str = TOPIC) -> None:
    """Rows for these keys, committed like a service's."""
    with transaction.atomic():
        enqueue(topic, keys)
