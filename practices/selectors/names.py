"""What themes, tags and cities are called now, for lists of them by address."""

from collections.abc import Collection

from network.sql import rows

_NAMES = """
    SELECT 'theme', slug, name_pl, name_en FROM practices_theme WHERE slug = ANY(%s)
    UNION ALL SELECT 'tag', slug, name, name FROM practices_tag WHERE slug = ANY(%s)
    UNION ALL SELECT 'city', slug, name, name FROM network_city WHERE slug = ANY(%s)
"""


def names_by_slug(
    language: str,
    *,
    themes: Collection[str] = (),
    tags: Collection[str] = (),
    cities: Collection[str] = (),
) -> dict[str, dict[str, str]]:
    """For "theme", "tag" and "city" the names by slug of those that exist; themes are called in Polish for "pl", else in English."""
    found: dict[str, dict[str, str]] = {"theme": {}, "tag": {}, "city": {}}
    if themes or tags or cities:
        for kind, slug, polish, english in rows(_NAMES, list(themes), list(tags), list(cities)):
            found[kind][slug] = polish if language == "pl" else english
    return found
