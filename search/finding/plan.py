"""From the syntax tree of a question to what an engine looks for.

Each word of the question is one dis_max over languages and fields, analysed per language. What counts as a hit follows from the signal
terms: of the words that are rare enough to tell practices apart, a quarter must be there (one at least); common ones only score.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search import analysis
from search.documents import PARTS
from search.engines.base import All, Any, Best, Node, Not, Phrase, Term, Values
from search.query import syntax
from search.vocabulary import Vocabulary

BOOSTS: Mapping[str, float] = {"title": 3.0, "labels": 2.0, "summary": 2.0, "body": 1.0}
_TIE = 0.3
# Measured on PoQuAD and on Lodz' projects: a quarter, rounded down, costs no nDCG; two in five rounded up costs a tenth of it.
_DEMANDED = 0.25

# Of a longer text the first words decide: the database, when it has to answer, compares every practice with each of them.
_MOST_WORDS = 64

# Scoped clauses resolved against the database: the exact values of a facet that (field, text) stands for.
Scopes = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlannedWord:
    """One word of the question: its term in each language, and whether it is rare enough to be demanded."""

    terms: Mapping[str, str]
    signal: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked for. `words` must be there to `minimum`; every phrase must; no exclusion may."""

    words: tuple[PlannedWord, ...]
    phrases: tuple[Mapping[str, tuple[str, ...]], ...]
    required: tuple[Node, ...]
    excluded: tuple[Mapping[str, tuple[str, ...]] | Node, ...]

    @property
    def has_words(self) -> bool:
        """Whether anything gives a score; else the newest come first."""
        return bool(self.words or self.phrases)

    @property
    def signal_words(self) -> tuple[PlannedWord, ...]:
        """The words of which `minimum` are demanded: all of them where every one is common."""
        return tuple(word for word in self.words if word.signal) or self.words

    @property
    def minimum(self) -> int:
        """How many signal words a hit must have."""
        return max(1, math.floor(_DEMANDED * len(self.signal_words))) if self.words else 0

    def wanted(self, language: str) -> frozenset[str]:
        """The terms to highlight in a text of this analysis language."""
        single = {word.terms[language] for word in self.words if language in word.terms}
        return frozenset(single.union(*(phrase.get(language, ()) for phrase in self.phrases)))

    def node(self) -> Node:
        """The scored query for an engine."""
        clauses: list[Node] = []
        optional: list[Node] = []
        signal = self.signal_words
        if signal:
            clauses.append(Any(tuple(_word_node(word) for word in signal), minimum=self.minimum))
            optional += [_word_node(word) for word in self.words if word not in signal]
        clauses += [_phrase_node(phrase) for phrase in self.phrases]
        clauses += self.required
        for excluded in self.excluded:
            clauses.append(Not(_phrase_node(excluded) if isinstance(excluded, Mapping) else excluded))
        return All(tuple(clauses), optional=tuple(optional))


def plan(query: syntax.Query, vocabulary: Vocabulary, scopes: Scopes) -> Plan:
    """The plan of a question; pure, as names were resolved to `scopes` before."""
    words: list[str] = []
    phrases: list[Mapping[str, tuple[str, ...]]] = []
    required: list[Node] = []
    excluded: list[Mapping[str, tuple[str, ...]] | Node] = []
    for clause in query.clauses:
        match clause:
            case syntax.Word(text):
                words += analysis.words(text)
            case syntax.Phrase(text):
                phrases.append(_phrase(text, vocabulary))
            case syntax.Scoped(field, value):
                required.append(Values(field, scopes.get((field, value), ())))
            case syntax.Not(inner):
                excluded.append(_exclusion(inner, vocabulary, scopes))
    distinct = [_planned(word, vocabulary) for word in list(dict.fromkeys(words))[:_MOST_WORDS]]
    return Plan(tuple(distinct), tuple(p for p in phrases if p), tuple(required), tuple(e for e in excluded if e))


def words_of(query: syntax.Query) -> set[str]:
    """Every lowercased word of the question, for which the vocabulary is asked."""
    clauses = (*query.positive, *query.exclusions)
    return {word for c in clauses if isinstance(c, syntax.Word | syntax.Phrase) for word in analysis.words(c.text)}


def _terms(word: str, vocabulary: Vocabulary) -> dict[str, str]:
    return {lang: analysis.term(vocabulary.restore(word, lang), lang) for lang in analysis.LANGUAGES}


def _planned(word: str, vocabulary: Vocabulary) -> PlannedWord:
    terms = _terms(word, vocabulary)
    return PlannedWord(terms, signal=all(vocabulary.is_signal(lang, t) for lang, t in terms.items()))


def _phrase(text: str, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    by_word = [_terms(word, vocabulary) for word in analysis.words(text)]
    return {lang: tuple(terms[lang] for terms in by_word) for lang in analysis.LANGUAGES} if by_word else {}


def _exclusion(inner: syntax.Positive, vocabulary: Vocabulary, scopes: Scopes) -> Mapping[str, tuple[str, ...]] | Node:
    match inner:
        case syntax.Scoped(field, value):
            return Values(field, scopes.get((field, value), ()))
        case syntax.Word(text) | syntax.Phrase(text):
            return _phrase(text, vocabulary)


def _fields(language: str) -> Iterable[tuple[str, float]]:
    return ((f"{part}_{language}", BOOSTS[part]) for part in PARTS)


def _word_node(word: PlannedWord) -> Node:
    return Best(
        tuple(Term(name, term, boost) for lang, term in word.terms.items() for name, boost in _fields(lang)), tie=_TIE
    )


def _phrase_node(phrase: Mapping[str, tuple[str, ...]]) -> Node:
    return Best(
        tuple(Phrase(name, terms, boost) for lang, terms in phrase.items() for name, boost in _fields(lang)), tie=_TIE
    )
