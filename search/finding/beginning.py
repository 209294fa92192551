"""What every search has to know before it asks its engine, in one statement."""

from dataclasses import dataclass

from network.sql import rows
from practices.selectors.names import Names, names_as_of
from search.finding.visibility import HIDDEN, hidden_values
from search.indexing.generations import Searched

_BEGINNING = f"""
    SELECT (SELECT count(*) FROM network_renaming), g.name, g.engine, g.fingerprint, v.id, v.made_at, h.id
    FROM (SELECT 'live' AS state) wanted
    LEFT JOIN search_generation g ON g.state = wanted.state
    LEFT JOIN search_vocabularytable v ON v.generation_id = g.id
    LEFT JOIN ({HIDDEN}) h ON 1 = 1
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Beginning:
    """The generation to be asked (None before the first build), ids that left the public and may be in it yet, and the names as of now."""

    generation: Searched | None
    hidden: list[int]
    names: Names


def begin() -> Beginning:
    """Read it as it is now."""
    found = rows(_BEGINNING, *hidden_values())
    renamings, name, engine, fingerprint, vocabulary, made_at, _ = found[0]
    generation = Searched(name, engine, fingerprint, (vocabulary, made_at) if vocabulary else None) if name else None
    return Beginning(generation, [id for *_, id in found if id is not None], names_as_of(renamings))
