"""What cities, tags and themes are called, and which theme stands above which, remembered by the process while nothing is renamed or moved.

A page of results shows some three hundred names, hardly any of which ever change; looking them up took longer than the hits. What makes
the memory right: every change of a name or of a theme's place inserts a `Renaming` in its own transaction, and the number of those is
read, in one quick query, before any name is used. Another number, by whichever process, and everything is forgotten. Inside a transaction
nothing is remembered, as what is read there may yet be rolled back. A slug, once given, never changes, and what is not found is not
remembered, so new cities, tags and themes need no notice.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce

from network.models import City
from network.selectors.cities import city_names
from network.slugs import ascii_slug
from network.sql import rows
from practices.models import Tag, Theme
from practices.selectors.tags import TagRef, tag_names
from practices.selectors.themes import theme_names, theme_parents

Key = TypeVar("Key")
Value = TypeVar("Value")

# Some 10 MB; beyond it memory begins anew.
_MOST = 50_000

_LABELS: Mapping[str, Callable[[Collection[str], str], dict[str, str]]] = {
    "theme": theme_names,
    "tag": tag_names,
    "city": city_names,
}


@dataclass(frozen=True, slots=True)
class ThemeRef:
    """A theme as lists show it; `parent` is the main theme above a sub-theme."""

    slug: str
    name_pl: str
    name_en: str
    parent: "ThemeRef | None" = None

    def name(self, language: str) -> str:
        """The name in Polish for "pl", in English for any other language."""
        return self.name_pl if language == "pl" else self.name_en


@dataclass(frozen=True, slots=True)
class CityName:
    """What never changes of a city but by a `Renaming`."""

    slug: str
    name: str
    voivodeship: str
    is_demo: bool


@dataclass(slots=True)
class Names:
    """Names as they are while `renamings` is the number of renamings; read where they are not known yet. Shared by all threads: each
    dictionary only ever gains entries, and two threads that miss the same one both read the same.
    """

    renamings: int
    _cities: dict[int, CityName] = field(default_factory=dict)
    _tags: dict[int, TagRef] = field(default_factory=dict)
    _themes: dict[int, ThemeRef] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)
    _named: tuple[int, Mapping[str, Sequence[str]]] = (-1, {})
    _labels: dict[tuple[str, bool], dict[str, str]] = field(
        default_factory=lambda: {(kind, polish): {} for kind in _LABELS for polish in (True, False)}
    )

    def learn(self, *, cities: Iterable[int], tags: Iterable[int], themes: Iterable[int]) -> None:
        """Read those of these ids that are not known yet, in a query a kind; `city`, `tag` and `theme` answer for them then."""
        _learn(self._cities, cities, _read_cities)
        _learn(self._tags, tags, _read_tags)
        _learn(self._themes, themes, _read_themes)

    def city(self, id: int) -> CityName:
        """A city that was learnt."""
        return self._cities[id]

    def tag(self, id: int) -> TagRef:
        """The canonical tag of one that was typed, and learnt."""
        return self._tags[id]

    def theme(self, id: int) -> ThemeRef:
        """A theme that was learnt."""
        return self._themes[id]

    def labels(self, kind: str, slugs: Iterable[str], language: str) -> Mapping[str, str]:
        """Names by slug of a "theme", "tag" or "city" in a language; of those of `slugs` that exist, among others."""
        known = self._labels[kind, language == "pl"]
        _learn(known, slugs, lambda missing: _LABELS[kind](missing, language))
        return known

    def parents(self, themes: Iterable[str]) -> Mapping[str, str]:
        """The slug of the theme above by slug, empty for a main one; of those of `themes` that exist, among others."""
        _learn(self._parents, themes, theme_parents)
        return self._parents

    def cities_named(self, name: str, newest: int) -> tuple[str, ...]:
        """The slugs of the cities of this name, whatever its case and accents. All their names are read once, and again where `newest`, the
        largest id of a city now, is another: nobody tells of a new city.
        """
        slug = ascii_slug(name, 120)
        as_of, named = self._named
        if as_of != newest:
            named = _read_named()
            self._named = (newest, named)
        return tuple(named.get(slug, ())) if slug else ()

    def __len__(self) -> int:
        facts = len(self._cities) + len(self._tags) + len(self._themes) + len(self._parents)
        return facts + sum(map(len, self._labels.values()))


_remembered = Names(-1)


def names_now() -> Names:
    """The names as of this moment, in one query; asked for before anything is read that is named."""
    [(renamings,)] = rows("SELECT count(*) FROM network_renaming")
    return names_as_of(renamings)


def names_as_of(renamings: int) -> Names:
    """As `names_now`, where the number of renamings has just been read along with something else."""
    global _remembered
    if connection.in_atomic_block:
        return Names(-1)
    names = _remembered
    if names.renamings != renamings or len(names) > _MOST:
        names = _remembered = Names(renamings)
    return names


def forget_names() -> None:
    """Read everything anew; for tests, which replace a whole database."""
    global _remembered
    _remembered = Names(-1)


def _learn(known: dict[Key, Value], keys: Iterable[Key], read: Callable[[Collection[Key]], dict[Key, Value]]) -> None:
    if missing := {key for key in keys if key not in known}:
        known.update(read(missing))


def _read_cities(ids: Collection[int]) -> dict[int, CityName]:
    found = City.objects.filter(id__in=ids).values_list("id", "slug", "name", "voivodeship", "is_demo")
    return {id: CityName(slug, name, voivodeship, is_demo) for id, slug, name, voivodeship, is_demo in found}


def _read_named() -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for slug, name in City.objects.order_by("slug").values_list("slug", "name"):
        named.setdefault(ascii_slug(name, 120), []).append(slug)
    return named


def _read_tags(ids: Collection[int]) -> dict[int, TagRef]:
    slug, name = (Coalesce(f"canonical__{column}", F(column)) for column in ("slug", "name"))
    return {id: TagRef(*named) for id, *named in Tag.objects.filter(id__in=ids).values_list("id", slug, name)}


def _read_themes(ids: Collection[int]) -> dict[int, ThemeRef]:
    names = ("slug", "name_pl", "name_en")
    found = Theme.objects.filter(id__in=ids).values_list("id", *names, *(f"parent__{name}" for name in names))
    return {
        id: ThemeRef(slug, name_pl, name_en, ThemeRef(*above) if above[0] else None)
        for id, slug, name_pl, name_en, *above in found
    }
