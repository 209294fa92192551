"""One line of an import file: checked against the published JSON Schema and turned into a practice's content."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError as BadUrl
from django.core.validators import URLValidator
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from practices.content import BlockContent, CostContent, IndicatorContent, LinkContent, PracticeContent, Text
from practices.languages import TEXT_FIELDS
from practices.text.cleaning import clean_line, clean_prose

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
    return ImportRecord(
        source_id=_line(row, "source_id"),
        source_url=_url(row.get("url", "")),
        place=_place(row.get("city") or row["place"]),
        content=_content(row),
        evidence_level=row.get("evidence_level", ""),
        reviewer_opinion=clean_prose(row.get("reviewer_opinion", "")),
        review_by=_date(row.get("review_by")),
        published_on=_date(row.get("published_on")),
        digest=hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest(),
    )


def _content(row: Mapping[str, Any]) -> PracticeContent:
    language: str = row["language"]
    translations = row.get("translations", {})
    if language in translations:
        raise BadRecord(f"translations: {language!r} is the language of the record itself; its texts stand outside.")
    blocks = row.get("building_blocks", ())
    contact = row.get("contact", {})
    return PracticeContent(
        original_language=language,
        texts={
            language: replace(_text(row), title=_line(row, "title")),
            **{code: _text(fields) for code, fields in translations.items()},
        },
        themes=tuple(row.get("themes", ())),
        tags=tuple(dict.fromkeys(row.get("tags", ()))),
        status=row.get("status", ""),
        started_on=row.get("started_on", ""),
        ended_on=row.get("ended_on", ""),
        staff_fte=_decimal(row.get("staff_fte"), 2),
        months_to_implement=_whole(row.get("months_to_implement")),
        sdgs=tuple(int(goal) for goal in row.get("sdgs", ())),
        licence=row.get("licence", "CC-BY-4.0"),
        indicators=tuple(_indicator(part, language) for part in row.get("indicators", ())),
        costs=tuple(_cost(part, language) for part in row.get("costs", ())),
        blocks=tuple(_block(part, language) for part in blocks),
        links=tuple(_link(part, language, len(blocks)) for part in row.get("links", ())),
        **{f"contact_{name}": contact.get(name, "") for name in _CONTACT},
    )


_is_url = URLValidator(schemes=["http", "https"])
_CONTACT = ("unit", "role", "mailbox", "person", "person_email", "person_phone")


def _checked(line: str | bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
        row = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadRecord(f"The line is not UTF-8 (byte {error.start + 1}). Save the file as UTF-8.") from error
    except RecursionError as error:
        raise BadRecord("The line is nested too deeply for a record.") from error
    # A number of thousands of digits is a ValueError, and so is all that is not JSON.
    except ValueError as error:
        raise BadRecord(f"The line is not JSON: {error}. Write one object on one line.") from error
    if (wrong := best_match(_validator().iter_errors(row))) is not None:
        raise BadRecord(_said(wrong))
    if found := next(filter(None, map(_UNWRITABLE.search, _strings(row))), None):
        character = "NUL" if found.group() == "\0" else "half of a surrogate pair"
        raise BadRecord(f"A text contains the character U+{ord(found.group()):04X} ({character}). Remove it.")
    assert isinstance(row, dict)
    return row


# What no database takes as text.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def _strings(value: object) -> Iterator[str]:
    """Every text of a row that has passed the schema, which bounds its depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


@cache
def _validator() -> Validator:
    formats = FormatChecker(["date", "email"])
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    ours: type[Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    return ours(schema, format_checker=formats)


def _pattern(validator: Validator, pattern: str, value: object, schema: object) -> Iterator[ValidationError]:
    r"""`pattern` as JSON Schema means it: "$" is the very end of the text and "\d" an ASCII digit, unlike in Python."""
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value, re.ASCII):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _said(error: ValidationError) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    if error.validator == "anyOf" and not where:
        return "There is no place: give `city` (a slug or TERYT), or `place` as docs/import.md describes it."
    message = error.message if len(error.message) < 300 else f"{error.message[:140]} … {error.message[-140:]}"
    return f"{where}: {message}" if where else message


def _text(fields: Mapping[str, Any]) -> Text:
    return Text(**{name: fields.get(name, "").strip() for name in TEXT_FIELDS})


def _line(row: Mapping[str, Any], name: str) -> str:
    if not (text := clean_line(row[name])):
        raise BadRecord(f"{name}: there is nothing to read in it.")
    return text


def _url(text: str) -> str:
    url = clean_line(text)
    try:
        if url:
            _is_url(url)
    except BadUrl as error:
        raise BadRecord(f"url: {url[:140]!r} is not an address; write it in full, from https:// on.") from error
    return url


def _place(place: str | Mapping[str, Any]) -> str | dict[str, Any]:
    """The place with its names cleaned, so that a stray space does not make a second city."""
    if isinstance(place, str):
        return place.strip()
    named = {name: _line(place, name) for name in ("name", "organisation") if name in place}
    return {**place, **named, **({"geonames": int(place["geonames"])} if "geonames" in place else {})}


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
        price_year=_whole(part.get("price_year")),
        yearly=part.get("yearly", False),
        funding_source=_localised(part.get("funding_source"), language),
    )


def _block(part: Mapping[str, Any], language: str) -> BlockContent:
    return BlockContent(
        name=_localised(part["name"], language), description=_localised(part.get("description"), language)
    )


def _link(part: Mapping[str, Any], language: str, blocks: int) -> LinkContent:
    block = _whole(part.get("block"))
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


def _whole(value: float | None) -> int | None:
    """JSON has one kind of number: 3.0 is whole as well."""
    return None if value is None else int(value)


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
