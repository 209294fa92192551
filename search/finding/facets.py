"""The facets of a search: which are asked for, exact counts for chosen values, labels and order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from network.register import POPULATION_BANDS, population_band_label, voivodeship_name
from network.selectors.cities import city_names
from practices.models import EvidenceLevel, Status
from practices.selectors.tags import tag_names
from practices.selectors.themes import theme_names
from search.engines.base import EngineAnswer, EngineQuery, Facet, Values
from search.finding.languages import language_name
from search.finding.page import FacetValue
from search.indexing.generations import engine_of
from search.models import Generation
from search.query.request import FACETS, SearchRequest

# Values asked of the engine, and values shown; a chosen one is always shown.
_ASKED, _SHOWN = 1000, 100


def facet_questions(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, Facet]:
    """Every facet, each leaving out its own choice so that OR works inside it."""
    return {name: Facet(name, _ASKED, without=name if name in chosen else None) for name in FACETS}


def exact_counts(
    generation: Generation, asked: EngineQuery, answer: EngineAnswer, chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, dict[str, int]]:
    """The counts by facet and value, with every chosen value among them: one beyond the engine's list is counted on its own."""
    counts = {name: dict(values) for name, values in answer.facets.items()}
    for name, values in chosen.items():
        for value in values:
            if value not in counts[name]:
                cut = len(counts[name]) >= _ASKED
                counts[name][value] = _count(generation, asked, name, value) if cut else 0
    return counts


def _count(generation: Generation, asked: EngineQuery, name: str, value: str) -> int:
    alone = {**asked.filters, name: Values(name, (value,))}
    return engine_of(generation).search(generation.name, replace(asked, filters=alone, limit=0, facets={})).total


def described_facets(
    counts: Mapping[str, Mapping[str, int]], request: SearchRequest, chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, list[FacetValue]]:
    """The facets for a page: labelled in its language, in their natural order or the most frequent first, the chosen marked."""
    return {name: _described(name, counts.get(name, {}), request.lang, chosen.get(name, ())) for name in FACETS}


def _described(name: str, counts: Mapping[str, int], language: str, chosen: Sequence[str]) -> list[FacetValue]:
    labels = _LABELS[name](list(counts), language)
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
    return {
        (name, value): labels.get(value, value)
        for name, values in request.facets.items()
        for labels in [_LABELS[name](values, request.lang)]
        for value in values
    }


def _choices(choices: type[Status] | type[EvidenceLevel]) -> Callable[[Sequence[str], str], dict[str, str]]:
    def labels(values: Sequence[str], language: str) -> dict[str, str]:
        with override(language):
            return {choice.value: str(choice.label) for choice in choices}

    return labels


def _voivodeships(values: Sequence[str], language: str) -> dict[str, str]:
    return {value: voivodeship_name(value, language) or value for value in values}


def _populations(values: Sequence[str], language: str) -> dict[str, str]:
    return {value: population_band_label(value, language) for value in values}


def _languages(values: Sequence[str], language: str) -> dict[str, str]:
    return {value: language_name(value, language) for value in values}


def _same(values: Sequence[str], language: str) -> dict[str, str]:
    return {value: value for value in values}


_LABELS: Mapping[str, Callable[[Sequence[str], str], dict[str, str]]] = {
    "theme": theme_names,
    "tag": tag_names,
    "city": city_names,
    "voivodeship": _voivodeships,
    "population": _populations,
    "status": _choices(Status),
    "evidence": _choices(EvidenceLevel),
    "language": _languages,
    "year": _same,
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
