"""The form's choice of themes in two levels: each main theme with its sub-themes under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField

from practices.models import Theme


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """One checkbox; `description` says what belongs to the theme and what to its neighbours."""

    id: str
    slug: str
    name: str
    description: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ThemeBranch:
    """A main theme and what is under it."""

    theme: ThemeChoice
    children: list[ThemeChoice]

    @property
    def open(self) -> bool:
        """Whether the sub-themes are unfolded: where something here is chosen already."""
        return any(choice.chosen for choice in (self.theme, *self.children))


def theme_branches(
    families: Sequence[tuple[Theme, Sequence[Theme]]], field: BoundField, language: str
) -> list[ThemeBranch]:
    """The choices of `field`, named in `language` and ticked as it was typed or kept."""
    ticked = set(field.value() or ())

    def choice(theme: Theme) -> ThemeChoice:
        described = theme.description(language)
        return ThemeChoice(
            f"{field.auto_id}_{theme.slug}", theme.slug, theme.name(language), described, theme.slug in ticked
        )

    return [ThemeBranch(choice(top), [choice(child) for child in children]) for top, children in families]
