"""One line of an import file: checked against the published JSON Schema and turned into a practice's content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match

from practices.content import BlockContent, CostContent, IndicatorContent, LinkContent, PracticeContent, Text
from practices.languages import TEXT_FIELDS

SCHEMA = Path(__file__).parent.parent / "data" / "record.schema.json"


class BadRecord(ValueError):
    """A line that cannot be imported; the message says which field and what would be right."""


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """A checked record. `place` is a slug or TERYT, or a map as in the schema; `digest` tells whether it has changed."""

    source_id: str
    source_url: str
    place: str | Mapping[str, Any]
    content: PracticeContent
    evidence_level: str
    reviewer_opinion: str
    review_by: date | None
    published_on: date | None
    digest: str


def read_record(line: str | bytes) -> ImportRecord:
    """The record of a line; raises BadRecord with a sentence for anything that is wrong with it."""
    row = _checked(line)
    language: str = row["language"]
    texts = {language: _text(row), **{code: _text(fields) for code, fields in row.get("translations", {}).items()}}
    contact = row.get("contact", {})
    content = PracticeContent(
        original_language=language,
        texts=texts,
        themes=tuple(row.get("themes", ())),
        tags=tuple(dict.fromkeys(row.get("tags", ()))),
        status=row.get("status", ""),
        started_on=row.get("started_on", ""),
        ended_on=row.get("ended_on", ""),
        staff_fte=_decimal(row.get("staff_fte"), 2),
        months_to_implement=row.get("months_to_implement"),
        sdgs=tuple(row.get("sdgs", ())),
        licence=row.get("licence", "CC-BY-4.0"),
        indicators=tuple(_indicator(part, language) for part in row.get("indicators", ())),
        costs=tuple(_cost(part, language) for part in row.get("costs", ())),
        blocks=tuple(_block(part, language) for part in row.get("building_blocks", ())),
        links=tuple(_link(part, language, len(row.get("building_blocks", ()))) for part in row.get("links", ())),
        **{f"contact_{name}": contact.get(name, "") for name in _CONTACT},
    )
    return ImportRecord(
        source_id=row["source_id"],
        source_url=row.get("url", ""),
        place=row.get("city") or row["place"],
        content=content,
        evidence_level=row.get("evidence_level", ""),
        reviewer_opinion=row.get("reviewer_opinion", ""),
        review_by=_date(row.get("review_by")),
        published_on=_date(row.get("published_on")),
        digest=hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest(),
    )


_CONTACT = ("unit", "role", "mailbox", "person", "person_email", "person_phone")


def _checked(line: str | bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        row = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadRecord(f"The line is not UTF-8 (byte {error.start + 1}). Save the file as UTF-8.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadRecord(f"The line is not JSON: {error}. Write one object on one line.") from error
    if "\\u0000" in json.dumps(row):
        raise BadRecord("A text contains the character NUL. Remove it.")
    if (error := best_match(_validator().iter_errors(row))) is not None:
        raise BadRecord(_said(error))
    assert isinstance(row, dict)
    return row


def _no_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not a number", name, 0)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=FormatChecker(["date", "email"]))


def _said(error: ValidationError) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    if error.validator == "anyOf" and not where:
        return "There is no place: give `city` (a slug or TERYT), or `place` as docs/import.md describes it."
    message = error.message if len(error.message) < 300 else f"{error.message[:140]} … {error.message[-140:]}"
    return f"{where}: {message}" if where else message


def _text(fields: Mapping[str, Any]) -> Text:
    return Text(**{name: fields.get(name, "").strip() for name in TEXT_FIELDS})


def _localised(value: str | Mapping[str, str] | None, language: str) -> dict[str, str]:
    if not value:
        return {}
    return {language: value} if isinstance(value, str) else {code: text for code, text in value.items() if text}


def _indicator(part: Mapping[str, Any], language: str) -> IndicatorContent:
    return IndicatorContent(
        name=_localised(part["name"], language),
        baseline=_decimal(part.get("baseline"), 4),
        value=_decimal(part.get("value"), 4),
        unit=part.get("unit", ""),
        measured_on=part.get("measured_on", ""),
        source=_localised(part.get("source"), language),
    )


def _cost(part: Mapping[str, Any], language: str) -> CostContent:
    amount = _decimal(part["amount"], 2)
    assert amount is not None
    return CostContent(
        what=_localised(part["what"], language),
        amount=amount,
        currency=part.get("currency", "PLN"),
        price_year=part.get("price_year"),
        yearly=part.get("yearly", False),
        funding_source=_localised(part.get("funding_source"), language),
    )


def _block(part: Mapping[str, Any], language: str) -> BlockContent:
    return BlockContent(
        name=_localised(part["name"], language), description=_localised(part.get("description"), language)
    )


def _link(part: Mapping[str, Any], language: str, blocks: int) -> LinkContent:
    block = part.get("block")
    if block is not None and block >= blocks:
        raise BadRecord(f"links: block {block} does not exist; there are {blocks} building blocks, counted from 0.")
    return LinkContent(
        kind=part.get("kind", "website"),
        url=part["url"],
        title=_localised(part["title"], language),
        alt=_localised(part.get("alt"), language),
        author=part.get("author", ""),
        licence=part.get("licence", ""),
        language=part.get("language", ""),
        accessible=part.get("accessible"),
        block=block,
    )


def _decimal(value: float | None, places: int) -> Decimal | None:
    if value is None:
        return None
    number = Decimal(str(value))
    if abs(number) >= Decimal(10) ** 14:
        raise BadRecord(f"{value} is too large a number: at most fourteen digits before the decimal point.")
    return round(number, places)


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
