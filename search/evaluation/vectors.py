"""The vectors of judged sets, kept in a file, as making them takes longer than everything else together."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from search.embedding.base import Embedder, Vectors
from search.passages import Passage

_BATCH = 16


class VectorCache:
    """What one model made of passages, by their content."""

    def __init__(self, folder: Path, model: Embedder) -> None:
        self.model = model
        self._path = folder / f"vectors-{hashlib.sha256(model.model.encode()).hexdigest()[:16]}.npz"
        self._known: dict[str, Vectors] = {}
        if self._path.is_file():
            with np.load(self._path, allow_pickle=False) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def fill(self, passages: Sequence[Passage], progress: Callable[[str, int, int], None]) -> None:
        """Make what is missing; what was made is kept also when it is stopped."""
        texts = {passage.key: passage.text for passage in passages}
        missing = [key for key in texts if key not in self._known]
        try:
            for start in range(0, len(missing), _BATCH):
                keys = missing[start : start + _BATCH]
                self._known |= zip(keys, self.model.passages([texts[key] for key in keys]), strict=True)
                progress("Embedding", start + len(keys), len(missing))
        finally:
            if missing:
                self._keep()

    def vectors(self, passages: Sequence[Passage]) -> Vectors:
        """Of these passages, a row each."""
        return np.stack([self._known[passage.key] for passage in passages])

    def _keep(self) -> None:
        if not self._known:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        written = self._path.with_suffix(".tmp.npz")
        np.savez(written, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        written.replace(self._path)
