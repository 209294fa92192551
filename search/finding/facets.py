"""The facets of a search: which are asked for, exact counts for chosen values, labels and order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from practices.selectors.names import Names
from practices.selectors.themes import theme_parents
from search.documents import facet_field
from search.engines.base import EngineAnswer, EngineQuery, Facet, Values
from search.finding.labels import labels_of
from search.finding.page import FacetValue
from search.indexing.generations import Searched, engine_of
from search.query.freshness import MOST_MONTHS, by_band
from search.query.request import CHOICES, FACETS

# Values asked of the engine, and values shown; a chosen one is always shown. Twice as many are asked for, as among equally frequent
# ones names decide, which the engine does not know; five times as many as that cost it a sixth more time.
_ASKED, _SHOWN = 200, 100
# Facets with an order of their own: as listed, the strongest evidence first.
_NATURAL: Mapping[str, Sequence[str]] = {**CHOICES, "evidence": tuple(reversed(CHOICES["evidence"]))}


def facet_questions(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, Facet]:
    """Every facet, each leaving out its own choice so that OR works inside it."""
    return {name: Facet(facet_field(name), _asked(name), without=name if name in chosen else None) for name in FACETS}


def _asked(name: str) -> int:
    return MOST_MONTHS if name == "freshness" else _ASKED


def exact_counts(
    generation: Searched, asked: EngineQuery, answer: EngineAnswer, chosen: Mapping[str, tuple[str, ...]], today: date
) -> dict[str, dict[str, int]]:
    """The counts by facet and value, with every chosen value among them, and the theme above a chosen sub-theme: one beyond the engine's
    list is counted on its own.
    """
    counts = {name: dict(values) for name, values in answer.facets.items()}
    counts["freshness"] = by_band(counts["freshness"], today)
    for name, values in chosen.items():
        whole = len(answer.facets[name]) < _asked(name)
        above = [] if whole or name != "theme" else [parent for parent in theme_parents(values).values() if parent]
        for value in dict.fromkeys((*values, *above)):
            if value not in counts[name]:
                if whole:
                    counts[name][value] = 0
                elif values == (value,):  # the only one chosen: its hits are those of the answer
                    counts[name][value] = answer.total
                else:
                    counts[name][value] = _count(generation, asked, name, value)
    return counts


def _count(generation: Searched, asked: EngineQuery, name: str, value: str) -> int:
    alone = {**asked.filters, name: Values(name, (value,))}
    return engine_of(generation).search(generation.name, replace(asked, filters=alone, limit=0, facets={})).total


def described_facets(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, tuple[str, ...]], names: Names, language: str
) -> dict[str, list[FacetValue]]:
    """The facets for a page: labelled in its language, in their natural order or the most frequent first, sub-themes after their theme, the
    chosen marked.
    """
    described = {}
    for name in FACETS:
        describe = _themes if name == "theme" else _values
        described[name] = describe(name, counts.get(name, {}), chosen.get(name, ()), names, language)
    return described


def _values(
    name: str, counts: Mapping[str, int], chosen: Sequence[str], names: Names, language: str
) -> list[FacetValue]:
    worth = _worth_naming(name, counts, chosen)
    ranked = _ranked(name, worth, labels_of(name, worth, names, language), chosen)
    return ranked if name in _NATURAL else _shown(ranked)


def _themes(
    name: str, counts: Mapping[str, int], chosen: Sequence[str], names: Names, language: str
) -> list[FacetValue]:
    """Main themes, each followed by its sub-themes; a theme stays in sight with any sub-theme that does."""
    parents = names.parents(counts)
    above = {value: parents[value] for value in counts if parents.get(value)}
    whole = _with_parents(counts, above)
    ranked = _ranked(name, whole, labels_of(name, whole, names, language), chosen)
    kept = {value.value for value in _shown(ranked)}
    kept |= {above[value] for value in kept if value in above}
    below: dict[str, list[FacetValue]] = defaultdict(list)
    for value in ranked:
        if value.value in kept:
            parent = above.get(value.value, "")
            below[parent].append(replace(value, parent=parent))
    return [value for top in below[""] for value in (top, *below.get(top.value, ()))]


def _with_parents(counts: Mapping[str, int], above: Mapping[str, str]) -> dict[str, int]:
    """The counts with the theme above each one. A theme has all hits of its sub-themes, and the engine lists the most frequent first: one
    that it did not list has as many as the sub-theme that it did.
    """
    missing: dict[str, int] = {}
    for value, count in counts.items():
        parent = above.get(value)
        if parent and parent not in counts:
            missing[parent] = max(count, missing.get(parent, 0))
    return {**counts, **missing}


def _worth_naming(name: str, counts: Mapping[str, int], chosen: Sequence[str]) -> Mapping[str, int]:
    """The values that may be shown: among equally frequent ones their names decide, so all of those are kept."""
    if name == "year" or len(counts) <= _SHOWN:
        return counts
    least = sorted(counts.values(), reverse=True)[_SHOWN - 1]
    return {value: count for value, count in counts.items() if count >= least or value in chosen}


def _ranked(name: str, counts: Mapping[str, int], labels: Mapping[str, str], chosen: Sequence[str]) -> list[FacetValue]:
    values = [FacetValue(v, labels.get(v, v), n, v in chosen) for v, n in counts.items()]
    if name in _NATURAL:
        order = {value: place for place, value in enumerate(_NATURAL[name])}
        return sorted(values, key=lambda v: order.get(v.value, len(order)))
    if name == "year":
        return sorted(values, key=lambda v: v.value, reverse=True)
    return sorted(values, key=lambda v: (-v.count, v.label))


def _shown(ranked: Sequence[FacetValue]) -> list[FacetValue]:
    return [value for place, value in enumerate(ranked) if place < _SHOWN or value.selected]
