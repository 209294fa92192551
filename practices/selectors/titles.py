"""The titles of public practices, in one statement: for lists that show nothing else."""

from collections.abc import Collection
from dataclasses import dataclass, field

from network.sql import rows
from practices.selectors.names import Names

_TITLES = """
    SELECT p.id, p.slug, p.city_id, p.organisation, v.original_language, t.language, t.title
    FROM practices_practice p
    JOIN practices_practiceversion v ON v.id = p.live_id
    JOIN practices_practicetext t ON t.version_id = v.id
    WHERE p.id = ANY(%s) AND p.state = 'published'
"""


@dataclass(frozen=True, slots=True)
class Titled:
    """A published practice with its titles by language; `of`: its city, else its organisation."""

    id: int
    slug: str
    of: str
    original_language: str
    titles: dict[str, str] = field(default_factory=dict)

    def by_preference(self, language: str) -> list[str]:
        """The languages of its titles: the one asked for, the original, the others."""
        return sorted(self.titles, key=lambda code: (code != language, code != self.original_language, code))


def public_titles(ids: Collection[int], names: Names) -> dict[int, Titled]:
    """Those of the practices that are published now, by id."""
    read = rows(_TITLES, list(ids))
    names.learn(cities={row[2] for row in read if row[2]}, tags=(), themes=())
    found: dict[int, Titled] = {}
    for id, slug, city, organisation, original, language, title in read:
        of = names.city(city).name if city else organisation
        found.setdefault(id, Titled(id, slug, of, original)).titles[language] = title
    return found
