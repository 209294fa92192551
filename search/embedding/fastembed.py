"""Models of the fastembed library (ONNX), for those who may download one: `fastembed://intfloat/multilingual-e5-small`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from threading import Lock
from typing import Any

import numpy as np

from .base import EmbeddingUnavailable, Vectors


class FastEmbed:
    """The model is downloaded, or read from the library's own cache folder, at the first text."""

    def __init__(self, name: str, dimension: int) -> None:
        self.model = f"fastembed {version('fastembed')} {name}"
        self.dimension = dimension
        self._name = name
        self._lock = Lock()
        self._loaded: Any = None

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As the contract says."""
        return self._embed("passage_embed", list(texts))

    def question(self, text: str) -> Vectors:
        """As the contract says."""
        vector: Vectors = self._embed("query_embed", [text])[0]
        return vector

    def _embed(self, method: str, texts: list[str]) -> Vectors:
        with self._lock:
            try:
                if self._loaded is None:
                    from fastembed import TextEmbedding

                    self._loaded = TextEmbedding(self._name)
                return np.stack(list(getattr(self._loaded, method)(texts)))
            except Exception as error:  # whatever a download or the runtime may raise
                raise EmbeddingUnavailable(f"The model {self._name} cannot be used: {error}") from error
