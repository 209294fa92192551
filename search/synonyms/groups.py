"""Groups of words and phrases that mean the same, and which of them stand in a question. Pure.

An entry is recognised by its terms, so in any form, and also typed without Polish letters. Where several groups have an entry, what it may
stand for is what any of them says; what an entry stands for never stands for something else in turn.

A grammar makes nonsense of a single word of another language ("tram", in Polish, is a form of "tra"), and of an abbreviation ("AI", in
English, a form of "be"). So a word of a group of any language is of the languages whose dictionary has it; an abbreviation of those that
leave it as it is, and in every language as it is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from search import analysis
from search.function_words import function_terms, is_function_word

MOST_WORDS = 8
# By the grammar of which languages entries are recognised; the others only fold.
_GRAMMARS = ("pl", "en")
_AS_WRITTEN = "xx"


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that mean the same; `one_way`: the first may stand for the others, and none of those for anything.

    `language` ("pl", "en"): the grammar that recognises the entries, and the texts in which they are looked for; empty: any.
    """

    entries: tuple[str, ...]
    language: str = ""
    one_way: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The entries that stand for others where they are typed."""
        return self.entries[:1] if self.one_way else self.entries


@dataclass(frozen=True, slots=True)
class Expression:
    """One or several words side by side: their terms, by the analysis language of the texts."""

    terms: Mapping[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Match:
    """So many words of a question are an entry, and may stand for any of `others`."""

    words: int
    others: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    terms: tuple[str, ...]
    in_capitals: bool
    others: tuple[Expression, ...]


@dataclass(frozen=True)
class Synonyms:
    """The groups of a moment, ready to be looked up by the first word of an entry."""

    _by_first: Mapping[tuple[str, str], Sequence[_Source]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Self:
        """These groups; an entry without a word is none."""
        by_first: dict[tuple[str, str], list[_Source]] = defaultdict(list)
        for group in groups:
            expressions = {entry: expression(entry, group.language) for entry in group.entries if analysis.words(entry)}
            for entry in group.sources:
                others = tuple(found for other, found in expressions.items() if other != entry)
                for language, terms in recognised_by(entry, group.language):
                    by_first[language, terms[0]].append(_Source(terms, needs_capitals(entry), others))
        return cls(dict(by_first))

    def beginning(self, words: Sequence[Mapping[str, str]], *, in_capitals: bool) -> Match | None:
        """The longest entry that these words of a question begin with, given each word's terms by language, and whether the first was typed
        in capitals.
        """
        found = [
            source
            for language in (*_GRAMMARS, _AS_WRITTEN)
            for source in self._by_first.get((language, words[0].get(language, "")), ())
            if source.terms == tuple(word.get(language, "") for word in words[: len(source.terms)])
            and (in_capitals or not source.in_capitals)
        ]
        if not found:
            return None
        longest = max(len(source.terms) for source in found)
        others = [other for source in found if len(source.terms) == longest for other in source.others]
        return Match(longest, tuple(other for n, other in enumerate(others) if other not in others[:n]))


def expression(entry: str, language: str) -> Expression:
    """An entry as it is looked for in the texts of its group's language, or of any."""
    words = analysis.words(entry)
    codes = _grammars_of(entry, words, language) or ([language] if language else list(analysis.LANGUAGES))
    if not language and _is_abbreviation(entry):
        codes = list(dict.fromkeys([*codes, _AS_WRITTEN]))
    return Expression({code: tuple(analysis.terms_of(words, code)) for code in codes})


def recognised_by(entry: str, language: str) -> set[tuple[str, tuple[str, ...]]]:
    """The languages and sequences of terms by which a question's words are this entry; none where it has no word."""
    words = analysis.words(entry)
    spelled = (words, [analysis.bare(word) for word in words])
    codes = _grammars_of(entry, words, language) + ([_AS_WRITTEN] if len(words) == 1 else [])
    return {(code, tuple(analysis.terms_of(each, code))) for code in codes for each in spelled if each}


def needs_capitals(entry: str) -> bool:
    """Whether an abbreviation looks like a word that holds sentences together ("ITS"), and so counts only where it is typed in capitals."""
    return entry.isupper() and is_function_word(entry.lower())


def _grammars_of(entry: str, words: Sequence[str], language: str) -> list[str]:
    codes = [language] if language else list(_GRAMMARS)
    if len(words) != 1:
        return codes
    [word] = words
    if _is_abbreviation(entry):
        codes = [code for code in codes if analysis.fold(word).startswith(analysis.term(word, code))]
    elif not language:
        codes = [code for code in codes if analysis.in_dictionary(word, code)] or codes
    return [code for code in codes if analysis.term(word, code) not in function_terms(code)]


def _is_abbreviation(entry: str) -> bool:
    return " " not in entry and entry[1:] != entry[1:].lower()
