"""From the syntax tree of a question to what an engine looks for.

Each word of the question is one dis_max over languages and fields, analysed per language, and over what it may stand for
(`search.finding.units`). What counts as a hit follows from the signal terms: of the words that are rare enough to tell practices apart, a
quarter must be there (one at least); common ones only score. A phrase in quotes is searched as it stands, and an exclusion excludes what it
says: neither stands for anything else.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search import analysis
from search.documents import PARTS
from search.engines.base import All, Any, Best, Constant, Ids, Node, Not, Phrase, Term, Values
from search.finding.units import Unit, units
from search.finding.words import Alternative, PlannedWord, planned, terms_of, typed_words
from search.query import syntax
from search.synonyms.groups import Synonyms
from search.vocabulary import Vocabulary

# A title that weighs more than its text loses questions that name what many texts share (PoQuAD: 3.0 costs a ninth of nDCG@10).
BOOSTS: Mapping[str, float] = {"title": 1.3, "labels": 1.15, "summary": 1.15, "body": 1.0}
_TIE = 0.3
K1 = 1.2  # of both engines' BM25
# Measured on PoQuAD and on Lodz' projects: a quarter, rounded down, costs no nDCG; two in five rounded up costs a tenth of it.
_DEMANDED = 0.25

# What a practice gets whose number, city or tag is the whole question, as a multiple of what so many words of the rarest kind score in one
# field: more than all fields, the title and meaning come to together. Of the rarest kind, as what many texts have may be in one title.
EXACT_BONUS = 10.0

# Of a longer text the first words decide: the database, when it has to answer, compares every practice with each of them.
_MOST_WORDS = 64
# What its words may stand for, in all: each of those is up to twelve clauses of an engine, which bounds them.
_MOST_OTHERS = 32

# Scoped clauses resolved against the database: the exact values of a facet that (field, text) stands for.
Scopes = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked for. `words` must be there to `minimum`; every phrase must; no exclusion may. `quoted`: the words of the phrases,
    `typed`: the terms of all words as they stood, by language. `exact`: the practices whose number, city or tag is the whole question; they
    are hits, and the first by `exact_bonus`.
    """

    words: tuple[PlannedWord, ...]
    phrases: tuple[Mapping[str, tuple[str, ...]], ...]
    required: tuple[Node, ...]
    excluded: tuple[Mapping[str, tuple[str, ...]] | Node, ...]
    quoted: tuple[PlannedWord, ...] = ()
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exact: tuple[Ids | Values, ...] = ()
    exact_bonus: float = 0.0

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

    @property
    def can_be_unquoted(self) -> bool:
        """Whether a name was quoted: if it is nowhere as such, it may count by its words."""
        return bool(self.phrases)

    def unquoted(self) -> "Plan":
        """The same question as if nothing in it had been quoted."""
        return replace(
            self, words=tuple(dict.fromkeys((*self.words, *self.quoted)))[:_MOST_WORDS], phrases=(), quoted=()
        )

    def wanted(self, language: str) -> frozenset[str]:
        """The terms to highlight in a text of this analysis language."""
        single = {word.terms[language] for word in self.words if language in word.terms}
        single |= {terms[0] for terms in self._others(language) if len(terms) == 1}
        return frozenset(single.union(*(phrase.get(language, ()) for phrase in self.phrases)))

    def wanted_together(self, language: str) -> list[tuple[str, ...]]:
        """The terms to highlight only where they stand side by side: what was quoted, and phrases that a word may stand for."""
        quoted = [phrase[language] for phrase in self.phrases if language in phrase]
        return list(dict.fromkeys([*quoted, *(terms for terms in self._others(language) if len(terms) > 1)]))

    def _others(self, language: str) -> Iterable[tuple[str, ...]]:
        return (other.terms[language] for word in self.words for other in word.others if language in other.terms)

    @property
    def whole_weight(self) -> float:
        """The score of a document that carries all of the question's words in its texts as strongly as BM25 allows."""
        return (K1 + 1) * sum(word.rarity for word in self.words)

    def node(self) -> Node:
        """The scored query for an engine: what is found by words, or is what was typed exactly."""
        signal = self.signal_words
        by_words = (Any(tuple(map(_word_node, signal)), minimum=self.minimum),) if signal else ()
        found = (Any((*by_words, *self._bonus())),) if by_words else ()
        optional = tuple(_word_node(word) for word in self.words if word not in signal)
        return All((*found, *self._conditions()), optional=(*optional, *self._as_title()))

    def scoring_node(self) -> Node:
        """The same scores for every document that meets the conditions, whether its words make it a hit or not; see `found_by`."""
        return All(self._conditions(), optional=(*map(_word_node, self.words), *self._as_title(), *self._bonus()))

    def found_by(self, near: tuple[int, ...]) -> Node:
        """What is found by its words, is one of these or is what was typed exactly: a filter, as it adds nothing to scores."""
        by_words = Any(tuple(map(_word_node, self.signal_words)), minimum=self.minimum)
        return Any((by_words, Ids(near), *self.exact))

    def _bonus(self) -> tuple[Node, ...]:
        return (Constant(Any(self.exact), self.exact_bonus),) if self.exact else ()

    def _as_title(self) -> tuple[Node, ...]:
        """A title in which the words stand as they were typed: exact beats clever."""
        if len(self.words) < 2 or self.phrases:
            return ()
        return (Best(tuple(Phrase(f"title_{language}", terms) for language, terms in self.typed.items())),)

    def _conditions(self) -> tuple[Node, ...]:
        """What every hit must have, or must not."""
        clauses: list[Node] = [_phrase_node(phrase) for phrase in self.phrases]
        clauses += self.required
        for excluded in self.excluded:
            clauses.append(Not(_phrase_node(excluded) if isinstance(excluded, Mapping) else excluded))
        return tuple(clauses)


