"""The words that characterise practices, as a query: what reads like them scores high."""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from search.analysis import tokens
from search.documents import PARTS, Analysed, analyse
from search.engines.base import Any, Best, Node, Term
from search.finding.plan import BOOSTS
from search.records import Record, read_records
from search.vocabulary import Vocabulary

_TERMS = 25
_LONG_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Profile:
    """The most telling terms of some practices with their weights, by (language, term); and the words they stand for."""

    weights: Mapping[tuple[str, str], float]
    words: Mapping[tuple[str, str], str]

    def node(self) -> Node:
        """A query that any of the terms satisfies, each as heavy as it is telling."""
        return Any(
            tuple(
                Best(tuple(Term(f"{part}_{lang}", term, BOOSTS[part] * weight) for part in PARTS))
                for (lang, term), weight in self.weights.items()
            )
        )

    def shared_words(self, terms: str, most: int = 4) -> list[str]:
        """The words of this profile that a text of space-joined terms has too, the most telling first."""
        found = [self.words[key] for key in self.weights if f" {key[1]} " in terms]
        return list(dict.fromkeys(found))[:most]


def profile(ids: Collection[int], vocabulary: Vocabulary) -> Profile:
    """The profile of these practices: tf-idf with fields weighted as in search, damped, the heaviest 25 terms."""
    counts: Counter[tuple[str, str]] = Counter()
    words: dict[tuple[str, str], str] = {}
    for record in read_records(ids):
        if isinstance(record, Record):
            _count(analyse(record), counts, words)
    heavy: Counter[tuple[str, str]] = Counter()
    for (language, term), n in counts.items():
        heavy[language, term] = math.log1p(n) * _idf(language, term, vocabulary)  # type: ignore[assignment]
    most = heavy.most_common(_TERMS)
    top = most[0][1] if most else 1.0
    return Profile({key: weight / top for key, weight in most if weight > 0}, words)


def _count(analysed: Analysed, counts: Counter[tuple[str, str]], words: dict[tuple[str, str], str]) -> None:
    for name, terms in analysed.document.text.items():
        part, language = name.split("_")
        if part == "labels":
            continue
        for term in terms.split():
            if len(term) >= _LONG_ENOUGH and not term.isdigit():
                counts[language, term] += int(BOOSTS[part])
    for language, texts in analysed.texts.items():
        for text in texts:
            for token in tokens(text, language):
                key = (language, token.term)
                # Of several forms the shortest is nearest to what a dictionary lists.
                words[key] = min(words.get(key, token.word), token.word, key=lambda word: (len(word), word))


def _idf(language: str, term: str, vocabulary: Vocabulary) -> float:
    """0 for what more than a tenth of a larger collection says."""
    if not vocabulary.is_signal(language, term):
        return 0.0
    n, df = vocabulary.documents, vocabulary.df(language, term)
    return math.log(1 + (n - df + 0.5) / (df + 0.5)) if n > df else 0.1
