"""Clients that ask a running server again and again and note every answer."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

_PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path, whose session it carries, and a form where it is a POST."""

    path: str
    session: str = ""
    form: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    headers: Mapping[str, str]
    body: str


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """Leave a redirect as it is."""


_opener = build_opener(_NoRedirect)


def ask(url: str, asked: Asked, *, timeout: float = 60.0, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask once; a refusal is an answer too."""
    token = "a" * 32
    cookies = f"csrftoken={token}" + (f"; sessionid={asked.session}" if asked.session else "")
    body = urlencode([*asked.form, ("csrfmiddlewaretoken", token)]).encode() if asked.form else None
    request = Request(url + asked.path, data=body, headers={"Cookie": cookies, **(headers or {})})
    try:
        with _opener.open(request, timeout=timeout) as response:
            return Answer(response.status, dict(response.headers), response.read().decode())
    except HTTPError as refusal:
        return Answer(refusal.code, dict(refusal.headers), refusal.read().decode())
    except OSError as error:
        return Answer(0, {}, repr(error))


@dataclass
class Pollers:
    """Threads that ask for everything in turn until they are stopped."""

    url: str
    what: Sequence[Asked]
    threads: int = 2
    answers: dict[Asked, list[Answer]] = field(default_factory=dict)

    def __enter__(self) -> "Pollers":
        self.answers = {asked: [] for asked in self.what}
        self._stopped = threading.Event()
        self._running = [threading.Thread(target=self._poll, daemon=True) for _ in range(self.threads)]
        for thread in self._running:
            thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stopped.set()
        for thread in self._running:
            thread.join(_PATIENCE_SECONDS)

    def _poll(self) -> None:
        while not self._stopped.is_set():
            for asked in self.what:
                self.answers[asked].append(ask(self.url, asked))

    def until_each(self, holds: Callable[[Asked, Answer], bool]) -> None:
        """Wait until each was answered so at least once from now on."""
        before = {asked: len(answers) for asked, answers in self.answers.items()}
        deadline = time.monotonic() + _PATIENCE_SECONDS
        waiting = set(self.what)
        while waiting:
            waiting = {a for a in waiting if not any(holds(a, answer) for answer in self.answers[a][before[a] :])}
            if time.monotonic() > deadline:
                last = {asked.path: self.answers[asked][-1:] for asked in waiting}
                pytest.fail(f"Never answered as expected: {last}")
            time.sleep(0.1)
