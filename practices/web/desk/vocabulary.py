"""Lists that the form offers: licences, the Sustainable Development Goals, languages."""

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

SDG_NAMES: dict[int, str | Promise] = {
    1: _("1. Koniec z ubóstwem"),
    2: _("2. Zero głodu"),
    3: _("3. Dobre zdrowie i jakość życia"),
    4: _("4. Dobra jakość edukacji"),
    5: _("5. Równość płci"),
    6: _("6. Czysta woda i warunki sanitarne"),
    7: _("7. Czysta i dostępna energia"),
    8: _("8. Wzrost gospodarczy i godna praca"),
    9: _("9. Innowacyjność, przemysł, infrastruktura"),
    10: _("10. Mniej nierówności"),
    11: _("11. Zrównoważone miasta i społeczności"),
    12: _("12. Odpowiedzialna konsumpcja i produkcja"),
    13: _("13. Działania w dziedzinie klimatu"),
    14: _("14. Życie pod wodą"),
    15: _("15. Życie na lądzie"),
    16: _("16. Pokój, sprawiedliwość i silne instytucje"),
    17: _("17. Partnerstwa na rzecz celów"),
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
