"""Two levels of themes in comparing: practices on rainwater and on trees share heat and water, if not more."""

from collections.abc import Iterable, Sequence

from practices.selectors.cards import ThemeRef


def with_parents(themes: Iterable[ThemeRef]) -> list[ThemeRef]:
    """Each theme followed by the main theme above it, each once: what shares a sub-theme shares two, what shares the main theme one."""
    return list(dict.fromkeys(t for theme in themes for t in (theme, theme.parent) if t is not None))


def narrowest(themes: Sequence[ThemeRef]) -> list[ThemeRef]:
    """The themes without those whose sub-theme is among them: the main theme goes without saying."""
    above = {theme.parent for theme in themes}
    return [theme for theme in themes if theme not in above]
