"""Tags, themes and cities by their names, each with how many practices it has now."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.documents import facet_field
from search.engines.base import All, Any, EngineQuery, Facet, Node, Values
from search.finding.snippets import Segment
from search.suggesting.asked import Asked
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


def names(typed: Typed, language: str, asked: Asked, most: int) -> dict[str, list[NameFound]]:
    """At most so many of each of `directory.KINDS`; raises EngineUnavailable."""
    candidates = directory(language, asked).beginning_with(typed)
    chosen = {kind: [name for name in candidates if name.kind == kind][:most] for kind in KINDS}
    counts = _counts([name for found in chosen.values() for name in found], asked)
    return {kind: [*_found(named, typed, counts)] for kind, named in chosen.items()}


def _found(named: Sequence[Name], typed: Typed, counts: dict[Name, int]) -> list[NameFound]:
    found = []
    for name in named:
        label = typed.in_text(name.label, "xx")
        if label and counts[name]:
            found.append(NameFound(name, label, counts[name]))
    return found


def _counts(named: Sequence[Name], asked: Asked) -> dict[Name, int]:
    """How many practices have each of these names: all in one question, and one more for each that is beyond the engine's list."""
    if not named:
        return {}
    facets = {name.kind: Facet(facet_field(name.kind), _ASKED) for name in named}
    answer = asked.search(EngineQuery(All(()), {"named": Any(tuple(map(_with, named)))}, limit=0, facets=facets))
    counts = {}
    for name in named:
        listed = answer.facets[name.kind]
        beyond = name.slug not in listed and len(listed) >= _ASKED
        counts[name] = _count(name, asked) if beyond else listed.get(name.slug, 0)
    return counts


def _count(name: Name, asked: Asked) -> int:
    return asked.search(EngineQuery(_with(name), limit=0)).total


def _with(name: Name) -> Node:
    return Values(facet_field(name.kind), (name.slug,))
