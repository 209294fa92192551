"""A model that is not trusted: what it answers is looked at, its failures open a circuit, its last questions are remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from search.engines.base import EngineUnavailable
from search.engines.circuit import Circuit

from .base import Embedder, EmbeddingUnavailable, Vectors

# About 8 MB of vectors.
_REMEMBERED = 5_000
_SHORTEST = 1e-6


class _Failed(EngineUnavailable):
    """So that the circuit of the engines serves models too."""


class Checked:
    """An embedder whose vectors are of the right shape, finite and of unit length, or are not given at all."""

    def __init__(self, model: Embedder) -> None:
        self._of = model
        self.model = model.model
        self.dimension = model.dimension
        self._circuit = Circuit()
        self.question = lru_cache(maxsize=_REMEMBERED)(self._question)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As the contract says; of no texts no rows."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self._asked(lambda: self._of.passages(texts), (len(texts), self.dimension))

    def _question(self, text: str) -> Vectors:
        return self._asked(lambda: self._of.question(text), (self.dimension,))

    def _asked(self, ask: Callable[[], Vectors], shape: tuple[int, ...]) -> Vectors:
        try:
            with self._circuit.guarding():
                try:
                    return _unit(ask(), shape)
                except EmbeddingUnavailable as error:
                    raise _Failed(str(error)) from error
        except EngineUnavailable as error:
            raise EmbeddingUnavailable(str(error)) from error


def _unit(answered: Vectors, shape: tuple[int, ...]) -> Vectors:
    """The vectors scaled to unit length; EmbeddingUnavailable for any that mean nothing."""
    vectors = np.asarray(answered, dtype=np.float32)
    if vectors.shape != shape:
        raise EmbeddingUnavailable(f"The model answered vectors of shape {vectors.shape} where {shape} was expected.")
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths < _SHORTEST).any():
        raise EmbeddingUnavailable("The model answered a vector that is no direction: not a number, infinite, or zero.")
    scaled: Vectors = vectors / lengths
    scaled.flags.writeable = False  # shared by all who ask the same question
    return scaled
