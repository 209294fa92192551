"""Cases of the Innovative Public Services Explorer: new technology in public services of Europe."""

import re
from collections.abc import Iterable, Iterator

from tests.datasets.places import country_code, polish_town, town_name
from tests.datasets.reading import Record, Row, described, filled, first_url, line, partial_date

SOURCE = "IPS Explorer"

_STATUSES = {
    "Planned": "planned", "In development": "running", "Pilot": "running", "In production": "running", "Implemented": "finished",
    "Not in use anymore": "stopped",
}  # fmt: skip
_SCOPES = {"Local": "city", "Regional": "regional", "National": "national", "Across Countries": "national"}
_CITY = re.compile(
    r"^(?:the )?(?:city|municipality|town)(?: council)? of (?:the )?(?P<after>[^,&]+)$"
    r"|^(?P<before>[^,&]+?) (?:city council|city municipality|city|municipality|munipality|kommune|council)$",
    re.I,
)
_NOT_ONE_CITY = re.compile(r"\band\b|\b(?:borough|police|canton)\b", re.I)
# Government functions (COFOG), as the explorer spells them.
_THEMES = {
    "transport": "mobilnosc", "police services": "bezpieczenstwo-i-kryzysy", "fire-protection services": "bezpieczenstwo-i-kryzysy",
    "public order and safety": "bezpieczenstwo-i-kryzysy", "civil defence": "bezpieczenstwo-i-kryzysy",
    "r&d public order and safety": "bezpieczenstwo-i-kryzysy", "security": "bezpieczenstwo-i-kryzysy",
    "public health services": "opieka-i-zdrowie", "health": "opieka-i-zdrowie", "hospital services": "opieka-i-zdrowie",
    "r&d health": "opieka-i-zdrowie", "medical products, appliances and equipment": "opieka-i-zdrowie",
    "social protection": "opieka-i-zdrowie", "r&d social protection": "opieka-i-zdrowie", "family and children": "opieka-i-zdrowie",
    "old age": "opieka-i-zdrowie", "unemployment": "gospodarka-i-praca", "other industries": "gospodarka-i-praca",
    "general economic, commercial and labour affair": "gospodarka-i-praca", "economic affairs": "gospodarka-i-praca",
    "r&d economic affairs": "gospodarka-i-praca", "r&d education": "edukacja-i-mlodziez", "secondary education": "edukacja-i-mlodziez",
    "education": "edukacja-i-mlodziez", "education not definable by level": "edukacja-i-mlodziez",
    "pre-primary and primary education": "edukacja-i-mlodziez", "post-secondary non-tertiary education": "edukacja-i-mlodziez",
    "tertiary education": "edukacja-i-mlodziez", "cultural services": "kultura-i-sport",
    "recreational and sporting services": "kultura-i-sport", "recreation, culture and religion": "kultura-i-sport",
    "water supply": "upaly-i-woda", "waste water management": "upaly-i-woda", "waste management": "odpady-i-obieg-zamkniety",
    "fuel and energy": "powietrze-i-cieplo", "street lighting": "powietrze-i-cieplo", "pollution abatement": "powietrze-i-cieplo",
    "housing": "mieszkania", "housing development": "mieszkania",
}  # fmt: skip
_TYPES = {
    "Governance and voting": "glos-mieszkancow", "Engagement management": "uslugi-cyfrowe", "Data sharing management": "uslugi-cyfrowe",
    "Service integration (various)": "uslugi-cyfrowe", "Improving cybersecurity": "uslugi-cyfrowe",
    "Authentication of self-sovereign digital id services": "uslugi-cyfrowe", "Internal support processes": "uslugi-cyfrowe",
    "Certification and validation processes": "uslugi-cyfrowe", "Registration and data notarisation processes": "uslugi-cyfrowe",
}  # fmt: skip


def records(rows: Iterable[Row]) -> Iterator[Record]:
    """The rows as records of the import; read twice, because some organisations are only a city's name."""
    kept = list(rows)
    cities = {city for row in kept if (city := _named_city(row))}
    return (_record(row, cities) for row in kept)


def _record(row: Row, cities: set[tuple[str, str]]) -> Record:
    started, ended = partial_date(row["start_date"]), partial_date(row.get("end_date", ""))
    sector = _function(row["secondary_sector"])
    general = "uslugi-cyfrowe" if row["primary_sector"] == "General public services" else ""
    themes = [_THEMES.get(sector, ""), _TYPES.get(row["type"], ""), general]
    return filled(
        {
            "source_id": str(row["id"]),
            "url": first_url(row.get("url", "")),
            "language": "en",
            **_place(row, cities),
            "title": line(row["name"]),
            **described(row["description"]),
            "partners": line(row.get("lead_organisation_name") or ""),
            "themes": list(dict.fromkeys(theme for theme in themes if theme)),
            "tags": _tags(row, sector),
            "status": _STATUSES[row["status"]],
            "started_on": started,
            "ended_on": ended if ended >= started else "",
            "licence": "EUPL-1.2",
        }
    )


def _place(row: Row, cities: set[tuple[str, str]]) -> Record:
    country = country_code(row["geocoverage"][0])
    organisation = line(row.get("lead_organisation_name") or "")
    if row["geoextent"] == "Local" and country == "PL" and (teryt := polish_town(organisation)):
        return {"city": teryt}
    if city := _named_city(row) or next(iter({(country, organisation)} & cities), None):
        return {"place": {"country": city[0], "name": city[1]}}
    if not organisation:
        organisation = f"{row['lead_organisation_category'].replace('-', ' ')}, {row['geocoverage'][0]}"
    return {"place": {"organisation": organisation[:300], "country": country, "scope": _SCOPES[row["geoextent"]]}}


def _named_city(row: Row) -> tuple[str, str] | None:
    """Country and name of the city that a local organisation's name names, where it names one and nothing else."""
    country = country_code(row["geocoverage"][0])
    found = _CITY.match(line(row.get("lead_organisation_name") or ""))
    if country == "PL" or row["geoextent"] != "Local" or found is None:
        return None
    name = found["after"] or found["before"]
    town = "" if _NOT_ONE_CITY.search(name) else town_name(name)
    return (country, town) if town else None


def _function(sector: str) -> str:
    """A function of government without the marks of the classification: "Police services", "Health n.e.c."."""
    return re.sub(r"\s*n\.e\.c\.?|\.$", "", sector.strip()).strip().lower()


def _tags(row: Row, sector: str) -> list[str]:
    kind = re.sub(r"\s*\(various\)", "", row["type"]).lower()
    plain = sector.removeprefix("r&d ").replace(", ", " / ").replace("affair", "affairs").replace("affairss", "affairs")
    return list(dict.fromkeys([row["technology"].lower(), kind, plain]))
