"""What of a practice is searched, read from the database in a fixed number of flat queries (plain tuples: limits.md, section 3)."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from network.register import population_band, voivodeship_name
from practices.models import (
    BuildingBlock,
    CostItem,
    EvidenceLevel,
    Indicator,
    Link,
    LinkKind,
    Practice,
    PracticeState,
    PracticeText,
    VersionTag,
    VersionTheme,
)
from practices.requirements import complete_languages
from search.query.bands import cost_band, staff_band
from search.query.freshness import CONFIRMED, month_of

BODY = (
    "challenge", "solution", "results", "lessons", "conditions", "partners", "target_groups", "legal_basis", "participation",
)  # fmt: skip
_TEXTS = ("title", "summary", *BODY)


@dataclass(slots=True)
class Record:
    """A public practice as search sees it: prose by language and part, exact values by keyword field, moment of publication.

    `evidence`: how strong, from 0 (no reviewer has said) to 4; `cost`: of the first year in złoty per inhabitant, None where it is not
    known.
    """

    id: int
    version: int
    published_at: datetime
    evidence: int = 0
    cost: Decimal | None = None
    title: dict[str, str] = field(default_factory=dict)
    summary: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    body: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gone:
    """A practice that search must not know, as of `version`."""

    id: int
    version: int


# Above any version a practice can have: for ids that the database no longer knows at all.
NEVER = 2**62


def searchable() -> "QuerySet[Practice]":
    """The practices that search knows: the published ones (archived ones have left it)."""
    return Practice.objects.filter(state=PracticeState.PUBLISHED)


def listed(ids: Collection[int]) -> RawSQL:
    """The ids as one parameter: a thousand parameters cost Django and its driver more than the rows that they find."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def read_records(ids: Collection[int]) -> list[Record | Gone]:
    """The records of these practices as committed now, in ascending order of id; `Gone` for each that is not public."""
    read = Practice.objects.filter(id__in=listed(ids)).values_list(*_COLUMNS)
    rows = {row.id: row for row in map(_Row._make, read)}
    found: dict[int, Record] = {}
    versions: dict[int, Record] = {}
    today = timezone.localdate()
    for row in rows.values():
        if row.state == PracticeState.PUBLISHED:
            found[row.id] = versions[row.live] = _record(row, today)
    if versions:
        originals = {row.live: row.language for row in rows.values() if row.live}
        _read_texts(versions, originals)
        _read_labels(versions, originals)
        _read_parts(versions)
        _read_costs(versions, {row.live: row.population for row in rows.values()})
        _read_documents(versions)
    return [found.get(id) or Gone(id, rows[id].version if id in rows else NEVER) for id in sorted(set(ids))]


class _Row(NamedTuple):
    """What of a practice stands in one row."""

    id: int
    version: int
    state: str
    live: int
    language: str
    status: str
    evidence: str
    started: str
    published_at: datetime | None
    organisation: str
    city: str | None
    city_name: str | None
    voivodeship: str | None
    population: int | None
    kind: str | None
    staff: Decimal | None
    goals: list[int] | None
    confirmed_on: date | None
    live_since: datetime | None


_COLUMNS = (
    "id", "search_version", "state", "live_id", "live__original_language", "live__status", "live__evidence_level",
    "live__started_on", "first_published_at", "organisation", "city__slug", "city__name", "city__voivodeship",
    "city__population", "city__kind", "live__staff_fte", "live__sdgs", "live__confirmed_on", "live__published_at",
)  # fmt: skip
_STRENGTH = {level.value: strength for strength, level in enumerate(EvidenceLevel, start=1)}


