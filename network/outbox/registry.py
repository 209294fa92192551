"""Which handler follows which topic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one key.

    WAIT: nothing is wrong with the key, what it needs is away (an engine that is down); tried again for as long as it takes.
    RETRY: it failed and may succeed; parked after a number of attempts. REJECTED: it cannot succeed as it is; parked at once.
    """

    DONE = "done"
    WAIT = "wait"
    RETRY = "retry"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome for one key, and why it was not done."""

    outcome: Outcome
    error: str = ""


# Gets distinct keys; answers for each. A key without an answer, and every key when it raises, is retried.
Handler = Callable[[Sequence[int]], dict[int, Result]]

_handlers: dict[str, Handler] = {}


def register(topic: str, handler: Handler) -> None:
    """Make `handler` follow `topic`; a topic has one handler, and the last registration wins."""
    _handlers[topic] = handler


def handlers() -> dict[str, Handler]:
    """The handlers by topic, in the order of registration."""
    return dict(_handlers)
