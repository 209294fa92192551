"""Projects of the regional programme of Podlaskie: a beneficiary, a priority axis, a description."""

import re
from collections.abc import Iterable, Iterator

from tests.datasets.places import polish_town, town_said_in
from tests.datasets.reading import Record, Row, described, filled, line

SOURCE = "RPO Podlaskie 2014–2020"

_PODLASKIE = "20"
_MUNICIPALITY = re.compile(r"^(?:Gmina(?: Miejska| Miasto)?|Miasto) (.+)")
# The programme's priority axes; the eighth joins everything that is public infrastructure.
_AXES = {
    "1": "gospodarka-i-praca", "2": "gospodarka-i-praca", "3": "edukacja-i-mlodziez", "4": "mobilnosc", "5": "powietrze-i-cieplo",
    "6": "upaly-i-woda", "7": "opieka-i-zdrowie",
}  # fmt: skip
_WORDS = (
    (re.compile(r"onkolog|medyczn|epidemi|szpital|zdrow|żłob", re.I), "opieka-i-zdrowie"),
    (re.compile(r"rewitaliz|bulwar|plac(?:u|em)? |zagospodarowan", re.I), "srodmiescia-i-handel"),
    (re.compile(r"zabyt|muzeum|pałac|barok|dziedzictw|synagog|turyst", re.I), "dziedzictwo-i-turystyka"),
    (re.compile(r"kultur|\bsport|boisk|rekreac|kino", re.I), "kultura-i-sport"),
    (re.compile(r"transport|ruchu drogow|autobus|rower", re.I), "mobilnosc"),
    (re.compile(r"szkoł|edukac|przedszkol|młodego", re.I), "edukacja-i-mlodziez"),
)


def records(rows: Iterable[Row]) -> Iterator[Record]:
    """The rows as records of the import."""
    return map(_record, rows)


def _record(row: Row) -> Record:
    beneficiary = line(row["beneficiary"])
    return filled(
        {
            "source_id": row["id"],
            "url": row["url"],
            "language": "pl",
            **_place(beneficiary, row["title"]),
            "title": line(row["title"]),
            **described(row["description"]),
            "partners": f"Beneficjent: {beneficiary}",
            "themes": _themes(row),
            "tags": ["fundusze europejskie"],
            "status": "finished",
            "licence": "informacja sektora publicznego",
        }
    )


def _place(beneficiary: str, title: str) -> Record:
    own = _MUNICIPALITY.match(beneficiary)
    teryt = polish_town(own.group(1)) if own else ""
    teryt = teryt or town_said_in(title, voivodeship=_PODLASKIE) or town_said_in(beneficiary, voivodeship=_PODLASKIE)
    if teryt:
        return {"city": teryt}
    scope = "regional" if beneficiary.startswith("Województwo") else "city"
    return {"place": {"organisation": beneficiary, "country": "PL", "scope": scope}}


def _themes(row: Row) -> list[str]:
    axis = [_AXES[row["sphere"]]] if row["sphere"] in _AXES else []
    return list(dict.fromkeys([*axis, *(theme for words, theme in _WORDS if words.search(row["title"]))]))[:3]
