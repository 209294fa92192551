"""A word of a question: as it was typed, and as it is looked for, with what else it may stand for. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from search import analysis
from search.synonyms.groups import Expression
from search.vocabulary import Vocabulary

# What a word may stand for counts a little less than what was typed.
STANDS_FOR = 0.9
# The Polish ending of an abbreviation, which asks for nothing: "LED-owe", "PSZOK-u".
_ENDING = re.compile(
    r"(?<=[A-ZĄĆĘŁŃÓŚŹŻ0-9]{2})[-–'’](?:s?[yiuaąęe]|em|ie|owi|s?[óo]w|s?om|s?ami|s?ach|ow(?:y|a|e|ą|i|ego|ej|emu|ych|ym|ymi))$"
)


@dataclass(frozen=True)
class Typed:
    """One word of a question: `word` is lowercased; `piece` numbers what stood between spaces, of which it may be a part."""

    word: str
    in_capitals: bool
    piece: int
    vocabulary: Vocabulary = field(repr=False)

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """Its term in each language, as the texts spell it."""
        return terms_of(self.word, self.vocabulary)

    @cached_property
    def is_known(self) -> bool:
        """Whether any text has it."""
        by_term = any(self.vocabulary.df(language, term) for language, term in self.terms.items())
        return by_term or any(self.vocabulary.knows(self.word, language) for language in analysis.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms by language that stand side by side; they score `weight` times what they would alone."""

    terms: Mapping[str, tuple[str, ...]] = field(hash=False)
    weight: float = STANDS_FOR


@dataclass(frozen=True, slots=True)
class PlannedWord:
    """One word of the question: its term in each language, whether it is rare enough to be demanded, how rare it is (idf), and what else
    counts for it. What is looked for only as several words side by side has no terms, only `others`.
    """

    terms: Mapping[str, str] = field(hash=False)
    signal: bool
    rarity: float
    others: tuple[Alternative, ...] = ()


def terms_of(word: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The term of a word in each language, its Polish letters restored."""
    return {lang: analysis.term(vocabulary.restore(word, lang), lang) for lang in analysis.LANGUAGES}


def typed_words(pieces: Iterable[str], vocabulary: Vocabulary) -> list[Typed]:
    """The words of pieces that stood between spaces, one after the other."""
    bare = (_ENDING.sub("", piece) for piece in pieces)
    return [
        Typed(token.word, piece[token.start : token.end].isupper(), number, vocabulary)
        for number, piece in enumerate(bare)
        for token in analysis.tokens(piece, "xx")
    ]


def planned(
    terms: Mapping[str, str], vocabulary: Vocabulary, others: Sequence[tuple[Expression, float]] = ()
) -> PlannedWord:
    """A word as it is looked for; `others` are what it may stand for, each with what that counts.

    It is as rare as the word itself, or where no text has that, as the commonest of the others. One of the others scores at most what the
    word would, however rare it is. One that half the texts have makes no hit of a rare word, so it is left out.
    """
    weighed = [_Weighed(expression, vocabulary, factor) for expression, factor in others]
    known = any(vocabulary.df(language, term) for language, term in terms.items())
    rarity = vocabulary.rarity(terms)
    if not known:
        rarity = min((other.rarest for other in weighed if other.is_known), default=rarity)
    signal = (
        all(vocabulary.is_signal(lang, t) for lang, t in terms.items()) if terms else any(w.signal for w in weighed)
    )
    kept = [other for other in weighed if other.signal or not signal]
    return PlannedWord(terms, signal, rarity, tuple(other.scoring_up_to(rarity) for other in kept))


class _Weighed:
    """An expression, and how rare each of its words is."""

    def __init__(self, expression: Expression, vocabulary: Vocabulary, factor: float) -> None:
        self._terms, self._factor = expression.terms, factor
        words = [dict(zip(self._terms, at, strict=True)) for at in zip(*self._terms.values(), strict=True)]
        self._rarities = [vocabulary.rarity(word) for word in words]
        self.is_known = all(any(vocabulary.df(lang, term) for lang, term in word.items()) for word in words)
        self.signal = any(all(vocabulary.is_signal(lang, term) for lang, term in word.items()) for word in words)

    @property
    def rarest(self) -> float:
        """No text has the expression that lacks its rarest word."""
        return max(self._rarities)

    def scoring_up_to(self, rarity: float) -> Alternative:
        """An engine scores a phrase by the sum of its words' idf."""
        return Alternative(self._terms, self._factor * min(1.0, rarity / sum(self._rarities)))
