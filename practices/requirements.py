"""What a practice must have before it is published, as hints for its authors. Pure: it reads values it is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from practices.errors import Problem as Missing
from practices.languages import complete_languages, language_complete

__all__ = [
    "LONGEST_SUMMARY",
    "LONGEST_TITLE",
    "MOST_THEMES",
    "REQUIRED_TEXTS",
    "Facts",
    "Missing",
    "complete_languages",
    "completeness",
    "is_incomplete",
    "language_complete",
    "missing",
]

LONGEST_TITLE = 120
LONGEST_SUMMARY = 300
MOST_THEMES = 3

REQUIRED_TEXTS = {
    "title": _("Nadaj tytuł."),
    "summary": _("Streść praktykę w jednym lub dwóch zdaniach."),
    "challenge": _("Opisz, jaki problem miało miasto."),
    "solution": _("Opisz, co miasto zrobiło."),
    "results": _("Opisz wyniki."),
    "lessons": _("Napisz, co się nie udało i co zrobilibyście inaczej."),
    "conditions": _("Napisz, czego potrzebuje inne miasto, żeby to powtórzyć."),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the requirements look at: texts by language and field, the rest as it stands in the version."""

    original_language: str
    texts: Mapping[str, Mapping[str, str]]
    themes: int
    status: str
    contact_mailbox: str
    image_alts: Sequence[Mapping[str, str]] = field(default=())


def missing(facts: Facts) -> list[Missing]:
    """Everything that stands between the version and its publication, in the order of the form; empty when nothing
    does.
    """
    return [*_absent(facts), *_unfit(facts)]


def is_incomplete(facts: Facts) -> bool:
    """Whether something required is absent; too long a text does not make a practice incomplete."""
    return next(_absent(facts), None) is not None


def completeness(facts: Facts) -> int:
    """How much of what is required is there, in per cent; 100 means that nothing is absent."""
    asked = len(REQUIRED_TEXTS) + 3 + len(facts.image_alts)
    return (asked - sum(1 for _missing in _absent(facts))) * 100 // asked


def _absent(facts: Facts) -> Iterator[Missing]:
    language = facts.original_language
    texts = facts.texts.get(language, {})
    for name, message in REQUIRED_TEXTS.items():
        if not texts.get(name):
            yield Missing(name, language, message)
    if not facts.themes:
        yield Missing("themes", "", _("Wybierz od jednego do trzech tematów."))
    if not facts.status:
        yield Missing("status", "", _("Wybierz stan prac."))
    if not facts.contact_mailbox:
        yield Missing("contact_mailbox", "", _("Podaj publiczną skrzynkę, na którą mogą pisać inne miasta."))
    for alt in facts.image_alts:
        if not alt.get(language):
            yield Missing("links", language, _("Opisz każde zdjęcie słowami dla osób, które go nie widzą."))


def _unfit(facts: Facts) -> Iterator[Missing]:
    for language, texts in sorted(facts.texts.items()):
        if language != facts.original_language and not texts.get("title") and any(texts.values()):
            yield Missing("title", language, _("Nadaj tytuł także w tym języku albo usuń teksty w nim."))
        if len(texts.get("title", "")) > LONGEST_TITLE:
            yield Missing("title", language, _("Skróć tytuł do 120 znaków."))
        if len(texts.get("summary", "")) > LONGEST_SUMMARY:
            yield Missing("summary", language, _("Skróć streszczenie do 300 znaków."))
    if facts.themes > MOST_THEMES:
        yield Missing("themes", "", _("Zostaw najwyżej trzy tematy."))
