"""One facet of a search whole: every value that the search's hits have, to be looked through by name."""

from dataclasses import dataclass

from network.slugs import ascii_slug
from practices.selectors.names import names_now
from search.documents import facet_field
from search.engines.base import Facet
from search.finding.find import count_values
from search.finding.labels import labels_of
from search.finding.page import Degraded, FacetValue
from search.finding.scopes import canonical_facets
from search.query.request import SearchRequest

# More values than a facet will have; the API's answer has the first hundred.
_EVERY = 50_000


@dataclass(frozen=True, slots=True)
class FacetValues:
    """The chosen values, then the most frequent; `total` in all. Empty where `degraded` says that the engine is away."""

    values: list[FacetValue]
    total: int
    degraded: Degraded


def facet_values(request: SearchRequest, facet: str, typed: str, most: int) -> FacetValues:
    """At most so many values of a facet, beside the chosen ones, in whose name a word begins with each word of `typed`, whatever its case
    and accents. As in the facet, the choice inside it narrows nothing.
    """
    counts = count_values(request, {facet: Facet(facet_field(facet), _EVERY, without=facet)})
    chosen = canonical_facets(request.facets).get(facet, ())
    found = {**dict.fromkeys(chosen, 0), **counts.values.get(facet, {})}
    labels = labels_of(facet, found, names_now(), request.lang)
    words = ascii_slug(typed, 100).split("-") if typed.strip() else []
    values = [
        FacetValue(value, labels[value], count, value in chosen)
        for value, count in found.items()
        if value in labels and (value in chosen or _has(labels[value], words))
    ]
    values.sort(key=lambda value: (not value.selected, -value.count, value.label))
    kept = len([value for value in values if value.selected]) + most
    return FacetValues(values[:kept], len(values), counts.degraded)


def _has(label: str, words: list[str]) -> bool:
    name = ascii_slug(label, 300).split("-")
    return all(any(part.startswith(word) for part in name) for word in words)
