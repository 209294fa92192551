"""Practices by their titles: the engine says which may have the words, the database which are public and really do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from practices.selectors.titles import Titled, public_titles
from search import analysis
from search.documents import NEWEST
from search.engines.base import All, Best, EngineAnswer, EngineQuery, Node, Term
from search.finding.snippets import Segment
from search.indexing.generations import Searched
from search.indexing.vocabulary import vocabulary_of
from search.suggesting.asked import Asked, Questions
from search.suggesting.typed import Typed

# Candidates that are read, words of the vocabulary that a beginning may stand for, and those of them that are searched: the commonest.
_CANDIDATES, _LOOKED_AT, _WORDS = 20, 20_000, 40


@dataclass(frozen=True, slots=True)
class PracticeFound:
    """A practice with what was typed marked in its title, which is in `language`."""

    practice: Titled
    language: str
    title: list[Segment]


def practices(typed: Typed, language: str, asked: Asked, most: int) -> Questions[list[PracticeFound]]:
    """The practices whose title has every word that was typed or begun: of the newest, those that begin so first, then those with the most
    whole words.
    """
    query = All(tuple(_in_title(*word, asked.generation) for word in zip(typed.words, typed.bare, strict=True)))

    def found(answers: Sequence[EngineAnswer]) -> list[PracticeFound]:
        hits = answers[0].hits
        known = public_titles([hit.id for hit in hits], asked.names)
        shown = [at for hit in hits if hit.id in known and (at := _shown(known[hit.id], typed, language))]
        return sorted(shown, key=lambda at: (not at.title[0].matched, -_whole_words(at, typed)))[:most]

    # By age and not by score: thousands of titles match a beginning alike, and an engine would have to look through all ties.
    return Questions([EngineQuery(query, limit=_CANDIDATES, sort=NEWEST)], found)


def _whole_words(found: PracticeFound, typed: Typed) -> int:
    """How many of the words that were typed stand there as they are."""
    there = {analysis.bare(word) for word in analysis.words("".join(segment.text for segment in found.title))}
    return len(there.intersection(typed.bare))


def _in_title(word: str, bare: str, generation: Searched) -> Node:
    return Best(
        tuple(
            Term(f"title_{language}", term)
            for language in analysis.LANGUAGES
            for term in sorted({analysis.term(word, language), *_begun(generation, bare, language)})
        )
    )


@lru_cache(maxsize=20_000)
def _begun(generation: Searched, bare: str, language: str) -> frozenset[str]:
    """The terms of the commonest words that begin so. Two letters begin thousands, whom it takes some milliseconds to compare."""
    vocabulary = vocabulary_of(generation)
    words = vocabulary.beginning_with(bare, language, most=_LOOKED_AT)
    common = nsmallest(_WORDS, words, key=lambda known: (-vocabulary.count(known, language), known))
    return frozenset(analysis.term(known, language) for known in common)


def _shown(practice: Titled, typed: Typed, language: str) -> PracticeFound | None:
    """In the language asked for, else in one whose title has what was typed."""
    for code in practice.by_preference(language):
        title = typed.in_text(practice.titles[code], analysis.analysis_language(code))
        if title:
            return PracticeFound(practice, code, title)
    return None
