"""Names in a question resolved to the exact values of facets: `tag:"zielone dachy"`, `theme:mobilność`, `city:Przemyśl`."""

from collections.abc import Callable, Mapping, Sequence

from network.selectors.cities import city_slugs_named
from practices.selectors.tags import canonical_slugs, tag_slugs_named
from practices.selectors.themes import theme_slugs_named
from search.finding.plan import Scopes
from search.query.syntax import Query, Scoped

_NAMED: Mapping[str, Callable[[str], Sequence[str]]] = {
    "tag": tag_slugs_named,
    "theme": theme_slugs_named,
    "city": city_slugs_named,
}


def resolve_scopes(query: Query) -> Scopes:
    """For each scoped clause the slugs its value stands for: by slug, or by name in any language; none for an unknown one."""
    scoped = {(c.field, c.value) for c in (*query.positive, *query.exclusions) if isinstance(c, Scoped)}
    return {(field, value): tuple(_NAMED[field](value)) for field, value in scoped}


def canonical_facets(facets: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The chosen facet values as the index has them: a merged tag is its canonical one; the others as they are."""
    return {
        name: tuple(canonical_slugs(values)) if name == "tag" else tuple(values)
        for name, values in facets.items()
        if values
    }
