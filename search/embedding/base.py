"""The contract of an embedding model: texts become vectors whose products are likenesses.

What a model gives is checked before anything uses or keeps it (`checked.Checked`): a provider may be slow, down, or answer rubbish.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# float32 of unit length; a vector, or one in each row.
Vectors = NDArray[np.float32]


class EmbeddingUnavailable(Exception):
    """The model cannot answer now, or what it answered is no use; words are searched alone meanwhile."""


class Embedder(Protocol):
    """One model. Safe for threads. Both methods raise EmbeddingUnavailable, and no other error for what a text contains.

    `model` names it for good: vectors of two models are never compared, so it changes whenever the vectors would.
    """

    model: str
    dimension: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """A vector of unit length for each text that may be found, in a row each."""
        ...

    def question(self, text: str) -> Vectors:
        """The vector of unit length of a question."""
        ...
