"""A practice as a search document: its schema, its fingerprint, and the analysis of its texts."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from search import analysis
from search.engines.base import Deletion, Document, Engine, Schema
from search.query.bands import BOUNDS
from search.query.freshness import CONFIRMED
from search.query.request import FACETS, Sort
from search.records import Gone, Record

# No word goes over the end of a line.
_BETWEEN = "\n"
PARTS = ("title", "labels", "summary", "body")

# The integer field of each order but that of scores: what has the greatest number comes first.
NEWEST, BY_EVIDENCE, BY_COST = "published", "by_evidence", "by_cost"
ORDERS: Mapping[Sort, str] = {"newest": NEWEST, "evidence": BY_EVIDENCE, "cost-per-inhabitant": BY_COST}
# Equal evidence is ordered by the moment of publication: the level stands above its seconds.
_SECONDS_BITS = 40


def facet_field(facet: str) -> str:
    """The keyword field that a facet counts and filters: its own, but for freshness, which the month of the last confirmation tells."""
    return CONFIRMED if facet == "freshness" else facet


SCHEMA = Schema(
    text=tuple(f"{part}_{language}" for part in PARTS for language in analysis.LANGUAGES),
    keyword=tuple(map(facet_field, FACETS)),
    integer=tuple(ORDERS.values()),
)


def fingerprint(engine: Engine) -> str:
    """Changes whenever a document analysed or stored today would differ from one of yesterday: schema, analysis, libraries."""
    return _fingerprint(engine.name, engine.version)


@cache
def _fingerprint(engine: str, engine_version: str) -> str:
    return _digest((SCHEMA, BOUNDS, analysis.fingerprint(), engine, engine_version))


@cache
def terms_fingerprint() -> str:
    """Changes whenever the terms of a document, its facet values or its places in the orders would."""
    return _digest((SCHEMA, BOUNDS, analysis.fingerprint()))


def _digest(of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document, and its words with the term of each, by analysis language."""

    document: Document
    terms: dict[str, dict[str, str]]


def title_terms(document: Document) -> str:
    """The distinct terms of all titles, between spaces."""
    return _distinct(text for name, text in document.text.items() if name.startswith("title_"))


def all_terms(document: Document) -> str:
    """The distinct terms of everything, and a token for each facet value, between spaces."""
    tokens = (facet_token(name, value) for name, values in document.keyword.items() for value in values)
    return _distinct([*document.text.values(), *tokens])


def facet_token(name: str, value: str) -> str:
    """A facet value as a word no text can contain: "theme=mobilnosc"."""
    return f"{name}={value}"


def analyse(record: Record) -> Analysed:
    """The search document of a public practice."""
    fields: dict[str, dict[str, list[str]]] = {}
    for name, prose in _prose(record).items():
        fields.setdefault(name[-2:], {})[name] = analysis.words(prose)
    text: dict[str, str] = {}
    terms: dict[str, dict[str, str]] = {}
    for language, found in fields.items():
        # A word that stands twice is looked up once among all words of the language: that is what analysis costs most.
        known = terms[language] = analysis.terms_by_word(chain.from_iterable(found.values()), language)
        text |= {name: " ".join(map(known.__getitem__, words)) for name, words in found.items()}
    document = Document(
        id=record.id,
        version=record.version,
        text=text,
        keyword={name: tuple(values) for name, values in record.values.items()},
        integer=_orders(record),
    )
    return Analysed(document, terms)


def _orders(record: Record) -> dict[str, int]:
    """The place in each order; that by cost is of practices alone whose cost per inhabitant is known."""
    published = int(record.published_at.timestamp())
    places = {NEWEST: published, BY_EVIDENCE: (record.evidence << _SECONDS_BITS) + published}
    return places if record.cost is None else {**places, BY_COST: -int(100 * record.cost)}


def deletion(gone: Gone) -> Deletion:
    """What an engine is told of a practice that is not public."""
    return Deletion(gone.id, gone.version)


def _prose(record: Record) -> dict[str, str]:
    """All text of a field, by the field's name. Analysed in one piece, as a call for each paragraph would cost as much as its words."""
    fields: dict[str, str] = {}
    for part in PARTS:
        for code, texts in getattr(record, part).items():
            prose = texts if isinstance(texts, str) else _BETWEEN.join(texts)
            if prose:
                name = f"{part}_{analysis.analysis_language(code)}"
                fields[name] = f"{fields[name]}{_BETWEEN}{prose}" if name in fields else prose
    return fields


def _distinct(texts: Iterable[str]) -> str:
    return f" {' '.join(dict.fromkeys(' '.join(texts).split()))} "
