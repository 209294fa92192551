"""Cards of social innovations: the problem, the solution, for whom, who can use it, whether it works."""

from collections.abc import Iterable, Iterator

from tests.datasets.reading import Record, Row, filled, line, prose

SOURCE = "Biblioteka Innowacji Społecznych ROPS w Krakowie"

_THEMES = {
    "dla-seniorow": ["opieka-i-zdrowie"],
    "dla-dzieci-mlodziezy-i-rodziny": ["edukacja-i-mlodziez", "opieka-i-zdrowie"],
    "dla-rynku-pracy": ["gospodarka-i-praca"],
    "dla-cudzoziemcow": ["opieka-i-zdrowie"],
}
_TAGS = {
    "dla-seniorow": "seniorzy",
    "dla-dzieci-mlodziezy-i-rodziny": "dzieci i młodzież",
    "dla-rynku-pracy": "rynek pracy",
    "dla-cudzoziemcow": "cudzoziemcy",
}


def records(rows: Iterable[Row]) -> Iterator[Record]:
    """The rows as records of the import."""
    return map(_record, rows)


def _record(row: Row) -> Record:
    category = row.get("category", "")
    whom = [prose(row["target_group"]), f"Kto może skorzystać: {prose(row['who_can_use'])}"]
    return filled(
        {
            "source_id": row["id"],
            "url": row.get("url", ""),
            "language": "pl",
            "place": {
                "organisation": line(row.get("authors", "")) or "Regionalny Ośrodek Polityki Społecznej w Krakowie",
                "country": "PL",
                "scope": "regional",
            },
            "title": line(row["name"]),
            "challenge": prose(row["problem"]),
            "solution": prose(row["description"]),
            "results": prose(row.get("does_it_work", "")),
            "target_groups": "\n\n".join(whom),
            "themes": _THEMES.get(category, ["opieka-i-zdrowie"]),
            "tags": ["innowacja społeczna", *([_TAGS[category]] if category in _TAGS else [])],
            "licence": "CC-BY-4.0" if row.get("licence") else "",
        }
    )
