"""The vocabulary of a generation: how common each term is, and which words there are.

Two things need it. Signal terms: a hit must have a term that is not everywhere. Restoration: a word typed without
Polish letters ("sciezka", or one letter of them, "sciezkę") becomes the commonest spelling that the documents use, or
a form of a word that they use. Counts come from whole documents of the corpus, never from a filtered set.
"""

import json
import math
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from search.analysis import LANGUAGES, bare, fingerprint, in_dictionary, known_terms, learn, term
from search.function_words import function_terms
from search.lookalikes import Lookalikes
from search.spellings import spellings

MAX_WORDS = 500_000
COMMON_SHARE = 0.1
COMMON_DOCUMENTS = 50

_MAGIC = b"vocabulary 1\n"
_RESTORED = "pl"


class InvalidVocabulary(ValueError):
    """Bytes that are not a vocabulary, or not one of this version; building a new generation makes a new one."""


@dataclass(frozen=True)
class _Table:
    """One language: its documents, in how many of them each term and each word is, and the terms of most words."""

    documents: int = 0
    frequencies: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def spellings(self) -> Mapping[str, Sequence[str]]:
        """Bare form to its spellings with Polish letters, made at the first restoration."""
        return _spellings(self.words)

    @cached_property
    def lookalikes(self) -> Lookalikes:
        """The words by how they look, made at the first typing error: a fifth of a second for 100,000 words."""
        return Lookalikes(self.words, self.spellings)


_EMPTY = _Table()


