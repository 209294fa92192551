"""A practice as a search document: its schema, its fingerprint, and the analysis of its texts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain

from search import analysis
from search.engines.base import Deletion, Document, Engine, Schema
from search.query.request import FACETS
from search.records import Gone, Record

# No word goes over the end of a line.
_BETWEEN = "\n"
PARTS = ("title", "labels", "summary", "body")

SCHEMA = Schema(
    text=tuple(f"{part}_{language}" for part in PARTS for language in analysis.LANGUAGES),
    keyword=FACETS,
    integer=("published",),
)


def fingerprint(engine: Engine) -> str:
    """Changes whenever a document analysed or stored today would differ from one of yesterday: schema, analysis, libraries."""
    return _fingerprint(engine.name, engine.version)


@cache
def _fingerprint(engine: str, engine_version: str) -> str:
    return _digest((SCHEMA, analysis.fingerprint(), engine, engine_version))


@cache
def terms_fingerprint() -> str:
    """Changes whenever the terms of a document would."""
    return _digest((SCHEMA, analysis.fingerprint()))


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
        integer={"published": int(record.published_at.timestamp())},
    )
    return Analysed(document, terms)


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
