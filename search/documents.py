"""A practice as a search document: its schema, its fingerprint, and the analysis of its texts."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from search import analysis
from search.engines.base import Deletion, Document, Engine, Schema
from search.query.request import FACETS
from search.records import Gone, Record

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
    described = repr((SCHEMA, analysis.fingerprint(), engine, engine_version))
    return hashlib.sha256(described.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document with what else the analysis of its texts is needed for."""

    document: Document
    texts: dict[str, list[str]]  # every text of the practice by analysis language, for the vocabulary

    @property
    def title_terms(self) -> str:
        """The distinct terms of all titles, between spaces."""
        return _distinct(text for name, text in self.document.text.items() if name.startswith("title_"))

    @property
    def terms(self) -> str:
        """The distinct terms of everything, and a token for each facet value, between spaces."""
        values = (facet_token(name, v) for name, all_values in self.document.keyword.items() for v in all_values)
        return _distinct([*self.document.text.values(), *values])


def facet_token(name: str, value: str) -> str:
    """A facet value as a word no text can contain: "theme=mobilnosc"."""
    return f"{name}={value}"


def analyse(record: Record) -> Analysed:
    """The search document of a public practice."""
    fields: dict[str, list[str]] = {}
    texts: dict[str, list[str]] = {}
    for part, code, text in _prose(record):
        language = analysis.analysis_language(code)
        fields.setdefault(f"{part}_{language}", []).append(text)
        texts.setdefault(language, []).append(text)
    document = Document(
        id=record.id,
        version=record.version,
        text={name: _terms(parts, name[-2:]) for name, parts in fields.items()},
        keyword={name: tuple(values) for name, values in record.values.items()},
        integer={"published": int(record.published_at.timestamp())},
    )
    return Analysed(document, texts)


def deletion(gone: Gone) -> Deletion:
    """What an engine is told of a practice that is not public."""
    return Deletion(gone.id, gone.version)


def _prose(record: Record) -> Iterator[tuple[str, str, str]]:
    for part, by_language in (("title", record.title), ("summary", record.summary)):
        for language, text in by_language.items():
            if text:
                yield part, language, text
    for part, lists in (("labels", record.labels), ("body", record.body)):
        for language, parts in lists.items():
            for text in parts:
                yield part, language, text


def _terms(texts: Iterable[str], language: str) -> str:
    return " ".join(" ".join(analysis.terms(text, language)) for text in texts)


def _distinct(texts: Iterable[str]) -> str:
    return f" {' '.join(dict.fromkeys(' '.join(texts).split()))} "
