"""The facets of a search: which are asked for, exact counts for chosen values, labels and order."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from network.register import POPULATION_BANDS, population_band_label, voivodeship_name
from practices.models import EvidenceLevel, Status
from practices.selectors.names import Names, names_now
from search.engines.base import EngineAnswer, EngineQuery, Facet, Values
from search.finding.languages import language_name
from search.finding.page import FacetValue
from search.indexing.generations import Searched, engine_of
from search.query.request import FACETS, SearchRequest

# Values asked of the engine, and values shown; a chosen one is always shown. Twice as many are asked for, as among equally frequent
# ones names decide, which the engine does not know; five times as many as that cost it a sixth more time.
_ASKED, _SHOWN = 200, 100


def facet_questions(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, Facet]:
    """Every facet, each leaving out its own choice so that OR works inside it."""
    return {name: Facet(name, _ASKED, without=name if name in chosen else None) for name in FACETS}


def exact_counts(
    generation: Searched, asked: EngineQuery, answer: EngineAnswer, chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, int]]:
    """The counts by facet and value, with every chosen value among them: one beyond the engine's list is counted on its own."""
    counts = {name: dict(values) for name, values in answer.facets.items()}
    for name, values in chosen.items():
        for value in values:
            if value not in counts[name]:
                if len(answer.facets[name]) < _ASKED:
                    counts[name][value] = 0
                elif len(values) == 1:  # the only one chosen: its hits are those of the answer
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
    """The facets for a page: labelled in its language, in their natural order or the most frequent first, the chosen marked."""
    worth = {name: _worth_naming(name, counts.get(name, {}), chosen.get(name, ())) for name in FACETS}
    return {
        name: _described(name, values, _labels(name, values, names, language), chosen.get(name, ()))
        for name, values in worth.items()
    }


def _worth_naming(name: str, counts: Mapping[str, int], chosen: Sequence[str]) -> Mapping[str, int]:
    """The values that may be shown: among equally frequent ones their names decide, so all of those are kept."""
    if name == "year" or len(counts) <= _SHOWN:
        return counts
    least = sorted(counts.values(), reverse=True)[_SHOWN - 1]
    return {value: count for value, count in counts.items() if count >= least or value in chosen}


def _described(
    name: str, counts: Mapping[str, int], labels: Mapping[str, str], chosen: Sequence[str]
) -> list[FacetValue]:
    values = [FacetValue(v, labels.get(v, v), n, v in chosen) for v, n in counts.items()]
    if name in _NATURAL:
        order = {value: place for place, value in enumerate(_NATURAL[name])}
        return sorted(values, key=lambda v: order.get(v.value, len(order)))
    if name == "year":
        values.sort(key=lambda v: v.value, reverse=True)
    else:
        values.sort(key=lambda v: (-v.count, v.label))
    return [v for place, v in enumerate(values) if place < _SHOWN or v.selected]


def chosen_labels(request: SearchRequest) -> dict[tuple[str, str], str]:
    """(facet, value) -> label of every chosen value, known to the database even while no facets can be counted."""
    names = names_now()
    return {
        (name, value): labels.get(value, value)
        for name, values in request.facets.items()
        for labels in [_labels(name, values, names, request.lang)]
        for value in values
    }


def _labels(facet: str, values: Collection[str], names: Names, language: str) -> Mapping[str, str]:
    """Labels by value; of a city, tag or theme the name, of the others what the program calls them."""
    if facet in {"theme", "tag", "city"}:
        return names.labels(facet, values, language)
    label = _FIXED.get(facet)
    return {value: label(value, language) for value in values} if label else {}


@lru_cache(maxsize=64)
def _choices(language: str) -> Mapping[str, str]:
    with override(language):
        return {choice.value: str(choice.label) for choices in (Status, EvidenceLevel) for choice in choices}


def _choice(value: str, language: str) -> str:
    return _choices(language).get(value, value)


def _voivodeship(value: str, language: str) -> str:
    return voivodeship_name(value, language) or value


_FIXED: Mapping[str, Callable[[str, str], str]] = {
    "voivodeship": _voivodeship,
    "population": population_band_label,
    "status": _choice,
    "evidence": _choice,
    "language": language_name,
}
_NATURAL: Mapping[str, Sequence[str]] = {
    "population": tuple(POPULATION_BANDS),
    "status": tuple(Status.values),
    "evidence": tuple(reversed(EvidenceLevel.values)),
}


def facet_title(name: str) -> str:
    """The heading of a facet in the language of the page."""
    return {
        "theme": _("Temat"),
        "tag": _("Tag"),
        "city": _("Miasto"),
        "voivodeship": _("Województwo"),
        "population": _("Wielkość miasta"),
        "status": _("Stan prac"),
        "evidence": _("Poziom dowodu"),
        "language": _("Język"),
        "year": _("Rok"),
    }[name]
