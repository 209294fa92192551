"""What meaning adds to a search: `PRACTICES_DATA=... python -m tests.benchmarks.hybrid [--questions 300] [--page-size 20]`.

Asks the present database and index (those of `tests.benchmarks.corpus`) the same questions by words alone and by words and meaning, in
turns, in one process. The vectors are made up, one a practice, in a generation of the store that VECTORS_URL or MEANING_DIR names: of unit
length, random but for a common part, so that their cosines lie as close together as those of e5 (a standard deviation of 0.018 among the
descriptions of civic projects). So are those of the questions, which cost nothing here (`evaluate_search` tells what a model takes). The
generation is removed at the end.
"""

import argparse
import statistics
import sys
import time
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from tests.benchmarks.overhead import Watch, Way, say  # first: it sets Django up

from practices.models import Practice  # isort: skip
from search import analysis  # isort: skip
from search.embedding.base import Vectors  # isort: skip
from search.finding.find import find  # isort: skip
from search.models import MeaningGeneration  # isort: skip
from search.query.request import SearchRequest  # isort: skip
from search.vectors import vector_store  # isort: skip
from tests.benchmarks.material import questions  # isort: skip
from search.vectors.base import Likeness, Likenesses, PracticeVectors, VectorStore  # isort: skip

_DIMENSION = 384
_SPREAD = 0.018
_NAME = "meaning-benchmark"
_PAGE = 2_000


class MadeUp:
    """A model that knows nothing: a random vector for each text."""

    model, dimension = "made up", _DIMENSION

    def question(self, text: str) -> Vectors:
        """The same for the same text."""
        found: Vectors = _random(zlib.crc32(text.encode()), 1)[0]
        return found


@dataclass(slots=True)
class Timed:
    """A store, and how long it was asked since `milliseconds` was last set to 0."""

    store: VectorStore
    milliseconds: float = 0.0

    def likenesses(self, generation: str, question: Vectors) -> "TimedLikenesses":
        """As the store's."""
        begun = time.perf_counter()
        found = self.store.likenesses(generation, question)
        self.milliseconds += (time.perf_counter() - begun) * 1000
        return TimedLikenesses(found, self)


@dataclass(slots=True)
class TimedLikenesses:
    """Likenesses whose time is counted too."""

    found: Likenesses
    clock: Timed

    def nearest(self, *, above: float, limit: int) -> Sequence[int]:
        """As the store's."""
        begun = time.perf_counter()
        near = self.found.nearest(above=above, limit=limit)
        self.clock.milliseconds += (time.perf_counter() - begun) * 1000
        return near

    def of(self, ids: Collection[int]) -> Mapping[int, Likeness]:
        """As the store's."""
        begun = time.perf_counter()
        told = self.found.of(ids)
        self.clock.milliseconds += (time.perf_counter() - begun) * 1000
        return told


def main() -> int:
    """Fill, measure, clean up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page-size", type=int, default=20)
    options = parser.parse_args()
    analysis.warm_up()
    asked = questions(options.questions, options.seed)
    ids = list(Practice.objects.filter(state="published").order_by("id").values_list("id", flat=True))
    store = vector_store()
    store.drop(_NAME)
    MeaningGeneration.objects.all().delete()
    store.create(_NAME, _DIMENSION, "made up")
    MeaningGeneration.objects.create(name=_NAME, state="live", fingerprint="made up")
    try:
        fill(store, ids)
        print(f"{len(ids)} practices with a vector each in {type(store).__name__}, {len(asked)} questions\n")
        measure(asked, options.page_size, store)
    finally:
        MeaningGeneration.objects.all().delete()
        store.drop(_NAME)
    return 0


def fill(store: VectorStore, ids: Sequence[int]) -> None:
    """A random vector for every practice."""
    begun = time.perf_counter()
    for start in track(range(0, len(ids), _PAGE), description="Vectors"):
        page = ids[start : start + _PAGE]
        rows = _random(start, len(page))
        with store.writer(_NAME) as writer:
            writer.apply(PracticeVectors(id, 1, rows[[place]], ("pl",)) for place, id in enumerate(page))
    print(f"Filled in {time.perf_counter() - begun:.0f} s.")


def measure(asked: Sequence[str], size: int, store: VectorStore) -> None:
    """Both ways in turns, after one round to warm up."""
    clock = Timed(store)
    ways = {mode: Way(mode, lambda q: find(SearchRequest(q=q, page_size=size))) for mode in ("words", "hybrid")}
    compared: list[float] = []
    watch = Watch()
    with patch("search.finding.meaning.vector_store", return_value=clock):
        for turn in range(2):
            for q in asked:
                for mode, way in ways.items():
                    clock.milliseconds = 0.0
                    with patch("search.finding.meaning.embedder", return_value=MadeUp() if mode == "hybrid" else None):
                        watch.ask(way, q)
                    if turn and mode == "hybrid":
                        compared.append(clock.milliseconds)
            if not turn:
                for way in ways.values():
                    way.whole.clear()
                    way.engine.clear()
    print("| ms | p50 | p95 |\n| --- | --- | --- |")
    say("comparing the vectors", compared)
    beyond: dict[str, list[float]] = {}
    for mode, way in ways.items():
        say(f"{mode}: the word engine's own time (`took`)", [part.took for part in way.engine])
        say(f"{mode}: find()", [whole.wall for whole in way.whole])
        took = [part.took for part in way.engine]
        vectors = compared if mode == "hybrid" else [0.0] * len(took)
        beyond[mode] = [whole.wall - t - v for whole, t, v in zip(way.whole, took, vectors, strict=True)]
        say(f"{mode}: find() beyond the engines", beyond[mode])
    added = [hybrid.wall - words.wall for hybrid, words in zip(ways["hybrid"].whole, ways["words"].whole, strict=True)]
    say("hybrid beside words: find()", added)
    print(
        f"\nBeyond the engines hybrid adds {statistics.median(beyond['hybrid']) - statistics.median(beyond['words']):.1f} ms."
    )


def _random(seed: int, count: int) -> Vectors:
    rows = _units(np.random.default_rng(seed).normal(size=(count, _DIMENSION)))
    common = _units(np.random.default_rng(0).normal(size=(1, _DIMENSION)))
    # Cosines of random directions spread by 1 / sqrt(dimension), of which this share is left.
    share = _SPREAD * _DIMENSION**0.5
    return _units((1 - share) ** 0.5 * common + share**0.5 * rows)


def _units(rows: NDArray[Any]) -> Vectors:
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


if __name__ == "__main__":
    sys.exit(main())