@dataclass(frozen=True)
class Vocabulary:
    """What a generation's documents say, per analysis language. Made by `VocabularyBuilder` or `from_bytes`."""

    documents: int = 0
    _tables: Mapping[str, _Table] = field(default_factory=dict)
    _added: Mapping[str, _Table] = field(default_factory=dict)
    analysis: str = ""  # the fingerprint of the one that made it

    def documents_in(self, language: str) -> int:
        """How many documents have a text in this language."""
        return self._tables.get(language, _EMPTY).documents

    def df(self, language: str, term: str) -> int:
        """How many documents have this term in this language; 0 for a term the corpus lacks."""
        return self._tables.get(language, _EMPTY).frequencies.get(term, 0)

    def rarity(self, terms: Mapping[str, str]) -> float:
        """The inverse document frequency (BM25's) of a word, given its term in each language: in the language where it tells most of
        those that have it; one that no document has is as rare as a word can be.
        """
        known = {language: df for language, term in terms.items() if (df := self.df(language, term))}
        if not known:
            return _idf(0, max(map(self.documents_in, terms), default=0))
        return max(_idf(df, self.documents_in(language)) for language, df in known.items())

    def knows(self, word: str, language: str) -> bool:
        """Whether a document has this very word, or it came with `with_words`."""
        word = _normal(word)
        return any(word in table.words for table in self._both(language))

    def lacks(self, words: Iterable[str], language: str) -> list[str]:
        """Those of the words, as `analysis.words` gives them, that `knows` would not know."""
        first, second = (table.words for table in self._both(language))
        return [word for word in words if word not in first and word not in second]

    def languages(self) -> list[str]:
        """Those in which there are words."""
        return [language for language in LANGUAGES if any(table.words for table in self._both(language))]

    def count(self, word: str, language: str) -> int:
        """How many documents have this very word, lowercased and NFC."""
        return sum(table.words.get(word, 0) for table in self._both(language))

    def spelled(self, bare: str, language: str) -> set[str]:
        """The words whose bare form this is."""
        return {word for looks in self._lookalikes(language) for word in looks.spelled(bare)}

    def near(self, bare: str, language: str, *, errors: int, kept: int = 1, steps: int) -> set[str]:
        """The bare forms of words that at most so many errors may have turned into `bare`; see `Lookalikes.near`."""
        found = (looks.near(bare, errors=errors, kept=kept, steps=steps) for looks in self._lookalikes(language))
        return set().union(*found)

    def beginning_with(self, bare: str, language: str, *, most: int) -> list[str]:
        """The words whose bare form begins so, at most so many bare forms."""
        found = ((looks, form) for looks in self._lookalikes(language) for form in looks.beginning_with(bare, most))
        return [word for looks, form in found for word in looks.spelled(form)]

    def letters(self, language: str) -> Lookalikes:
        """The words of the documents by how they look, without those of `with_words`: which letters follow each other."""
        return self._tables.get(language, _EMPTY).lookalikes

    def _lookalikes(self, language: str) -> Iterator[Lookalikes]:
        return (table.lookalikes for table in self._both(language) if table.words)

    def restore(self, word: str, language: str) -> str:
        """The word with the Polish letters it was typed without; a word that the documents have stays as it is.

        The commonest spelling of the documents, else the dictionary's, best one whose term the documents have. The
        Polish letters that were typed are kept. Only Polish ("pl") is restored: elsewhere folding is enough.
        """
        word = _normal(word)
        if language != _RESTORED or self.knows(word, language):
            return word
        counts: Counter[str] = Counter()
        for table in self._both(language):
            counts.update({s: table.words[s] for s in table.spellings.get(bare(word), ()) if _fits(word, s)})
        if not counts:
            return self._from_dictionary(word)
        return min(counts, key=lambda spelling: (-counts[spelling], spelling))

    def _from_dictionary(self, word: str) -> str:
        """A spelling that no document has used: a form of a word that is there, else any form of any Polish word."""
        is_word = in_dictionary(word, _RESTORED)
        if is_word and self._frequency(word):
            return word
        found = max(spellings(word), key=self._frequency, default=word)
        return found if self._frequency(found) or not is_word else word

    def _frequency(self, word: str) -> int:
        return self.df(_RESTORED, term(word, _RESTORED))

    def is_signal(self, language: str, term: str) -> bool:
        """Whether a term tells documents apart: it is in at most a tenth of those in this language (or 50, if more).

        A word of a question is signal where its term is signal in every language that is searched. A function word
        never is: among a few documents its count would not show it.
        """
        common = max(COMMON_SHARE * self.documents_in(language), COMMON_DOCUMENTS)
        return self.df(language, term) <= common and term not in function_terms(language)

    def teach(self) -> None:
        """Let the analysis of this process know the terms of the documents' words, if it is the one that worked them out."""
        if self.analysis == fingerprint():
            for language, table in self._tables.items():
                learn(table.terms, language)

    def with_words(self, extra: Mapping[str, Mapping[str, int]]) -> Self:
        """This vocabulary knowing also words (language -> word -> documents) that came after it; frequencies stay."""
        added = {
            language: _Table(words=Counter({_normal(word): count for word, count in words.items()}))
            for language, words in extra.items()
        }
        return replace(self, _added=added)

    def to_bytes(self) -> bytes:
        """The vocabulary, compressed, without words added by `with_words`."""
        languages = {language: _packed(table) for language, table in sorted(self._tables.items())}
        content = {"documents": self.documents, "analysis": self.analysis, "languages": languages}
        return _MAGIC + zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6)

    @classmethod
    def empty(cls) -> Self:
        """The vocabulary before anything was built: it knows nothing, so every word counts as rare."""
        return cls()

    @classmethod
    def from_bytes(cls, packed: bytes | memoryview) -> Self:
        """The vocabulary that `to_bytes` packed; raises `InvalidVocabulary` for any other bytes."""
        packed = bytes(packed)
        if not packed.startswith(_MAGIC):
            raise InvalidVocabulary("This is no vocabulary of this version. Build a new generation to make one.")
        try:
            content = json.loads(zlib.decompress(packed[len(_MAGIC) :]))
            tables = {str(language): _unpacked(table) for language, table in content["languages"].items()}
            return cls(int(content["documents"]), tables, analysis=content.get("analysis", ""))
        except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidVocabulary("This vocabulary is damaged. Build a new generation to replace it.") from error

    def _both(self, language: str) -> Iterable[_Table]:
        return (self._tables.get(language, _EMPTY), self._added.get(language, _EMPTY))


