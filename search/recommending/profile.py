"""The words that characterise practices, as a query: what reads like them scores high."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from practices.languages import TEXT_FIELDS
from practices.models import PracticeText, VersionState
from search.analysis import analysis_language, tokens
from search.documents import PARTS
from search.engines.base import Any, Best, Node, Term
from search.finding.plan import BOOSTS
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

    def shared_words(self, terms: str, language: str, most: int = 4) -> list[str]:
        """The words of this profile in one analysis language that a text of space-joined terms has too, the most telling first."""
        found = [self.words[key] for key in self.weights if key[0] == language and f" {key[1]} " in terms]
        return list(dict.fromkeys(found))[:most]


def profile(ids: Collection[int], vocabulary: Vocabulary) -> Profile:
    """The profile of these public practices together; one query."""
    return combined(texts_of(ids).values(), vocabulary)


# The texts of a practice: (field, language, text) of each.
Texts = Sequence[tuple[str, str, str]]


def texts_of(ids: Collection[int]) -> dict[int, Texts]:
    """The texts of live versions by practice id, for profiles; one query."""
    rows = PracticeText.objects.filter(version__practice__in=ids, version__state=VersionState.PUBLISHED)
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for id, code, *texts in rows.values_list("version__practice", "language", *TEXT_FIELDS):
        found[id] += [
            (name, analysis_language(code), text) for name, text in zip(TEXT_FIELDS, texts, strict=True) if text
        ]
    return dict(found)


def combined(practices: Iterable[Texts], vocabulary: Vocabulary) -> Profile:
    """tf-idf with fields weighted as in search, damped; the heaviest 25 terms, the first of them with weight 1."""
    counts: Counter[tuple[str, str]] = Counter()
    words: dict[tuple[str, str], str] = {}
    for texts in practices:
        for name, language, text in texts:
            _count(text, language, int(BOOSTS.get(name, BOOSTS["body"])), counts, words)
    heavy = {key: math.log1p(n) * _idf(*key, vocabulary) for key, n in counts.items()}
    most = sorted(heavy, key=lambda key: (-heavy[key], key))[:_TERMS]
    top = heavy[most[0]] if most else 1.0
    return Profile({key: heavy[key] / top for key in most if heavy[key] > 0}, words)


def _count(
    text: str, language: str, weight: int, counts: Counter[tuple[str, str]], words: dict[tuple[str, str], str]
) -> None:
    for token in tokens(text, language):
        if len(token.term) >= _LONG_ENOUGH and not token.term.isdigit():
            key = (language, token.term)
            counts[key] += weight
            # Of several forms the shortest is nearest to what a dictionary lists.
            words[key] = min(words.get(key, token.word), token.word, key=lambda word: (len(word), word))


def _idf(language: str, term: str, vocabulary: Vocabulary) -> float:
    """0 for what more than a tenth of a larger collection says."""
    if not vocabulary.is_signal(language, term):
        return 0.0
    n, df = vocabulary.documents, vocabulary.df(language, term)
    return math.log(1 + (n - df + 0.5) / (df + 0.5)) if n > df else 0.1
