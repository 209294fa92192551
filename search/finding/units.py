"""From the words that were typed side by side to what is looked for. Pure.

- A number is the same however its thousands are parted ("2 500", "2.500", "2500"); a decimal ("3,5") is looked for as it stands. What is
  rounded ("2 tys.") is another number.
- Two neighbours of which a text knows only the joined form are that ("foto woltaika", "rower strada"); where texts have all three, the
  joined one counts as well. A word that no text has may be two that stand side by side ("fotowoltaikadachowa").
- An entry of a group of synonyms may stand for the group's others. A phrase typed with spaces stays words, each of which may be what the
  phrase stands for, so that texts with some of them are still found; typed without ("P+R", "e-mobilność") it is one.
"""

import re
from collections.abc import Iterator, Sequence

from search import analysis
from search.finding.words import STANDS_FOR, PlannedWord, Typed, planned, terms_of
from search.function_words import function_terms, is_function_word
from search.synonyms.groups import MOST_WORDS, Expression, Synonyms
from search.vocabulary import Vocabulary

# A unit with the words that it was typed in.
Unit = tuple[str, PlannedWord]

# A part of a compound has at least so many letters, or half the words would have "po" or "na" in them.
_SHORTEST = 3
_LINKS = ("", "o")
_GROUP_OF_DIGITS = re.compile("[0-9]{3}")
_NUMBER = re.compile("[0-9]{1,12}")


def units(run: Sequence[Typed], vocabulary: Vocabulary, synonyms: Synonyms) -> Iterator[Unit]:
    """What is looked for instead of a run of neighbouring words, in their order."""
    at = 0
    while at < len(run):
        taken, found = _next(run, at, vocabulary, synonyms)
        yield from found
        at += taken


def _next(run: Sequence[Typed], at: int, vocabulary: Vocabulary, synonyms: Synonyms) -> tuple[int, list[Unit]]:
    """The next units, and how many words they were."""
    return (
        _number(run, at, vocabulary)
        or _in_two(run, at, vocabulary, synonyms)
        or _synonym(run, at, vocabulary, synonyms)
        or _beside_joined(run, at, vocabulary)
        or (1, [(run[at].word, planned(run[at].terms, vocabulary, _in_one(run[at], vocabulary)))])
    )


def _number(run: Sequence[Typed], at: int, vocabulary: Vocabulary) -> tuple[int, list[Unit]] | None:
    digits = [typed.word for typed in run[at : at + 4]]
    if not _NUMBER.fullmatch(digits[0]):
        return None
    length = 1
    while len(digits[0]) < 4 and length < len(digits) and _GROUP_OF_DIGITS.fullmatch(digits[length]):
        length += 1
    whole = "".join(digits[:length])
    if whole[0] != "0" and len(whole) > 3:
        parted = _as_in_any_text(f"{int(whole):,}")
        return length, [(whole, planned(terms_of(whole, vocabulary), vocabulary, [(parted, 1.0)]))]
    piece = [typed.word for typed in run if typed.piece == run[at].piece]
    if len(piece) == 2 and piece == digits[:2] and piece[1].isdecimal():
        return 2, [(" ".join(piece), planned({}, vocabulary, [(_side_by_side(run[at : at + 2]), 1.0)]))]
    return None


def _synonym(
    run: Sequence[Typed], at: int, vocabulary: Vocabulary, synonyms: Synonyms
) -> tuple[int, list[Unit]] | None:
    ahead = [typed.terms for typed in run[at : at + MOST_WORDS]]
    found = synonyms.beginning(ahead, in_capitals=run[at].in_capitals)
    if found is None:
        return None
    words = run[at : at + found.words]
    others = [(other, STANDS_FOR) for other in found.others]
    if len(words) == 1:
        telling = {lang: term for lang, term in words[0].terms.items() if term not in function_terms(lang)}
        return 1, [(words[0].word, planned(telling, vocabulary, others))]
    if len({typed.piece for typed in words}) == 1 or any(len(typed.word) == 1 for typed in words):
        key = " ".join(typed.word for typed in words)
        return len(words), [(key, planned({}, vocabulary, [(_side_by_side(words), 1.0), *others]))]
    return len(words), [(typed.word, planned(typed.terms, vocabulary, others)) for typed in words]


def _in_two(run: Sequence[Typed], at: int, vocabulary: Vocabulary, synonyms: Synonyms) -> tuple[int, list[Unit]] | None:
    """Two words of which texts lack at least one, and have the joined one."""
    pair = run[at : at + 2]
    if not _may_be_one(pair) or all(typed.is_known for typed in pair):
        return None
    for link in _LINKS:
        joined = link.join(typed.word for typed in pair)
        terms = {lang: analysis.term(joined, lang) for lang in analysis.LANGUAGES}
        if any(vocabulary.df(lang, term) for lang, term in terms.items()):
            match = synonyms.beginning([terms], in_capitals=False)
            others = [(other, STANDS_FOR) for other in (match.others if match else ())]
            return 2, [(joined, planned(terms, vocabulary, [(_side_by_side(pair), 1.0), *others]))]
    return None


def _beside_joined(run: Sequence[Typed], at: int, vocabulary: Vocabulary) -> tuple[int, list[Unit]] | None:
    """Two words that texts have, and joined as well."""
    pair = run[at : at + 2]
    if not _may_be_one(pair):
        return None
    for link in _LINKS:
        joined = link.join(typed.word for typed in pair)
        if any(vocabulary.knows(joined, lang) for lang in analysis.LANGUAGES):
            others = [(_as_in_any_text(joined), STANDS_FOR)]
            return 2, [(typed.word, planned(typed.terms, vocabulary, others)) for typed in pair]
    return None


def _may_be_one(pair: Sequence[Typed]) -> bool:
    words = [typed.word for typed in pair]
    long_enough = len(words) == 2 and all(len(word) >= _SHORTEST and word.isalpha() for word in words)
    return long_enough and not any(map(is_function_word, words))


def _in_one(typed: Typed, vocabulary: Vocabulary) -> list[tuple[Expression, float]]:
    """The two words that one which no text has is most likely made of: of all ways to cut it the one whose rarer part is the commonest."""
    word = typed.word
    if len(word) < 2 * _SHORTEST or not word.isalpha() or typed.is_known:
        return []
    ways: list[tuple[int, str, str]] = []
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        for first in {word[:cut], word[:cut].removesuffix("o")}:
            for language in analysis.LANGUAGES:
                if len(first) >= _SHORTEST and all(vocabulary.knows(part, language) for part in (first, word[cut:])):
                    texts = min(vocabulary.df(language, analysis.term(part, language)) for part in (first, word[cut:]))
                    ways.append((texts, first, word[cut:]))
    if not ways or any(map(is_function_word, max(ways)[1:])):
        return []
    return [(_as_in_any_text(" ".join(max(ways)[1:])), 1.0)]


def _side_by_side(words: Sequence[Typed]) -> Expression:
    return Expression({lang: tuple(typed.terms[lang] for typed in words) for lang in analysis.LANGUAGES})


def _as_in_any_text(words: str) -> Expression:
    return Expression({lang: tuple(analysis.terms(words, lang)) for lang in analysis.LANGUAGES})
