"""Closed Interreg and URBACT projects of 2014–2020: a lead partner in a town, themes, a budget, a description.

The objective of the programme is left out: hundreds of projects share a sentence that is nobody's own challenge.
"""

import re
from collections.abc import Iterable, Iterator

from tests.datasets.places import Spellings, country_code, polish_town, town_name
from tests.datasets.reading import Record, Row, described, filled, first_url, line, partial_date

SOURCE = "keep.eu"

_UNOFFICIAL = re.compile(r"\s*\[?\(?unofficial translation[^\])]*[\])]?", re.I)
_QUOTES = "\"“”„'‘’"
# Only where the programme's theme means what ours does: cooperation, innovation and methods of evaluation have no theme of ours.
_THEMES = {
    "Tourism": "dziedzictwo-i-turystyka", "Cultural heritage and arts": "dziedzictwo-i-turystyka",
    "SME and entrepreneurship": "gospodarka-i-praca", "Clustering and economic cooperation": "gospodarka-i-praca",
    "Labour market and employment": "gospodarka-i-praca", "New products and services": "gospodarka-i-praca",
    "Education and training": "edukacja-i-mlodziez", "Health and social services": "opieka-i-zdrowie",
    "Social inclusion and equal opportunities": "opieka-i-zdrowie", "Demographic change and immigration": "opieka-i-zdrowie",
    "Managing natural and man-made threats, risk management": "bezpieczenstwo-i-kryzysy",
    "Cooperation between emergency services": "bezpieczenstwo-i-kryzysy", "Safety": "bezpieczenstwo-i-kryzysy",
    "Energy efficiency": "powietrze-i-cieplo", "Renewable energy": "powietrze-i-cieplo", "Traditional energy": "powietrze-i-cieplo",
    "Soil and air quality": "powietrze-i-cieplo", "Improving transport connections": "mobilnosc", "Transport and mobility": "mobilnosc",
    "Multimodal transport": "mobilnosc", "Logistics and freight transport": "mobilnosc",
    "Climate change and biodiversity": "upaly-i-woda", "Water management": "upaly-i-woda", "Waterways, lakes and rivers": "upaly-i-woda",
    "Waste and pollution": "odpady-i-obieg-zamkniety", "Urban development": "srodmiescia-i-handel",
    "ICT and digital society": "uslugi-cyfrowe", "Governance, partnership": "glos-mieszkancow",
}  # fmt: skip


def records(rows: Iterable[Row]) -> Iterator[Record]:
    """The rows as records of the import; read twice, because towns are spelled in many ways."""
    kept = list(rows)
    spellings = Spellings()
    for row in kept:
        spellings.note(country_code(row["country"]), town_name(row["town"]))
    return (_record(row, spellings) for row in kept)


def _record(row: Row, spellings: Spellings) -> Record:
    return filled(
        {
            "source_id": row["id"],
            "url": first_url(row["website"]),
            "language": "en",
            **_place(row, spellings),
            "title": _title(row),
            **described(row["description_en"]),
            "partners": f"Lead partner: {line(row['lead_partner'])}",
            "themes": list(dict.fromkeys(_THEMES[theme] for theme in row["themes"] if theme in _THEMES)),
            "tags": [theme.replace(", ", " / ").lower() for theme in row["themes"]] + _tags(row["programme"]),
            "status": "finished",
            "started_on": partial_date(row["start"]),
            "ended_on": partial_date(row["end"]),
            "costs": [_budget(row)],
            "licence": "keep.eu",
        }
    )


def _title(row: Row) -> str:
    """The title behind the project's short name, unless that is a code or already said in it."""
    short = line(row["acronym"]).strip(_QUOTES)
    title = line(_UNOFFICIAL.sub("", row.get("title_en") or ""))
    if title[:1] in _QUOTES and title[-1:] in _QUOTES and not any(mark in title[1:-1] for mark in _QUOTES):
        title = title[1:-1]
    if not title:
        return short
    telling = 3 <= len(short) <= 25 and not re.search(r"\d{3}", short) and short.casefold() not in title.casefold()
    return f"{short} – {title}" if telling else title


def _place(row: Row, spellings: Spellings) -> Record:
    country, name = country_code(row["country"]), town_name(row["town"])
    if country == "PL":
        if teryt := polish_town(row["town"]):
            return {"city": teryt}
    elif name:
        return {"place": {"country": country, "name": spellings.of(country, name)}}
    return {"place": {"organisation": line(row["lead_partner"]), "country": country, "scope": "regional"}}


def _tags(programme: str) -> list[str]:
    found = re.search(r"interreg|urbact|espon|peace", programme, re.I)
    return (
        [{"interreg": "Interreg", "urbact": "URBACT", "espon": "ESPON", "peace": "PEACE"}[found.group().lower()]]
        if found
        else []
    )


def _budget(row: Row) -> Record:
    return {
        "what": "Total budget",
        "amount": float(row["budget_eur"].replace(",", "")),
        "currency": "EUR",
        "funding_source": line(row["programme"].removeprefix("2014 - 2020")),
    }
