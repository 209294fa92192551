"""Tags, themes and cities by their names, each with how many practices it has now."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.documents import facet_field
from search.engines.base import All, Any, EngineAnswer, EngineQuery, Facet, Node, Values
from search.finding.snippets import Segment
from search.suggesting.asked import Asked, Questions
from search.suggesting.directory import KINDS, Name, directory
from search.suggesting.typed import Typed

# Values asked of the engine: those that were looked for are hardly ever rarer than so many others beside them.
_ASKED = 500


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name with what was typed marked in it, and how many public practices bear it."""

    name: Name
    label: list[Segment]
    practices: int


def names(typed: Typed, language: str, asked: Asked, most: int) -> Questions[dict[str, list[NameFound]]]:
    """At most so many of each of `directory.KINDS`; raises EngineUnavailable."""
    candidates = directory(language, asked).beginning_with(typed)
    chosen = {kind: [name for name in candidates if name.kind == kind][:most] for kind in KINDS}
    named = [name for kind in KINDS for name in chosen[kind]]

    def found(answers: Sequence[EngineAnswer]) -> dict[str, list[NameFound]]:
        counts = _counts(named, answers[0], asked) if answers else {}
        return {kind: [*_found(chosen[kind], typed, counts)] for kind in KINDS}

    return Questions([_all_counted(named)] if named else [], found)


def _found(named: Sequence[Name], typed: Typed, counts: dict[Name, int]) -> list[NameFound]:
    found = []
    for name in named:
        label = typed.in_text(name.label, "xx")
        if label and counts[name]:
            found.append(NameFound(name, label, counts[name]))
    return found


def _all_counted(named: Sequence[Name]) -> EngineQuery:
    facets = {name.kind: Facet(facet_field(name.kind), _ASKED) for name in named}
    return EngineQuery(All(()), {"named": Any(tuple(map(_with, named)))}, limit=0, facets=facets)


def _counts(named: Sequence[Name], answer: EngineAnswer, asked: Asked) -> dict[Name, int]:
    """How many practices have each of these names; those that are beyond the engine's list are asked for by themselves."""
    listed = {name: answer.facets[name.kind] for name in named}
    beyond = [name for name in named if name.slug not in listed[name] and len(listed[name]) >= _ASKED]
    counted = asked.search_many([EngineQuery(_with(name), limit=0) for name in beyond])
    totals = {name: found.total for name, found in zip(beyond, counted, strict=True)}
    return {name: listed[name].get(name.slug, 0) for name in named} | totals


def _with(name: Name) -> Node:
    return Values(facet_field(name.kind), (name.slug,))
