"""Where a row belongs: names of countries as codes, Polish towns by TERYT, other towns by a cleaned name."""

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from network.slugs import ascii_slug

TOWNS = Path(__file__).parent.parent.parent / "network" / "data" / "towns.csv"

_COUNTRIES = {
    "Andorra": "AD", "Austria": "AT", "Belgium": "BE", "Bosnia and Herzegovina": "BA", "Bulgaria": "BG", "Croatia": "HR",
    "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK", "Estonia": "EE", "European Union": "EU", "Finland": "FI",
    "France": "FR", "Germany": "DE", "Greece": "GR", "Hungary": "HU", "Iceland": "IS", "Ireland": "IE", "Italy": "IT",
    "Latvia": "LV", "Lithuania": "LT", "Luxembourg": "LU", "Malta": "MT", "Moldova": "MD", "Montenegro": "ME",
    "Netherlands": "NL", "North Macedonia": "MK", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "Romania": "RO",
    "Russia": "RU", "San Marino": "SM", "Serbia": "RS", "Slovakia": "SK", "Slovenia": "SI", "Spain": "ES", "Sweden": "SE",
    "Switzerland": "CH", "Turkey": "TR", "Ukraine": "UA", "United Kingdom": "GB",
}  # fmt: skip
_CODES = {name.casefold(): code for name, code in _COUNTRIES.items()}
_EXONYMS = {"warsaw": "warszawa", "cracow": "krakow"}
# The collections are in English and use these names, mostly.
_ENGLISH = {
    "kobenhavn": "Copenhagen", "kobenhavns": "Copenhagen", "milano": "Milan", "genova": "Genoa", "wien": "Vienna", "roma": "Rome",
    "venezia": "Venice", "praha": "Prague", "torino": "Turin", "beograd": "Belgrade", "bucuresti": "Bucharest", "hague": "The Hague",
    "rammicu-valcea": "Râmnicu Vâlcea",
}  # fmt: skip
# What stands around a town's name: a postal suffix or letter, a district, what kind of place it is.
_AROUND = re.compile(
    r"\s*(?:\(.*?\)|\bc[eé]dex\b.*|\b[IVXLC]+\. district\b|\bcommune\b|\bvillage\b|\bmunicipality\b|\bco\.\s*\w+$|- mestská časť.*"
    r"|(?-i: [A-Z]$))\s*",
    re.I,
)
_BEFORE = re.compile(r"^(?:gmina|miasto|city of|municipality of|town of|grad|the)\s+", re.I)
# Counties, islands, districts and offices: typed where a town was asked for.
_NO_TOWN = re.compile(r"\d|\b(?:county|maakond|vald|yliopisto|district|isle|co\.)(?:\W|$)", re.I)
# How many times larger a town must be than the next of its name to be meant without saying which.
_STANDS_OUT = 5


def country_code(name: str) -> str:
    """The ISO 3166-1 code of an English name of a country (EU for the Union)."""
    return _CODES[name.strip().casefold()]


def town_name(text: str) -> str:
    """The bare name of a town from what was typed into a form, or "" where it is something else (a postal code)."""
    name = text.split(",")[0].strip()
    while (shorter := _BEFORE.sub("", name)) != name:
        name = shorter
    name = _AROUND.sub(" ", name).strip(" -.")
    if _NO_TOWN.search(name):
        return ""
    return _ENGLISH.get(ascii_slug(name)) or (name.title() if name.isupper() else name)


@cache
def _polish_towns() -> dict[str, str]:
    """TERYT by name without diacritics; of several towns of a name the one that stands out by its size, else none."""
    rows = defaultdict(list)
    with TOWNS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[ascii_slug(row["name"])].append(row)
    towns = {}
    for name, same in rows.items():
        largest, *others = sorted(same, key=lambda row: -int(row["population"]))
        if not others or int(largest["population"]) >= _STANDS_OUT * int(others[0]["population"]):
            towns[name] = largest["teryt"]
    return towns


@cache
def _locatives(voivodeship: str) -> dict[str, str]:
    with TOWNS.open(encoding="utf-8") as file:
        return {row["locative"]: row["teryt"] for row in csv.DictReader(file) if row["voivodeship"] == voivodeship}


def polish_town(name: str) -> str:
    """The TERYT of a Polish town, typed with or without Polish letters or in English; "" where it is not one town."""
    key = ascii_slug(town_name(name))
    return _polish_towns().get(_EXONYMS.get(key, key), "")


def town_said_in(text: str, *, voivodeship: str) -> str:
    """The TERYT of the only town of a voivodeship that a text says something happened in ("w Białymstoku"); else ""."""
    found = {
        teryt for locative, teryt in _locatives(voivodeship).items() if re.search(rf"\b{re.escape(locative)}\b", text)
    }
    return found.pop() if len(found) == 1 else ""


class Spellings:
    """One spelling of each town of a country: of "Nis" and "Niš" the one with more letters of its own language."""

    def __init__(self) -> None:
        self._best: dict[tuple[str, str], str] = {}

    def note(self, country: str, name: str) -> None:
        """Remember a spelling."""
        key = (country, ascii_slug(name))
        if _marks(name) > _marks(self._best.get(key, "")) or key not in self._best:
            self._best[key] = name

    def of(self, country: str, name: str) -> str:
        """The best spelling noted."""
        return self._best.get((country, ascii_slug(name)), name)


def _marks(name: str) -> int:
    return sum(1 for letter in name if ord(letter) > 127)
