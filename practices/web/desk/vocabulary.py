"""Lists that the form offers: licences, languages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LICENCES: dict[str, str | Promise] = {
    "CC-BY-4.0": "CC BY 4.0",
    "CC-BY-SA-4.0": "CC BY-SA 4.0",
    "CC0-1.0": "CC0 1.0",
}

DOCUMENT_LICENCES: dict[str, str | Promise] = {
    "": _("nie podano"),
    **LICENCES,
    "official": _("dokument urzędowy"),
    "other": _("inna"),
}

# Languages a practice can be written in: those of the interface first, then neighbours' and common working languages.
LANGUAGE_NAMES: dict[str, str | Promise] = {
    "pl": _("polski"),
    "en": _("angielski"),
    "uk": _("ukraiński"),
    "de": _("niemiecki"),
    "cs": _("czeski"),
    "sk": _("słowacki"),
    "lt": _("litewski"),
    "fr": _("francuski"),
    "es": _("hiszpański"),
    "it": _("włoski"),
}


def language_name(code: str) -> str:
    """The language's name in the reader's language; the code itself where we have no name."""
    return str(LANGUAGE_NAMES.get(code, code))
