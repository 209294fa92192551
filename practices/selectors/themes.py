"""Themes as readers see them, counted by published practices; a theme includes its sub-themes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from practices.models import PracticeState, Theme, VersionTheme
from practices.text.tags import tag_key


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme, its sub-themes, and how many published practices it includes."""

    slug: str
    name_pl: str
    name_en: str
    description_pl: str
    description_en: str
    eurovoc: int | None
    count: int
    children: tuple["ThemeCount", ...] = ()

    def name(self, language: str) -> str:
        """The name in Polish for "pl", in English for any other language."""
        return self.name_pl if language == "pl" else self.name_en

    def description(self, language: str) -> str:
        """The description in Polish for "pl", in English for any other language."""
        return self.description_pl if language == "pl" else self.description_en


def theme_counts() -> list[ThemeCount]:
    """The whole list as a tree in its order, in two queries; themes without practices are there too."""
    themes = list(Theme.objects.order_by("position", "slug"))
    parents = {theme.pk: theme.parent_id for theme in themes}
    practices: dict[int, set[int]] = {theme.pk: set() for theme in themes}
    uses = VersionTheme.objects.filter(version__state="published", version__practice__state=PracticeState.PUBLISHED)
    for theme_id, practice in uses.order_by().values_list("theme_id", "version__practice_id"):
        practices[theme_id].add(practice)
        parent = parents[theme_id]
        if parent is not None:
            practices[parent].add(practice)

    def counted(theme: Theme) -> ThemeCount:
        children = tuple(counted(child) for child in themes if child.parent_id == theme.pk)
        return ThemeCount(
            theme.slug, theme.name_pl, theme.name_en, theme.description_pl, theme.description_en, theme.eurovoc,
            len(practices[theme.pk]), children,
        )  # fmt: skip

    return [counted(theme) for theme in themes if theme.parent_id is None]


def theme_tree() -> list[tuple[Theme, list[Theme]]]:
    """The main themes in their order, each with its sub-themes, in one query."""
    themes = list(Theme.objects.order_by("position", "slug"))
    return [(top, [t for t in themes if t.parent_id == top.pk]) for top in themes if top.parent_id is None]


def resolve_theme(value: str) -> Theme | None:
    """The theme of a slug, or of a Polish or English name in any case; None where there is none."""
    key = tag_key(value)
    for theme in Theme.objects.all():
        if value == theme.slug or key in {tag_key(theme.name_pl), tag_key(theme.name_en)}:
            return theme
    return None


def theme_with_children(slug: str) -> list[str]:
    """The slug of a theme and those of its sub-themes; empty where there is no such theme."""
    return list(Theme.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).values_list("slug", flat=True))


def theme_names(slugs: Collection[str], language: str) -> dict[str, str]:
    """The names by slug, in `language`, of those themes that exist."""
    return {theme.slug: theme.name(language) for theme in Theme.objects.filter(slug__in=slugs)}


def theme_parents(slugs: Collection[str]) -> dict[str, str]:
    """The slug of the theme above, by the slug of those themes that exist; empty for a main one."""
    rows = Theme.objects.filter(slug__in=slugs).order_by().values_list("slug", "parent__slug")
    return {slug: parent or "" for slug, parent in rows}


def theme_slugs_named(value: str) -> list[str]:
    """The slug of the theme with this slug or name, in either language and any case; empty where there is none."""
    theme = resolve_theme(value)
    return [theme.slug] if theme else []
