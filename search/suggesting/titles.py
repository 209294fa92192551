"""Practices by their titles: the engine says which may have the words, the database which are public and really do."""

from dataclasses import dataclass

from practices.selectors.titles import Titled, public_titles
from search import analysis
from search.engines.base import All, Best, Constant, EngineQuery, Node, Term
from search.finding.snippets import Segment
from search.suggesting.asked import Asked
from search.suggesting.typed import Typed
from search.vocabulary import Vocabulary

# Candidates that are read, words of the vocabulary that a beginning may stand for, and those of them that are searched: the commonest.
_CANDIDATES, _LOOKED_AT, _WORDS = 12, 2_000, 40
_WHOLE, _BEGINNING = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class PracticeFound:
    """A practice with what was typed marked in its title, which is in `language`."""

    practice: Titled
    language: str
    title: list[Segment]


def practices(typed: Typed, language: str, asked: Asked, most: int) -> list[PracticeFound]:
    """The practices whose title has every word that was typed or begun; those that begin so first, then those with whole words, then the
    shorter ones. Raises EngineUnavailable.
    """
    query = All(tuple(_in_title(*word, asked.vocabulary) for word in zip(typed.words, typed.bare, strict=True)))
    hits = asked.search(EngineQuery(query, limit=_CANDIDATES)).hits
    known = public_titles([hit.id for hit in hits])
    found = [(hit.score, at) for hit in hits if hit.id in known and (at := _shown(known[hit.id], typed, language))]
    found.sort(key=lambda each: (not each[1].title[0].matched, -each[0], sum(len(s.text) for s in each[1].title)))
    return [at for _, at in found[:most]]


def _in_title(word: str, bare: str, vocabulary: Vocabulary) -> Node:
    return Best(tuple(_in_language(word, bare, vocabulary, language) for language in analysis.LANGUAGES))


def _in_language(word: str, bare: str, vocabulary: Vocabulary, language: str) -> Node:
    field = f"title_{language}"
    begun = vocabulary.beginning_with(bare, language, most=_LOOKED_AT)
    common = sorted(begun, key=lambda known: (-vocabulary.count(known, language), known))[:_WORDS]
    terms = {analysis.term(known, language) for known in common}
    # Constant scores: a rare ending would else come before the word that is meant.
    whole = Constant(Term(field, analysis.term(word, language)), _WHOLE)
    return Best((whole, *(Constant(Term(field, term), _BEGINNING) for term in sorted(terms))))


def _shown(practice: Titled, typed: Typed, language: str) -> PracticeFound | None:
    """In the language asked for, else in one whose title has what was typed."""
    for code in practice.by_preference(language):
        title = typed.in_text(practice.titles[code], analysis.analysis_language(code))
        if title:
            return PracticeFound(practice, code, title)
    return None
