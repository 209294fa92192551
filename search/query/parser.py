"""From what the reader typed to a syntax tree, and back.

    rower -samochód "ścieżka rowerowa" tag:transport city:"Nowy Sącz"

The parser never fails: whatever it does not know (an unknown `name:value`, a quote without its pair) is plain text.
"""

import re

from search.query.syntax import Clause, Not, Phrase, Positive, Query, Scoped, Word

FIELD_NAMES = {"tag": "tag", "theme": "theme", "temat": "theme", "city": "city", "miasto": "city"}
_QUOTES = str.maketrans(dict.fromkeys("„”“‟«»", '"'))
# Possessive, so that no text makes it slow; a minus that nothing follows matches and is left out.
_CLAUSE = re.compile(
    rf"""(?P<minus>-*+)
    (?:(?P<field>{"|".join(FIELD_NAMES)}):)?+
    (?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]*+))""",
    re.VERBOSE | re.IGNORECASE,
)


def parse(text: str) -> Query:
    """The syntax tree of a search text; any text has one. Clauses keep the order in which they were typed."""
    found = (_clause(match) for match in _CLAUSE.finditer(_balanced(text.translate(_QUOTES))))
    return Query(tuple(clause for clause in found if clause))


def unparse(query: Query) -> str:
    """A search text that parses to the same query."""
    return " ".join(_typed(clause) for clause in query.clauses)


def without_quotes(text: str) -> str:
    """The same search text with the words of its phrases as plain words."""
    return " ".join(text.translate(_QUOTES).replace('"', " ").split())


def _balanced(text: str) -> str:
    if text.count('"') % 2 == 0:
        return text
    before, _, after = text.rpartition('"')
    return f"{before} {after}"


def _clause(match: re.Match[str]) -> Clause | None:
    clause = _positive(match["field"], match["quoted"], match["plain"])
    return Not(clause) if clause and match["minus"] else clause


def _positive(field: str | None, quoted: str | None, plain: str | None) -> Positive | None:
    value = plain if quoted is None else " ".join(quoted.split())
    if field and value:
        return Scoped(FIELD_NAMES[field.lower()], value)
    if field and quoted is None:
        return Word(f"{field}:")
    if not value:
        return None
    return Word(value) if quoted is None else Phrase(value)


def _typed(clause: Clause) -> str:
    match clause:
        case Not(inner):
            return f"-{_typed(inner)}"
        case Scoped(field, value):
            return f'{field}:"{value}"' if " " in value else f"{field}:{value}"
        case Phrase(text):
            return f'"{text}"'
        case Word(text):
            return text
