"""What differs between two contents, field by field.

For reviewers, and for an author whose draft somebody else saved meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from network.errors import Words
from network.web.templatetags.formats import localised, money, number, partial_date
from practices.content import PracticeContent, Text
from practices.goals import SDG_NAMES
from practices.languages import TEXT_FIELDS
from practices.models import LinkKind, Status, Theme
from practices.web.figures import with_unit

from .forms import DetailsForm, TextsForm
from .vocabulary import LICENCES, language_name
from .words import Segment, word_differences


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row of a table: its cells as segments."""

    kind: str
    cells: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. `key` names it in the form; `language` is empty for what has none; `rows` and `columns` for tables."""

    key: str
    label: Words
    language: str = ""
    segments: tuple[Segment, ...] = ()
    columns: tuple[Words, ...] = ()
    rows: tuple[RowDifference, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Column:
    label: Words
    read: Callable[[Any], str]


def differences(old: PracticeContent, new: PracticeContent) -> list[Difference]:
    """The fields that are not the same, in the order of the form."""
    return [found for found in _fields(old, new) if _differs(found)]


def whole(content: PracticeContent) -> list[Difference]:
    """Every field that says something, as it is: for a first version, which has nothing to be compared with."""
    return [found for found in _fields(content, content) if found.segments or found.rows]


def said_fields(content: PracticeContent) -> int:
    """How many fields of the form say something."""
    return len(whole(content))


def _differs(found: Difference) -> bool:
    segments = [*found.segments, *(s for row in found.rows for cell in row.cells for s in cell)]
    return any(segment.kind != "same" for segment in segments) or any(row.kind != "same" for row in found.rows)


def _fields(old: PracticeContent, new: PracticeContent) -> list[Difference]:
    found: list[Difference] = []
    for language in _languages(old, new):
        before, after = old.texts.get(language, Text()), new.texts.get(language, Text())
        for name in TEXT_FIELDS:
            label = TextsForm.base_fields[name].label or name
            segments = word_differences(getattr(before, name), getattr(after, name))
            found.append(Difference(f"t-{language}-{name}", label, language, tuple(segments)))
    details = _details()
    for name, show in details.items():
        label = DetailsForm.base_fields[name].label or name
        segments = _replaced(show(getattr(old, name)), show(getattr(new, name)))
        found.append(Difference(name, label, "", tuple(segments)))
    for name, (label, columns) in _tables().items():
        rows = _rows(getattr(old, name), getattr(new, name), columns)
        found.append(Difference(name, label, "", (), tuple(c.label for c in columns), tuple(rows)))
    return found


def _languages(old: PracticeContent, new: PracticeContent) -> list[str]:
    every = sorted({*old.texts, *new.texts})
    return sorted(every, key=lambda code: (code != new.original_language, code))


def _replaced(before: str, after: str) -> list[Segment]:
    """Short values are exchanged as a whole: half a number says nothing."""
    if before == after:
        return [Segment("same", after)] if after else []
    pair = [Segment("removed", before), Segment("added", after)]
    return [segment for segment in pair if segment.text]


def _details() -> dict[str, Callable[[Any], str]]:
    themes = {theme.slug: theme for theme in Theme.objects.all()}

    def theme_names(slugs: Sequence[str]) -> str:
        # Names of themes have commas in them.
        return "; ".join(str(_theme_name(themes.get(slug), slug)) for slug in slugs)

    plain: Callable[[Any], str] = str
    return {
        "themes": theme_names,
        "status": lambda value: str(Status(value).label) if value else "",
        "tags": ", ".join,
        "started_on": partial_date,
        "ended_on": partial_date,
        "staff_fte": _number,
        "months_to_implement": _number,
        "sdgs": lambda numbers: ", ".join(str(SDG_NAMES[n]) for n in numbers if n in SDG_NAMES),
        "licence": lambda value: str(LICENCES.get(value, value)),
        "contact_unit": plain,
        "contact_role": plain,
        "contact_mailbox": plain,
        "contact_person": plain,
        "contact_person_email": plain,
        "contact_person_phone": plain,
    }


def _theme_name(theme: Theme | None, slug: str) -> str:
    return theme.name(get_language() or "pl") if theme else slug


def _number(value: Decimal | int | None) -> str:
    return "" if value is None else number(value)


def _texts(texts: Any) -> str:
    """All languages of a short text, the page's first: an edit in any of them shows."""
    shown = localised(dict(texts))
    rest = [f"{language_name(code)}: {text}" for code, text in sorted(texts.items()) if text and text != shown]
    return "; ".join([shown, *rest]) if shown else ""


def _tables() -> dict[str, tuple[Words, tuple[_Column, ...]]]:
    return {
        "indicators": (
            _("Wskaźniki"),
            (
                _Column(_("Wskaźnik"), lambda part: _texts(part.name)),
                _Column(_("Przed"), lambda part: with_unit(part.baseline, part.unit)),
                _Column(_("Po"), lambda part: with_unit(part.value, part.unit)),
                _Column(_("Pomiar"), lambda part: _listed(partial_date(part.measured_on), _texts(part.source))),
            ),
        ),
        "costs": (
            _("Koszty"),
            (
                _Column(_("Pozycja"), lambda part: _texts(part.what)),
                _Column(_("Kwota"), lambda part: money(part.amount, part.currency)),
                _Column(_("Rodzaj"), lambda part: _("co roku") if part.yearly else _("jednorazowo")),
                _Column(
                    _("Źródło i ceny"), lambda part: _listed(_texts(part.funding_source), str(part.price_year or ""))
                ),
            ),
        ),
        "blocks": (
            _("Części do wzięcia osobno"),
            (
                _Column(_("Część"), lambda part: _texts(part.name)),
                _Column(_("Opis"), lambda part: _texts(part.description)),
            ),
        ),
        "links": (
            _("Dokumenty i łącza"),
            (
                _Column(_("Nazwa"), lambda part: _texts(part.title)),
                _Column(_("Adres"), lambda part: part.url),
                _Column(_("Rodzaj"), lambda part: str(LinkKind(part.kind).label)),
                _Column(_("Opis, autor, licencja"), _link_notes),
            ),
        ),
    }


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _link_notes(part: Any) -> str:
    accessible = {True: _("dostępny cyfrowo"), False: _("niedostępny cyfrowo"), None: ""}[part.accessible]
    block = _("część %d") % (part.block + 1) if part.block is not None else ""
    language = language_name(part.language) if part.language else ""
    return _listed(_texts(part.alt), part.author, part.licence, language, accessible, block)


def _rows(old: Sequence[Any], new: Sequence[Any], columns: tuple[_Column, ...]) -> list[RowDifference]:
    """Rows matched by what their first column says; a row of another name is one removed and one added."""
    before = [[column.read(part) for column in columns] for part in old]
    after = [[column.read(part) for column in columns] for part in new]
    found: list[RowDifference] = []
    matcher = SequenceMatcher(None, [row[0] for row in before], [row[0] for row in after], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(before[a:b], after[c:d], strict=True)
            found += [RowDifference("same", _compared(*pair)) for pair in pairs]
            continue
        found += [RowDifference("removed", _cells(row, "removed")) for row in before[a:b]]
        found += [RowDifference("added", _cells(row, "added")) for row in after[c:d]]
    return found


def _compared(before: list[str], after: list[str]) -> tuple[tuple[Segment, ...], ...]:
    return tuple(tuple(_replaced(*cell)) for cell in zip(before, after, strict=True))


def _cells(row: list[str], kind: Any) -> tuple[tuple[Segment, ...], ...]:
    return tuple((Segment(kind, text),) if text else () for text in row)
