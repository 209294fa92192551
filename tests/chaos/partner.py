"""A partner that keeps a copy of everything public by the changes feed alone, over HTTP."""

import json
import time
from collections.abc import Callable
from threading import Event
from typing import Any

from tests.chaos.asking import Browser
from tests.chaos.reader import Asked, Known, Question, ask

_PAUSE = 0.5


class Partner:
    """`copy` is what the partner has: an item, or a tombstone, by the practice's id."""

    def __init__(self, port: int, known: Known, say: Callable[[Asked], None], fault: Callable[[str], None]) -> None:
        self._browser = Browser(port)
        self._known = known
        self._say = say
        self._fault = fault
        self._cursor = 0
        self.copy: dict[int, dict[str, Any]] = {}

    def follow(self, stop: Event) -> None:
        """Read on until told to stop; what was not answered is asked again."""
        while not stop.is_set():
            if not self.read_on():
                time.sleep(_PAUSE)

    def read_on(self) -> bool:
        """Read one piece of the feed; whether it had anything new."""
        asked = ask(
            self._browser, Question(f"/api/v1/changes/?limit=100&after={self._cursor}"), dict(self._known.withdrawn)
        )
        self._say(asked)
        if asked.answer.status != 200:
            return False
        page = json.loads(asked.answer.body)
        for change in page["results"]:
            if change["number"] <= self._cursor:
                self._fault(f"the feed gave change {change['number']} after {self._cursor}")
            self.copy[change["id"]] = change["tombstone"] or change["practice"]
        self._cursor = page["next_after"]
        return bool(page["results"])

    def catch_up(self) -> None:
        """Read to the end of the feed, when everything works again."""
        while self.read_on():
            pass
