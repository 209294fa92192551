"""JSON for programs: the results as the search gives them, with facts that tables have; codes instead of labels, numbers as numbers."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from practices.api.cards import card_json
from search.exporting.base import Export
from search.exporting.rows import ExportRow
from search.finding.page import Degraded
from search.query.request import WINDOW


class Json:
    """As the contract says."""

    name = "json"
    content_type = "application/json"

    def write(self, export: Export) -> Iterator[bytes]:
        """What was asked and how much there is, then a practice a piece, at last how many they were."""
        about = _written(
            {
                "query": export.request.q,
                "url": export.address,
                "lang": export.request.lang,
                "made_at": _moment(export.made_at),
                "count": export.count,
                "limit": WINDOW,
                "truncated": export.is_cut,
                "degraded": export.degraded is not Degraded.NO,
                "degraded_by": export.degraded,
            }
        )
        yield f'{about[:-1]}, "results": ['.encode()
        exported = 0
        for exported, row in enumerate(export.rows, start=1):
            before = "\n" if exported == 1 else ",\n"
            yield f"{before}{_written(row_json(row, export.request.lang))}".encode()
        yield f'\n], "exported": {exported}}}\n'.encode()


def row_json(row: ExportRow, language: str) -> dict[str, Any]:
    """A practice of an export."""
    facts = row.facts
    return {
        **card_json(row.card, language),
        "country": row.country,
        "voivodeship": row.card.city.voivodeship if row.card.city else "",
        "population": facts.population,
        "started_on": facts.started_on,
        "ended_on": facts.ended_on,
        "staff_fte": _number(facts.staff_fte),
        "costs": [
            {"currency": cost.currency, "total": _number(cost.total), "yearly": _number(cost.yearly)} for cost in facts.costs
        ],
        "sdgs": facts.sdgs,
        "licence": facts.licence,
        "source_url": row.card.source_url,
        "first_published_at": _moment(facts.first_published_at),
        "updated_at": _moment(facts.updated_at),
    }  # fmt: skip


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
