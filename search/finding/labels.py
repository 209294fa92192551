"""What facets and their values are called in the language of a page."""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from network.models import CityKind
from network.register import population_band_label, voivodeship_name
from practices.goals import SDG_NAMES
from practices.models import EvidenceLevel, Status
from practices.selectors.names import Names, names_now
from search.finding.languages import language_name
from search.query.bands import cost_band_label, staff_band_label
from search.query.freshness import freshness_label
from search.query.request import SearchRequest


def labels_of(facet: str, values: Collection[str], names: Names, language: str) -> Mapping[str, str]:
    """Labels by value; of a city, tag or theme the name, of the others what the program calls them."""
    if facet in {"theme", "tag", "city"}:
        return names.labels(facet, values, language)
    label = _FIXED.get(facet)
    return {value: label(value, language) for value in values} if label else {}


def chosen_labels(request: SearchRequest) -> dict[tuple[str, str], str]:
    """(facet, value) -> label of every chosen value, known to the database even while no facets can be counted. They stand without the
    heading of their facet, so those that would not be understood alone say it.
    """
    names = names_now()
    return {
        (name, value): f"{facet_title(name)}: {label}" if name == "freshness" else label
        for name, values in request.facets.items()
        for labels in [labels_of(name, values, names, request.lang)]
        for value in values
        for label in [labels.get(value, value)]
    }


def facet_title(name: str) -> str:
    """The heading of a facet in the language of the page."""
    return {
        "theme": _("Temat"),
        "tag": _("Tag"),
        "city": _("Miasto"),
        "voivodeship": _("Województwo"),
        "population": _("Wielkość miasta"),
        "kind": _("Rodzaj gminy"),
        "cost": _("Koszt w pierwszym roku"),
        "staff": _("Zespół"),
        "evidence": _("Poziom dowodu"),
        "status": _("Stan prac"),
        "sdg": _("Cel zrównoważonego rozwoju"),
        "language": _("Język"),
        "year": _("Rok"),
        "freshness": _("Potwierdzono"),
        "documents": _("Dokumenty"),
    }[name]


@lru_cache(maxsize=64)
def _choices(language: str) -> Mapping[str, str]:
    with override(language):
        named = {choice.value: str(choice.label) for choices in (Status, EvidenceLevel, CityKind) for choice in choices}
        return named | {str(number): str(name) for number, name in SDG_NAMES.items()} | {"yes": _("są dokumenty")}


def _choice(value: str, language: str) -> str:
    return _choices(language).get(value, value)


def _voivodeship(value: str, language: str) -> str:
    return voivodeship_name(value, language) or value


_FIXED: Mapping[str, Callable[[str, str], str]] = {
    "voivodeship": _voivodeship,
    "population": population_band_label,
    "kind": _choice,
    "cost": cost_band_label,
    "staff": staff_band_label,
    "evidence": _choice,
    "status": _choice,
    "sdg": _choice,
    "language": language_name,
    "freshness": freshness_label,
    "documents": _choice,
}
