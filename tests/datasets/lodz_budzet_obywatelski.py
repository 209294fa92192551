"""Projects of the civic budget of Łódź: proposals of residents with a category, a neighbourhood and an estimated cost."""

import re
from collections.abc import Iterable, Iterator

from tests.datasets.reading import Record, Row, described, filled, line

SOURCE = "Budżet obywatelski Łodzi"

_LODZ = "1061011"
_THEMES = {
    "Tereny zielone i ochrona środowiska": "upaly-i-woda",
    "Infrastruktura drogowa i komunikacja": "mobilnosc",
    "Sport i rekreacja": "kultura-i-sport",
    "Kultura i dziedzictwo": "kultura-i-sport",
    "Edukacja, dzieci i młodzież": "edukacja-i-mlodziez",
    "Zdrowie i pomoc społeczna": "opieka-i-zdrowie",
}
# One category joins whatever the city looks after: there the title's own words decide, or nothing does.
_WORDS = (
    (
        re.compile(r"straż|\bOSP\b|ratowni|defibrylator|\bAED\b|monitoring|bezpiecz|syren", re.I),
        "bezpieczenstwo-i-kryzysy",
    ),
    (re.compile(r"chodnik|ulic[aęy] |drog|parking|rower|przejści|schod|jezdni|przystan", re.I), "mobilnosc"),
    (re.compile(r"kosz[ey]? na śmieci|kosze|śmietnik|psie|odpad|kompost", re.I), "odpady-i-obieg-zamkniety"),
    (re.compile(r"oświetleni|latarni|lamp", re.I), "powietrze-i-cieplo"),
    (re.compile(r"podjazd|wind[ay]|niepełnospraw|barier", re.I), "dostepnosc"),
    (re.compile(r"bibliote|dom kultury|boisk|siłowni|plac zabaw|\bsport", re.I), "kultura-i-sport"),
    (re.compile(r"ziele|drzew|krzew|kwiat|park|skwer|studni|staw", re.I), "upaly-i-woda"),
    (re.compile(r"szkoł|przedszkol|żłob", re.I), "edukacja-i-mlodziez"),
)


def records(rows: Iterable[Row]) -> Iterator[Record]:
    """The rows as records of the import."""
    return map(_record, rows)


def _record(row: Row) -> Record:
    return filled(
        {
            "source_id": row["id"],
            "url": row["url"],
            "language": "pl",
            "city": _LODZ,
            "title": line(row["name"]),
            **described(row["description"]),
            "target_groups": f"Mieszkańcy osiedla {row['neighbourhood']}" if row.get("neighbourhood") else "",
            "themes": _themes(row),
            "tags": ["budżet obywatelski", *_tags(row["category"])],
            "status": "planned",
            "started_on": row["year"],
            "costs": [
                {
                    "what": "Szacowany koszt zadania",
                    "amount": row["cost_pln"],
                    "currency": "PLN",
                    "funding_source": f"Budżet obywatelski {row['year']}",
                }
            ],
            "licence": "informacja sektora publicznego",
        }
    )


def _themes(row: Row) -> list[str]:
    if theme := _THEMES.get(row["category"]):
        return [theme]
    return next(([theme] for words, theme in _WORDS if words.search(row["name"])), [])


def _tags(category: str) -> list[str]:
    return [] if category == "Inne" else re.split(r", | i ", category.lower())
