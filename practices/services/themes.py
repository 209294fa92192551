"""The controlled list of themes, kept in step with the packaged file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from network.models import User
from network.services.renaming import note_renaming
from network.transactions import in_transaction
from practices.errors import Refused
from practices.models import Practice, Theme, VersionTheme
from practices.policies import Action
from practices.services.authorising import authorise
from practices.services.fanout import touch_public
from practices.text.cleaning import clean_line

THEMES = Path(__file__).parent.parent / "data" / "themes.json"
# A change of one of these shows on practices; the rest only on the theme's own page.
_SHOWN = ("name_pl", "name_en", "parent_id")
_FACTS = ("name_pl", "name_en", "description_pl", "description_en", "eurovoc", "position")


@dataclass(frozen=True, slots=True)
class ThemesReport:
    """How many themes were new, changed and unchanged, and how many public practices the changes reached."""

    created: int
    updated: int
    unchanged: int
    practices: int


@in_transaction
def load_themes(*, path: Path = THEMES) -> ThemesReport:
    """Bring the themes in step with the file, by slug; one the file no longer names stays, as practices may bear it.

    Raises ValueError for a file that is not a list of themes, or that names a parent which is not a main theme in it.
    """
    rows = _read(path)
    themes = {theme.slug: theme for theme in Theme.objects.select_for_update().order_by("id")}
    new = [slug for slug in rows if slug not in themes]
    before = {slug: _values(theme) for slug, theme in themes.items()}
    for slug, row in rows.items():
        theme = themes.setdefault(slug, Theme(slug=slug))
        for name in _FACTS:
            setattr(theme, name, row.get(name) if name == "eurovoc" else row[name])
        if not theme.pk:
            theme.save()
    for slug, row in rows.items():
        themes[slug].parent = themes[row["parent"]] if row.get("parent") else None
    changed = {slug for slug in rows if before.get(slug) != _values(themes[slug])}
    Theme.objects.bulk_update([themes[slug] for slug in sorted(changed)], [*_FACTS, "parent"])
    shown = [themes[slug].pk for slug in changed if slug in before and _differs(before[slug], themes[slug])]
    updated = len(changed - set(new))
    if updated:
        note_renaming(f"{updated} themes of {path.name}")
    return ThemesReport(
        len(new), updated, len(rows) - len(new) - updated, touch_public(_bearing(shown)) if shown else 0
    )


def _read(path: Path) -> dict[str, Mapping[str, Any]]:
    """The file's themes by slug."""
    try:
        rows = {row["slug"]: row for row in json.loads(path.read_text(encoding="utf-8"))}
        missing = sorted({name for row in rows.values() for name in _FACTS if name != "eurovoc" and name not in row})
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is not a JSON list of themes, each with a slug: {error}.") from error
    if missing:
        raise ValueError(f"{path.name}: some theme lacks {', '.join(missing)}. Add what is missing to every theme.")
    lost = sorted({row["parent"] for row in rows.values() if row.get("parent")} - rows.keys())
    if lost:
        raise ValueError(
            f"{path.name} names parents that are not in it: {', '.join(lost)}. Add them or leave them out."
        )
    deep = sorted(slug for slug, row in rows.items() if row.get("parent") and rows[row["parent"]].get("parent"))
    if deep:
        raise ValueError(f"{path.name} has themes below sub-themes: {', '.join(deep)}. Put them under a main theme.")
    return rows


def _values(theme: Theme) -> dict[str, object]:
    return {name: getattr(theme, name) for name in (*_FACTS, "parent_id")}


def _differs(before: Mapping[str, object], theme: Theme) -> bool:
    return any(before[name] != getattr(theme, name) for name in _SHOWN)


def _bearing(themes: list[int]) -> "QuerySet[Practice]":
    """The practices whose live version has one of these themes or of their sub-themes: documents carry the parent's name too."""
    uses = VersionTheme.objects.filter(Q(theme__in=themes) | Q(theme__parent__in=themes))
    return Practice.objects.filter(live__in=uses.values("version"))


@in_transaction
def rename_theme(*, actor: User, theme: Theme, name_pl: str, name_en: str) -> Theme:
    """Give a theme other names; its address stays. Raises `Refused`: "forbidden", "invalid"."""
    authorise(actor, Action.MANAGE_THEMES)
    polish, english = clean_line(name_pl), clean_line(name_en)
    if not (0 < len(polish) <= 80 and 0 < len(english) <= 80):
        raise Refused("invalid", _("Podaj nazwę po polsku i po angielsku, najwyżej po 80 znaków."))
    locked = _locked_family(theme)
    locked.name_pl, locked.name_en = polish, english
    locked.save(update_fields=["name_pl", "name_en"])
    note_renaming(f"theme {locked.pk}")
    touch_public(_bearing([locked.pk]))
    return locked


@in_transaction
def move_theme(*, actor: User, theme: Theme, parent: Theme | None) -> Theme:
    """Put a theme under another one, or at the top (None). Raises `Refused`: "forbidden", "invalid" where there would
    be more than two levels.
    """
    authorise(actor, Action.MANAGE_THEMES)
    # Both families are locked at once, in the order of ids.
    ids = [theme.pk] if parent is None else [theme.pk, parent.pk]
    locked = {t.pk: t for t in Theme.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    moved = locked[theme.pk]
    if parent is not None:
        below = locked[parent.pk].parent_id is not None or moved.pk == parent.pk
        if below or Theme.objects.filter(parent=moved).exists():
            raise Refused(
                "invalid", _("Tematy mają tylko dwa poziomy: wybierz temat główny, a przenoś temat bez podtematów.")
            )
    moved.parent = locked[parent.pk] if parent is not None else None
    moved.save(update_fields=["parent"])
    note_renaming(f"theme {moved.pk}")
    touch_public(_bearing([moved.pk]))
    return moved


def _locked_family(theme: Theme) -> Theme:
    family = Theme.objects.select_for_update().filter(Q(pk=theme.pk) | Q(parent=theme)).order_by("pk")
    return next(t for t in family if t.pk == theme.pk)