def _record(row: _Row, today: date) -> Record:
    moment = row.published_at or datetime.fromtimestamp(0, tz=UTC)
    record = Record(id=row.id, version=row.version, published_at=moment, evidence=_STRENGTH.get(row.evidence, 0))
    exact = {
        "city": row.city, "voivodeship": row.voivodeship, "population": population_band(row.population), "kind": row.kind,
        "staff": "" if row.staff is None else staff_band(row.staff), "status": row.status, "evidence": row.evidence,
        "year": row.started[:4] if row.started else str(moment.year),
        CONFIRMED: month_of(row.confirmed_on or timezone.localdate(row.live_since or moment), today),
    }  # fmt: skip
    record.values = {name: [value] for name, value in exact.items() if value}
    record.values["sdg"] = [str(goal) for goal in row.goals or ()]
    for language in ("pl", "en"):
        names = [row.city_name, row.organisation, row.voivodeship and voivodeship_name(row.voivodeship, language)]
        record.labels[language] += [name for name in names if name]
    return record


def _read_texts(versions: dict[int, Record], originals: dict[int, str]) -> None:
    rows = PracticeText.objects.filter(version__in=listed(versions)).values_list("version_id", "language", *_TEXTS)
    by_version: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for version, language, *texts in rows.order_by("version_id", "language"):
        named = dict(zip(_TEXTS, texts, strict=True))
        by_version[version][language] = named
        record = versions[version]
        record.title[language], record.summary[language] = named["title"], named["summary"]
        record.body[language] += [named[name] for name in BODY if named[name]]
    for version, texts_by_language in by_version.items():
        complete = complete_languages(texts_by_language, originals[version])
        versions[version].values["language"] = list(complete)


def _read_labels(versions: dict[int, Record], originals: dict[int, str]) -> None:
    themes = VersionTheme.objects.filter(version__in=listed(versions)).values_list(
        "version_id", "theme__slug", "theme__name_pl", "theme__name_en",
        "theme__parent__slug", "theme__parent__name_pl", "theme__parent__name_en",
    )  # fmt: skip
    for version, slug, name_pl, name_en, parent, parent_pl, parent_en in themes:
        record = versions[version]
        known = record.values.setdefault("theme", [])
        known += [value for value in (slug, parent) if value and value not in known]
        record.labels["pl"] += [name for name in (name_pl, parent_pl) if name]
        record.labels["en"] += [name for name in (name_en, parent_en) if name]
    tags = VersionTag.objects.filter(content_object__in=listed(versions)).values_list(
        "content_object_id",
        Coalesce("tag__canonical__slug", F("tag__slug")),
        Coalesce("tag__canonical__name", F("tag__name")),
    )
    for version, slug, name in tags:
        record = versions[version]
        known = record.values.setdefault("tag", [])
        if slug not in known:
            known.append(slug)
            record.labels[originals[version]].append(name)


def _read_parts(versions: dict[int, Record]) -> None:
    """The texts of indicators, costs, building blocks and links join the body of their language."""
    for model, names in (
        (Indicator, ("name", "source")),
        (CostItem, ("what", "funding_source")),
        (BuildingBlock, ("name", "description")),
        (Link, ("title", "alt")),
    ):
        rows = model._default_manager.filter(version__in=listed(versions)).values_list("version_id", *names)
        for version, *maps in rows:
            for texts in maps:
                for language, text in _localised(texts):
                    versions[version].body[language].append(text)


def _read_costs(versions: dict[int, Record], populations: Mapping[int, int | None]) -> None:
    """The costs of the first year, as the practice's page adds them up; where one is in a foreign currency there is no sum."""
    rows = CostItem.objects.filter(version__in=listed(versions)).values_list("version_id", "amount", "currency")
    totals: dict[int, Decimal] = defaultdict(Decimal)
    foreign = set()
    for version, amount, currency in rows:
        totals[version] += amount
        if currency != "PLN":
            foreign.add(version)
    for version in totals.keys() - foreign:
        record, population = versions[version], populations[version]
        record.values["cost"] = [cost_band(totals[version])]
        if population:
            record.cost = totals[version] / population


def _read_documents(versions: dict[int, Record]) -> None:
    links = Link.objects.filter(version__in=listed(versions), kind=LinkKind.DOCUMENT)
    for (version,) in links.order_by().values_list("version_id").distinct():
        versions[version].values["documents"] = ["yes"]


def _localised(texts: object) -> Iterator[tuple[str, str]]:
    if isinstance(texts, dict):
        yield from ((language, text) for language, text in texts.items() if text)
