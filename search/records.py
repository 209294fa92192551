"""What of a practice is searched, read from the database in a fixed number of flat queries (plain tuples: limits.md, section 3)."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from network.register import population_band, voivodeship_name
from practices.models import (
    BuildingBlock,
    CostItem,
    Indicator,
    Link,
    Practice,
    PracticeState,
    PracticeText,
    VersionTag,
    VersionTheme,
)
from practices.requirements import complete_languages

BODY = (
    "challenge", "solution", "results", "lessons", "conditions", "partners", "target_groups", "legal_basis", "participation",
)  # fmt: skip
_TEXTS = ("title", "summary", *BODY)


@dataclass(slots=True)
class Record:
    """A public practice as search sees it: prose by language and part, exact values by facet, moment of publication."""

    id: int
    version: int
    published_at: datetime
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
    rows = {row[0]: row for row in Practice.objects.filter(id__in=listed(ids)).values_list(*_PRACTICE)}
    found: dict[int, Record] = {}
    versions: dict[int, Record] = {}
    for row in rows.values():
        if row[2] == PracticeState.PUBLISHED:
            record = _record(row)
            found[record.id] = versions[row[3]] = record
    if versions:
        originals = {row[3]: row[4] for row in rows.values() if row[3]}
        _read_texts(versions, originals)
        _read_labels(versions, originals)
        _read_parts(versions)
    return [found.get(id) or Gone(id, rows[id][1] if id in rows else NEVER) for id in sorted(set(ids))]


_PRACTICE = (
    "id", "search_version", "state", "live_id", "live__original_language", "live__status", "live__evidence_level",
    "live__started_on", "first_published_at", "organisation", "city__slug", "city__name", "city__voivodeship",
    "city__population",
)  # fmt: skip


def _record(row: Sequence[object]) -> Record:
    (id, version, _, _, _, status, evidence, started, published, organisation, slug, city, voivodeship, population) = (
        row
    )
    assert isinstance(id, int) and isinstance(version, int)
    moment = published if isinstance(published, datetime) else datetime.fromtimestamp(0, tz=UTC)
    record = Record(id=id, version=version, published_at=moment)
    band = population_band(population) if isinstance(population, int) else ""
    year = str(started)[:4] if started else str(moment.year)
    exact = {
        "city": slug, "voivodeship": voivodeship, "population": band, "status": status, "evidence": evidence, "year": year,
    }  # fmt: skip
    record.values = {name: [str(value)] for name, value in exact.items() if value}
    for language in ("pl", "en"):
        names = [city, organisation, voivodeship and voivodeship_name(str(voivodeship), language)]
        record.labels[language] += [str(name) for name in names if name]
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


def _localised(texts: object) -> Iterator[tuple[str, str]]:
    if isinstance(texts, dict):
        yield from ((language, text) for language, text in texts.items() if text)
