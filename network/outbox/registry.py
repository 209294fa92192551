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
_slow: set[str] = set()


def register(topic: str, handler: Handler, *, slow: bool = False) -> None:
    """Make `handler` follow `topic`; a topic has one handler, and the last registration wins.

    `slow`: each key may take seconds (it talks to a mail server); such topics are drained last and a few keys at a time.
    """
    _handlers[topic] = handler
    (_slow.add if slow else _slow.discard)(topic)


def handlers() -> dict[str, Handler]:
    """The handlers by topic, in the order of registration, the slow ones last."""
    return {topic: _handlers[topic] for topic in sorted(_handlers, key=is_slow)}


def is_slow(topic: str) -> bool:
    """Whether the handler of a topic was registered as slow."""
    return topic in _slow
