"""Names of the countries whose cities we are most likely to show, by ISO 3166-1 code."""

from django.utils.translation import gettext_lazy as _

COUNTRIES = {
    "AT": _("Austria"), "BE": _("Belgia"), "BG": _("Bułgaria"), "CH": _("Szwajcaria"), "CY": _("Cypr"), "CZ": _("Czechy"),
    "DE": _("Niemcy"), "DK": _("Dania"), "EE": _("Estonia"), "ES": _("Hiszpania"), "FI": _("Finlandia"), "FR": _("Francja"),
    "GB": _("Wielka Brytania"), "GR": _("Grecja"), "HR": _("Chorwacja"), "HU": _("Węgry"), "IE": _("Irlandia"),
    "IS": _("Islandia"), "IT": _("Włochy"), "LT": _("Litwa"), "LU": _("Luksemburg"), "LV": _("Łotwa"), "MT": _("Malta"),
    "NL": _("Niderlandy"), "NO": _("Norwegia"), "PL": _("Polska"), "PT": _("Portugalia"), "RO": _("Rumunia"),
    "RS": _("Serbia"), "SE": _("Szwecja"), "SI": _("Słowenia"), "SK": _("Słowacja"), "TR": _("Turcja"), "UA": _("Ukraina"),
    "US": _("Stany Zjednoczone"),
}  # fmt: skip
