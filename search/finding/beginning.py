"""What every search has to know before it asks its engine, in one statement."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from network.slugs import ascii_slug
from network.sql import rows
from practices.selectors.names import Names, names_as_of
from practices.text.tags import tag_key
from search.engines.base import Ids, Values
from search.finding.exact import exactly, whole_name
from search.finding.visibility import HIDDEN, hidden_values
from search.indexing.generations import Searched
from search.query.syntax import Query
from search.synonyms.groups import Synonyms
from search.synonyms.memory import SIGNATURE, synonyms_as_of

# Of the two tags the one of this very name comes before the one whose address this is, which may have been renamed since.
_TAG = "SELECT coalesce(c.slug, t.slug) FROM practices_tag t LEFT JOIN practices_tag c ON c.id = t.canonical_id WHERE"
_BEGINNING = f"""
    SELECT (SELECT count(*) FROM network_renaming), (SELECT name FROM search_meaninggeneration WHERE state = 'live'),
        ({SIGNATURE}), (SELECT max(id) FROM network_city), ({_TAG} t.key = %s), ({_TAG} t.slug = %s),
        (SELECT t.name FROM practices_tag t WHERE t.slug = %s),
        g.name, g.engine, g.fingerprint, v.id, v.made_at, h.id
    FROM (SELECT 'live' AS state) wanted
    LEFT JOIN search_generation g ON g.state = wanted.state
    LEFT JOIN search_vocabularytable v ON v.generation_id = g.id
    LEFT JOIN ({HIDDEN}) h ON 1 = 1
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Beginning:
    """The generation to be asked (None before the first build), that of the vectors (empty: none), ids that left the public and may be in
    them yet, the names and synonyms as of now, the practices that the whole question names, and the day it is.
    """

    generation: Searched | None
    meaning: str
    hidden: list[int]
    names: Names
    synonyms: Synonyms
    exact: tuple[Ids | Values, ...]
    today: date


def begin(query: Query) -> Beginning:
    """Read it as it is now."""
    name = whole_name(query)
    slug = ascii_slug(name, 100)
    found = rows(_BEGINNING, tag_key(name), slug, slug, *hidden_values())
    renamings, meaning, signature, newest_city, named, addressed, name_there, *generation, _ = found[0]
    tag = named or (addressed if name_there and ascii_slug(name_there, 100) == slug else "")
    names = names_as_of(renamings)
    return Beginning(
        _searched(*generation),
        meaning or "",
        [id for *_, id in found if id is not None],
        names,
        synonyms_as_of(signature),
        exactly(name, tag, names, newest_city or 0),
        timezone.localdate(),
    )


def _searched(
    name: str | None, engine: str, fingerprint: str, vocabulary: int | None, made_at: datetime
) -> Searched | None:
    return Searched(name, engine, fingerprint, (vocabulary, made_at) if vocabulary else None) if name else None
