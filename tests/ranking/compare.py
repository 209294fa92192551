"""Rankings side by side, by kind of question: `VAR_DIR=... python -m tests.ranking.compare FOLDER [--rankings FILE]`.

FOLDER is that of `tests.ranking.advisors.assemble`. Beside the three modes of `evaluate_search` stands what a textbook would do, to be
beaten: reciprocal rank fusion (k 10) of the first hundred by words and the first hundred by bare cosine of the nearest passage; and the
same fusion of our own two lists. Prints Markdown; `--rankings` keeps each first ten as JSON Lines, from which what nobody judged can be
pooled.
"""

import argparse
import json
import math
import os
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
django.setup()

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402

from search import analysis  # noqa: E402
from search.embedding import embedder  # noqa: E402
from search.embedding.base import Embedder, Vectors  # noqa: E402
from search.engines import engine  # noqa: E402
from search.evaluation.judged import Judged, JudgedDocument, read_judged  # noqa: E402
from search.evaluation.measures import CUT, hit, ndcg, reciprocal_rank  # noqa: E402
from search.evaluation.running import MODES, Throwaway, document_passages, ranking, throwaway  # noqa: E402
from search.evaluation.vectors import VectorCache  # noqa: E402
from tests.datasets.reading import read_rows  # noqa: E402

TEXTBOOK, OURS_FUSED = "textbook", "our lists, RRF"
WAYS = (*MODES, TEXTBOOK, OURS_FUSED)
_K = 10
_DEPTH = 100
_WORST = 15

# Question -> the ids of the first documents, the best first.
Rankings = Mapping[str, Sequence[str]]


def fused(*lists: Sequence[str]) -> list[str]:
    """Reciprocal rank fusion as Cormack, Clarke and Buettcher gave it (2009), with k 10; ties in the order of the lists."""
    scores: defaultdict[str, float] = defaultdict(float)
    for found in lists:
        for rank, id in enumerate(found, start=1):
            scores[id] += 1 / (_K + rank)
    return sorted(scores, key=lambda id: -scores[id])


class Cosines:
    """Documents by bare cosine: that of the nearest passage, whatever its language."""

    def __init__(self, documents: Sequence[JudgedDocument], cache: VectorCache) -> None:
        self._ids = [document.id for document in documents]
        passages = [document_passages(document) for document in documents]
        self._first = np.cumsum([0, *(len(found) for found in passages[:-1])])
        self._rows = np.concatenate([cache.vectors(found) for found in passages])

    def nearest(self, question: Vectors, limit: int) -> list[str]:
        """Ids of the documents that are most like the question."""
        best = np.maximum.reduceat(self._rows @ question, self._first)
        return [self._ids[place] for place in np.argsort(-best, kind="stable")[:limit]]


def ranked(judged: Judged, index: Throwaway, model: Embedder, cache: VectorCache) -> dict[str, dict[str, list[str]]]:
    """Every question ranked in every way: way -> question -> first ten."""
    cosines = Cosines(judged.documents, cache)
    found: dict[str, dict[str, list[str]]] = {way: {} for way in WAYS}
    for id, text in track(judged.questions.items(), "Asking", console=Console(stderr=True)):
        lists: dict[str, list[str]] = {mode: ranking(text, index, model, mode, wanted=_DEPTH) for mode in MODES}
        bare = cosines.nearest(model.question(text), _DEPTH)
        lists[TEXTBOOK] = fused(lists["words"], bare)
        lists[OURS_FUSED] = fused(lists["words"], lists["meaning"])
        for way, ids in lists.items():
            found[way][id] = ids[:CUT]
    return found


@dataclass(frozen=True, slots=True)
class Set:
    """The judged questions with what the measures need beside them: the kind of each, and which documents were read for it."""

    judged: Judged
    kinds: Mapping[str, str]
    read: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, folder: Path) -> "Set":
        """The set in a folder; raises InvalidFolder."""
        read: defaultdict[str, set[str]] = defaultdict(set)
        for row in read_rows(folder / "qrels.jsonl"):
            read[row["query"]].add(row["doc"])
        kinds = {row["id"]: row.get("kind", "") for row in read_rows(folder / "queries.jsonl")}
        return cls(
            read_judged(folder, language="pl"),
            kinds,
            {query: frozenset(documents) for query, documents in read.items()},
        )

    def gains(self, rankings: Rankings) -> dict[str, float]:
        """nDCG@10 of each question."""
        return {id: ndcg(ids, self.judged.relevance[id]) for id, ids in rankings.items()}


def table(judged: Set, rankings: Mapping[str, Rankings]) -> str:
    """The measures of each way, over all questions and by kind."""
    lines = ["| kind | questions | way | nDCG@10 | hit@10 | MRR | read of the first ten |", "| --- " * 7 + "|"]
    for kind in ("all", *dict.fromkeys(judged.kinds.values())):
        ids = [id for id in judged.judged.questions if kind in ("all", judged.kinds[id])]
        for way, found in rankings.items():
            pairs = [(found[id], judged.judged.relevance[id]) for id in ids]
            figures = (statistics.fmean(measure(*pair) for pair in pairs) for measure in (ndcg, hit, reciprocal_rank))
            read = statistics.fmean(doc in judged.read[id] for id in ids for doc in found[id])
            lines.append(f"| {kind} | {len(ids)} | {way} | {' | '.join(f'{f:.3f}' for f in figures)} | {read:.1%} |")
    return "\n".join(lines)


def against(judged: Set, ours: Rankings, theirs: Rankings) -> str:
    """The mean gain of nDCG@10 over another way, with its standard error over the questions."""
    mine, other = judged.gains(ours), judged.gains(theirs)
    gains = [mine[id] - other[id] for id in mine]
    mean, error = statistics.fmean(gains), statistics.stdev(gains) / math.sqrt(len(gains))
    return f"{mean:+.4f} ± {error:.4f} ({mean / statistics.fmean(other.values()):+.1%})"


def worst(judged: Set, ours: Rankings) -> str:
    """The questions that lose most, with the grades of their first ten and what is best but not among them."""
    lines = []
    for id, gain in sorted(judged.gains(ours).items(), key=lambda item: item[1])[:_WORST]:
        relevance = judged.judged.relevance[id]
        grades = "".join(str(relevance.get(doc, 0)) for doc in ours[id])
        missed = sorted(set(relevance) - set(ours[id]), key=lambda doc: -relevance[doc])[:3]
        missing = ", ".join(f"{doc} ({relevance[doc]})" for doc in missed)
        lines.append(f"- {id} {gain:.3f} {judged.judged.questions[id]}: {grades}; missing {missing or 'nothing'}")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rankings", type=Path, help="file for the first ten of each question and way")
    options = parser.parse_args()
    judged, model = Set.of(options.folder), embedder()
    if model is None:
        parser.error("There is no model here: see EMBEDDING_URL.")
    cache = VectorCache(settings.VAR_DIR / "evaluation", model)
    analysis.warm_up()
    with throwaway(judged.judged, engine(), cache, lambda *_: None) as index:
        found = ranked(judged.judged, index, model, cache)
    if options.rankings:
        rows = ({"query": id, "way": way, "docs": ids} for way, by_id in found.items() for id, ids in by_id.items())
        options.rankings.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    print(table(judged, found))
    for way in (TEXTBOOK, OURS_FUSED):
        print(f"\nhybrid over {way}: {against(judged, found['hybrid'], found[way])}")
    print(f"\nWhere hybrid loses most:\n\n{worst(judged, found['hybrid'])}")


if __name__ == "__main__":
    main()
