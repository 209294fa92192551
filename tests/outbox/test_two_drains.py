"""Two drains at once, each with a connection of its own: no key is held twice, and nothing is lost."""

import threading
from collections import Counter
from collections.abc import Sequence

import pytest
from django.db import connection

from network.outbox.draining import drain
from network.outbox.models import OutboxRow
from network.outbox.wake import without_waking
from tests.outbox.conftest import Follower, add

pytestmark = pytest.mark.django_db(transaction=True)

_KEYS = 40


def test_drains_at_once_never_hold_one_key_twice_and_together_do_everything(follower: Follower) -> None:
    held: set[int] = set()
    clashes: list[int] = []
    written, handled = Counter[int](), Counter[int]()
    guard = threading.Lock()

    def hold(keys: Sequence[int]) -> None:
        with guard:
            clashes.extend(held.intersection(keys))
            held.update(keys)
            handled.update({key: written[key] - handled[key] for key in keys})
        threading.Event().wait(0.002)
        with guard:
            held.difference_update(keys)

    def run(errors: list[BaseException]) -> None:
        try:
            while not stop.is_set() or OutboxRow.objects.exists():
                drain(batch=7)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    follower.meanwhile = hold
    stop, errors = threading.Event(), list[BaseException]()
    threads = [threading.Thread(target=run, args=(errors,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    with without_waking():
        for round_ in range(12):
            keys = [1 + (round_ * 11 + n * 3) % _KEYS for n in range(15)]
            with guard:
                written.update(dict.fromkeys(keys, 1))
            add(keys)
    stop.set()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert clashes == []
    assert handled == written
    assert not OutboxRow.objects.exists()
