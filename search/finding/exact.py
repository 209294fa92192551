"""A question that is, as a whole, a practice's number, a city's name or a tag: exact beats clever.

Such practices are hits whatever their words are, and come first (`search.finding.plan`): the practice of the number, those of the city,
those with the tag. What counts is the whole question, whatever its case and Polish letters, with nothing quoted, scoped or excluded. A city
is named in the nominative alone; a tag by its name or that of one merged into it.
"""

import re

from practices.selectors.names import Names
from search.engines.base import Ids, Values
from search.query.syntax import Query, Word

_LONGEST = 100
_NUMBER = re.compile(r"(?:#|nr\.?|no\.?|numer|number)?\s*([0-9]{1,18})", re.IGNORECASE)


def whole_name(query: Query) -> str:
    """The question as the name that it may be; empty where it is more than words."""
    if not all(isinstance(clause, Word) for clause in query.clauses) or len(query.text) > _LONGEST:
        return ""
    return query.text


def exactly(name: str, tag: str, names: Names, newest_city: int) -> tuple[Ids | Values, ...]:
    """The practices that a whole question (`whole_name`) names; `tag` is the slug of the tag of this name, `newest_city` the largest id of
    a city, as the memory of names hears of no new one.
    """
    if not name:
        return ()
    found: list[Ids | Values] = []
    if number := _NUMBER.fullmatch(name):
        found.append(Ids((int(number[1]),)))
    if cities := names.cities_named(name, newest_city):
        found.append(Values("city", cities))
    if tag:
        found.append(Values("tag", (tag,)))
    return tuple(found)