class VocabularyBuilder:
    """Counts terms and words while a generation is built. Memory is bounded: beyond a million distinct words (or
    terms) of a language the rarest are forgotten, which then count as absent."""

    def __init__(self, *, max_words: int = MAX_WORDS) -> None:
        self._max_words = max_words
        self._documents = 0
        self._languages: Counter[str] = Counter()
        self._frequencies: dict[str, Counter[str]] = {}
        self._words: dict[str, Counter[str]] = {}

    def add(self, language: str, terms: Mapping[str, str], *, translation: bool = False) -> None:
        """Count all of one document's text in one language, once.

        `terms`: its words with the term of each, as `analysis.terms_by_word` gives them. `translation`: this document
        was already added in another language.
        """
        self._frequencies.setdefault(language, Counter()).update(set(terms.values()))
        self._words.setdefault(language, Counter()).update(terms.keys())
        self._languages[language] += 1
        self._documents += not translation
        self._forget(language)

    def add_document(self, terms: Mapping[str, Mapping[str, str]]) -> None:
        """Count one document in every language that it has text in, in the order of `terms`: the first is its own."""
        for place, (language, found) in enumerate(terms.items()):
            self.add(language, found, translation=place > 0)

    def merge(self, other: Self) -> None:
        """Count all that another builder has counted."""
        self._documents += other._documents
        for language, documents in other._languages.items():
            self._frequencies.setdefault(language, Counter()).update(other._frequencies[language])
            self._words.setdefault(language, Counter()).update(other._words[language])
            self._languages[language] += documents
            self._forget(language)

    def build(self) -> Vocabulary:
        """The vocabulary of everything added."""
        tables = {
            language: _Table(
                self._languages[language],
                dict(self._frequencies[language].most_common(self._max_words)),
                dict(self._words[language].most_common(self._max_words)),
                known_terms(self._words[language], language),
            )
            for language in self._languages
        }
        return Vocabulary(self._documents, tables, analysis=fingerprint())

    def _forget(self, language: str) -> None:
        for counter in (self._frequencies[language], self._words[language]):
            if len(counter) > 2 * self._max_words:
                _forget_rarest(counter, self._max_words)


def _idf(df: int, documents: int) -> float:
    return math.log1p((documents - df + 0.5) / (df + 0.5)) if documents >= df else math.log1p(0.5 / (df + 0.5))


def _normal(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


def _fits(typed: str, spelling: str) -> bool:
    """Whether the spelling has every Polish letter that was typed (both have the same bare form)."""
    return all(letter in (written, bare(written)) for letter, written in zip(typed, spelling, strict=True))


def _spellings(words: Iterable[str]) -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for word in words:
        plain = bare(word)
        if plain != word:
            spellings.setdefault(plain, []).append(word)
    return spellings


def _forget_rarest(counter: Counter[str], kept: int) -> None:
    common = counter.most_common(kept)
    counter.clear()
    counter.update(dict(common))


def _packed(table: _Table) -> dict[str, Any]:
    # Sorted neighbours share their beginnings, which is what compression lives on.
    terms, words = sorted(table.frequencies), sorted(table.words)
    places = {term: place for place, term in enumerate(terms)}
    return {
        "documents": table.documents,
        "terms": "\n".join(terms),
        "term_counts": [table.frequencies[term] for term in terms],
        "words": "\n".join(words),
        "word_counts": [table.words[word] for word in words],
        # The place of each word's term among the terms; -1 for a word whose term is not known.
        "word_terms": [places.get(table.terms.get(word, ""), -1) for word in words],
    }


def _unpacked(table: dict[str, Any]) -> _Table:
    terms, words = _keys(table["terms"]), _keys(table["words"])
    return _Table(
        int(table["documents"]),
        dict(zip(terms, map(int, table["term_counts"]), strict=True)),
        dict(zip(words, map(int, table["word_counts"]), strict=True)),
        {word: terms[place] for word, place in zip(words, table.get("word_terms", ()), strict=False) if place >= 0},
    )


def _keys(joined: str) -> list[str]:
    return joined.split("\n") if joined else []
