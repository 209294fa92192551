"""Which words the public texts have now.

The vocabulary was counted when the generation was built: since then practices may have been withdrawn or written anew. So no word of it is
shown to anybody before the database has confirmed it: the engine says where it may stand, and the texts of those practices decide.
"""

from collections.abc import Collection, Mapping

from search import analysis
from search.documents import PARTS, analyse
from search.engines.base import Any, Best, EngineQuery, EngineUnavailable, Ids, Node, Not, Term
from search.finding.beginning import Beginning
from search.finding.visibility import TooManyHidden, excludable
from search.indexing.generations import engine_of
from search.records import Record, read_records

# Practices read at once, and readings for a question.
_READ, _MOST_READINGS = 6, 12


def public_words(words: Collection[str], known: Beginning) -> frozenset[str]:
    """Those of the lowercased words that a public practice has: literally, or in another form of a word that is in a dictionary.

    The practices that have the most of the words are read first, then some of each word that those have not, twelve readings at most. None
    is confirmed while the engine cannot answer.
    """
    try:
        confirmed = _in_some(words, known)
        for word in sorted(set(words) - confirmed)[: _MOST_READINGS - 1]:
            confirmed |= _in_some([word], known)
    except (EngineUnavailable, TooManyHidden):
        return frozenset()
    return frozenset(confirmed)


def _in_some(words: Collection[str], known: Beginning) -> set[str]:
    """Those of the words that are in the practices which have the most of them."""
    if known.generation is None:
        return set()
    hidden = excludable(known.hidden)
    asked = EngineQuery(
        Any(tuple(_anywhere(word) for word in sorted(words))),
        filters={"public": Not(Ids(hidden))} if hidden else {},
        limit=_READ,
    )
    hits = engine_of(known.generation).search(known.generation.name, asked).hits
    records = [record for record in read_records([hit.id for hit in hits]) if isinstance(record, Record)]
    terms = [analyse(record).terms for record in records]
    return {word for word in words if any(_has(found, word) for found in terms)}


def _anywhere(word: str) -> Node:
    fields = ((part, language) for part in PARTS for language in analysis.LANGUAGES)
    return Best(tuple(Term(f"{part}_{language}", analysis.term(word, language)) for part, language in fields))


def _has(terms: Mapping[str, Mapping[str, str]], word: str) -> bool:
    return any(
        word in found or (analysis.in_dictionary(word, language) and analysis.term(word, language) in found.values())
        for language, found in terms.items()
    )