def plan(
    query: syntax.Query,
    vocabulary: Vocabulary,
    scopes: Scopes,
    synonyms: Synonyms = Synonyms(),  # noqa: B008
    exact: tuple[Ids | Values, ...] = (),
) -> Plan:
    """The plan of a question; pure, as names were resolved to `scopes` and `exact` before."""
    runs: list[list[str]] = [[]]
    quoted: list[str] = []
    phrases: list[Mapping[str, tuple[str, ...]]] = []
    required: list[Node] = []
    excluded: list[Mapping[str, tuple[str, ...]] | Node] = []
    for clause in query.clauses:
        if not isinstance(clause, syntax.Word):
            runs.append([])
        match clause:
            case syntax.Word(text):
                runs[-1].append(text)
            case syntax.Phrase(text):
                phrases.append(_phrase(text, vocabulary))
                quoted += analysis.words(text)
            case syntax.Scoped(field, value):
                required.append(Values(field, scopes.get((field, value), ())))
            case syntax.Not(inner):
                excluded.append(_exclusion(inner, vocabulary, scopes))
    words = _units(runs, vocabulary, synonyms)
    typed = [word for run in runs for piece in run for word in analysis.words(piece)]
    return Plan(
        words=words,
        phrases=tuple(phrase for phrase in phrases if phrase),
        required=tuple(required),
        excluded=tuple(exclusion for exclusion in excluded if exclusion),
        quoted=tuple(
            planned(terms_of(word, vocabulary), vocabulary) for word in list(dict.fromkeys(quoted))[:_MOST_WORDS]
        ),
        typed=_phrase(" ".join(typed[:_MOST_WORDS]), vocabulary),
        exact=exact if words else (),
        exact_bonus=EXACT_BONUS * (K1 + 1) * len(words) * vocabulary.rarity(dict.fromkeys(analysis.LANGUAGES, "")),
    )


def words_of(query: syntax.Query) -> set[str]:
    """Every lowercased word of the question, for which the vocabulary is asked."""
    clauses = (*query.positive, *query.exclusions)
    return {word for c in clauses if isinstance(c, syntax.Word | syntax.Phrase) for word in analysis.words(c.text)}


def _units(runs: Iterable[Sequence[str]], vocabulary: Vocabulary, synonyms: Synonyms) -> tuple[PlannedWord, ...]:
    """What is looked for, each once, to the bounds of a question."""
    found: dict[str, PlannedWord] = {}
    for key, unit in _all_units(runs, vocabulary, synonyms):
        if key not in found and len(found) == _MOST_WORDS:
            break
        if key not in found or len(unit.others) > len(found[key].others):
            found[key] = unit
    left, bounded = _MOST_OTHERS, []
    for unit in found.values():
        # A phrase that was typed as one word is the first of its others.
        kept = unit.others[: max(left, not unit.terms)]
        bounded.append(replace(unit, others=kept) if kept != unit.others else unit)
        left = max(0, left - len(kept))
    return tuple(bounded)


def _all_units(runs: Iterable[Sequence[str]], vocabulary: Vocabulary, synonyms: Synonyms) -> Iterator[Unit]:
    for run in runs:
        yield from units(typed_words(run, vocabulary), vocabulary, synonyms)


def _phrase(text: str, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    by_word = [terms_of(word, vocabulary) for word in analysis.words(text)]
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
    typed = Best(
        tuple(Term(name, term, boost) for lang, term in word.terms.items() for name, boost in _fields(lang)), tie=_TIE
    )
    # The best of them and no share of the rest: a text is not better for saying the same in two ways.
    return Best((typed, *map(_other_node, word.others))) if word.others else typed


def _other_node(other: Alternative) -> Node:
    return Best(
        tuple(
            Phrase(name, terms, boost * other.weight)
            for lang, terms in other.terms.items()
            for name, boost in _fields(lang)
        ),
        tie=_TIE,
    )


def _phrase_node(phrase: Mapping[str, tuple[str, ...]]) -> Node:
    return Best(
        tuple(Phrase(name, terms, boost) for lang, terms in phrase.items() for name, boost in _fields(lang)), tie=_TIE
    )
