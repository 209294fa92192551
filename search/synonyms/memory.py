"""The operators' list in the memory of each process, made anew as soon as anybody has changed it.

What makes the memory right: a signature of the list is read with every question, in the statement that a search begins with. Every change
adds to a group's revision, a new group has the largest id, and a removed one is missing in the count: so no two states of the list have one
signature. Inside a transaction nothing is remembered, as what is read there may yet be rolled back.
"""

from django.db import connection

from network.sql import rows
from search.models import SynonymGroup
from search.synonyms.groups import Synonyms

SIGNATURE = (
    "SELECT count(*) || ' ' || coalesce(sum(revision), 0) || ' ' || coalesce(max(id), 0) FROM search_synonymgroup"
)

_remembered: tuple[str, Synonyms] = ("", Synonyms())


def synonyms_now() -> Synonyms:
    """The list as of this moment, in one query where it is remembered."""
    [(signature,)] = rows(SIGNATURE)
    return synonyms_as_of(signature)


def synonyms_as_of(signature: str) -> Synonyms:
    """As `synonyms_now`, where the signature has just been read along with something else."""
    global _remembered
    known, synonyms = _remembered
    if connection.in_atomic_block:
        return _read()
    if known != signature:
        synonyms = _read()
        _remembered = (signature, synonyms)
    return synonyms


def forget_synonyms() -> None:
    """Read everything anew; for tests, which replace a whole database."""
    global _remembered
    _remembered = ("", Synonyms())


def _read() -> Synonyms:
    active = SynonymGroup.objects.filter(active=True).order_by("id")
    return Synonyms.of(group.as_group() for group in active)
