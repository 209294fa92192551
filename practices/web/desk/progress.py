"""How far a practice is described: per section of the form, and what still stands between it and a review."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from network.errors import Words
from practices.content import PracticeContent
from practices.requirements import Missing, completeness, missing
from practices.selectors.content import facts_of

from .editor import SECTION_OF_ROWS, ErrorLink, section_of

# Section id -> its name and the names of problems that belong to it, in the order of the form.
SECTIONS: dict[str, tuple[Words, tuple[str, ...]]] = {
    "poczatek": (_("Na początek"), ("title", "summary", "themes", "status")),
    "opis": (_("Co się stało"), ("challenge", "solution", "results", "lessons", "conditions")),
    "kontakt": (_("Kontakt"), ("contact_mailbox",)),
    "wskazniki": (_("Wyniki w liczbach"), ("indicators",)),
    "koszty": (_("Koszty i ludzie"), ("costs",)),
    "czesci": (_("Części do wzięcia osobno"), ("blocks",)),
    "lacza": (_("Dokumenty i łącza"), ("links",)),
    "tlo": (_("Tło"), ()),
}
_ROWS = {section: rows for rows, section in SECTION_OF_ROWS.items()}
_BACKGROUND = (
    "started_on", "ended_on", "tags", "sdgs", "contact_unit", "contact_role", "contact_person",
)  # fmt: skip
_BACKGROUND_TEXTS = ("partners", "target_groups", "legal_basis", "participation")


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """A section: "ok" when nothing required is missing, "missing" with their number, "optional" with what is there."""

    id: str
    name: Words
    state: Literal["ok", "missing", "optional"]
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole: per cent of what is required, what is missing with links, and the sections."""

    percent: int
    missing: tuple[ErrorLink, ...]
    sections: tuple[SectionProgress, ...]


def progress_of(content: PracticeContent, language: str, addresses: dict[str, str]) -> Progress:
    """Progress of what is saved; `addresses` is the form's page by language, for what is missing in another one."""
    facts = facts_of(content)
    lacking = missing(facts)
    return Progress(
        percent=completeness(facts),
        missing=tuple(_link(problem, language, addresses) for problem in lacking),
        sections=tuple(_section(id, content, lacking) for id in SECTIONS),
    )


def _link(problem: Missing, language: str, addresses: dict[str, str]) -> ErrorLink:
    elsewhere = problem.language and problem.language != language
    return ErrorLink(
        problem.message, section_of(problem.field), addresses.get(problem.language, "") if elsewhere else ""
    )


def _section(id: str, content: PracticeContent, lacking: list[Missing]) -> SectionProgress:
    name, names = SECTIONS[id]
    absent = sum(1 for problem in lacking if problem.field.partition(".")[0] in names)
    if absent:
        return SectionProgress(id, name, "missing", absent)
    if id in _ROWS:
        return SectionProgress(id, name, "optional", len(getattr(content, _ROWS[id])))
    if id == "tlo":
        text = content.texts.get(content.original_language)
        said = sum(1 for field in _BACKGROUND if getattr(content, field))
        said += sum(1 for field in _BACKGROUND_TEXTS if text and getattr(text, field))
        return SectionProgress(id, name, "optional", said)
    return SectionProgress(id, name, "ok", 0)
