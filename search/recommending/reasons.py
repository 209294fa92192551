"""Why something is recommended: data for partners, a sentence for people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from network.register import population_band_label, voivodeship_name


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind, and the values its sentence is made of (JSON: strings, numbers, lists, maps)."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """The reason as a sentence in Polish or English."""
        with override(language):
            return _SENTENCES[self.kind](self.values, language)


def _named(items: Sequence[Mapping[str, str]], language: str) -> str:
    names = [item.get(f"name_{language}") or item["name"] for item in items]
    # "Drzewa, cień i chłodne miejsca" is one theme.
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _shared_themes(values: Mapping[str, Any], language: str) -> str:
    names = _named(values["themes"], language)
    return ngettext("Wspólny temat: %(names)s.", "Wspólne tematy: %(names)s.", len(values["themes"])) % {"names": names}


def _shared_tags(values: Mapping[str, Any], language: str) -> str:
    names = _named(values["tags"], language)
    return ngettext("Wspólny tag: %(names)s.", "Wspólne tagi: %(names)s.", len(values["tags"])) % {"names": names}


def _shared_words(values: Mapping[str, Any], language: str) -> str:
    return _("W obu opisach: %(words)s.") % {"words": ", ".join(values["words"])}


def _like_own(values: Mapping[str, Any], language: str) -> str:
    return _("Podobna do waszej praktyki „%(title)s”.") % {"title": values["practice"]["title"]}


def _your_themes(values: Mapping[str, Any], language: str) -> str:
    names = _named(values["themes"], language)
    return ngettext(
        "Temat, nad którym pracujecie: %(names)s.", "Tematy, nad którymi pracujecie: %(names)s.", len(values["themes"])
    ) % {"names": names}


def _same_band(values: Mapping[str, Any], language: str) -> str:
    return _("Miasto tej samej wielkości: %(band)s mieszkańców.") % {
        "band": population_band_label(values["band"], language)
    }


def _nearby(values: Mapping[str, Any], language: str) -> str:
    return _("Odległość: %(km)s km.") % {"km": values["km"]}


def _same_voivodeship(values: Mapping[str, Any], language: str) -> str:
    name = voivodeship_name(values["voivodeship"], language)
    return _("To samo województwo: %(name)s.") % {"name": name}


def _same_kind(values: Mapping[str, Any], language: str) -> str:
    from network.models import CityKind

    return _("Ten sam rodzaj gminy: %(kind)s.") % {"kind": CityKind(values["kind"]).label}


def _same_country(values: Mapping[str, Any], language: str) -> str:
    return _("To samo państwo.")


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "shared-themes": _shared_themes,
    "shared-tags": _shared_tags,
    "shared-words": _shared_words,
    "like-own-practice": _like_own,
    "your-themes": _your_themes,
    "same-population-band": _same_band,
    "nearby": _nearby,
    "same-voivodeship": _same_voivodeship,
    "same-kind": _same_kind,
    "same-country": _same_country,
}
KINDS = tuple(_SENTENCES)
