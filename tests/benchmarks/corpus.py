"""Practices made up for measuring, straight into the tables: `PRACTICES_DATA=... python -m tests.benchmarks.corpus --practices 10000`.

Fills the database of `DATABASE_URL` (or the SQLite file in `VAR_DIR`) up to that many practices; stopped and run again, it goes on where it
stopped, and the same seed always makes the same collection. They are published, by cities of the register, with texts of `material`: a
fifth also in English, one to three themes, tags by Zipf's law, indicators and costs now and then. `search_index build --promote` indexes
them like any others; nothing is put into the outbox.

For other measurements: `prepare()`, then `fill(practices, seed)`.
"""

import argparse
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

os.environ.setdefault("SECRET_KEY", "only for measuring")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
os.environ.pop("DEBUG", None)  # Django would remember every statement

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Max, Model  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: E402

from network.models import City, Membership  # noqa: E402
from network.slugs import ascii_slug  # noqa: E402
from practices.models import (  # noqa: E402
    ChangeCounter,
    ChangeKind,
    CostItem,
    EvidenceLevel,
    Indicator,
    Practice,
    PracticeState,
    PracticeText,
    PracticeVersion,
    PublicChange,
    Status,
    Tag,
    Theme,
    VersionState,
    VersionTag,
    VersionTheme,
)
from practices.services.tags import ensure_tags  # noqa: E402
from practices.services.themes import load_themes  # noqa: E402
from tests.benchmarks.material import Material, material  # noqa: E402

# A transaction of its own, so that memory stays flat and a stop loses little.
_BATCH = 1_000
_MEMBERS = 300
_FIRST_DAY, _DAYS = datetime(2014, 1, 1, 8, tzinfo=UTC), 4_300
_STATUSES = ((Status.FINISHED, 6), (Status.RUNNING, 3), (Status.PLANNED, 1), (Status.STOPPED, 1))
_EVIDENCE = (
    (EvidenceLevel.CLAIMED, 5), (EvidenceLevel.MONITORED, 3), (EvidenceLevel.BEFORE_AFTER, 2), (EvidenceLevel.EXTERNAL, 1),
)  # fmt: skip

Done = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What practices belong to, by id, with accumulated weights for `random.choices`."""

    material: Material
    cities: list[int]
    city_weights: list[float]
    themes: list[int]
    theme_weights: list[float]
    tags: list[int]


@dataclass(slots=True)
class _Rows:
    """The rows of one batch by model, in the order in which they are inserted."""

    practices: list[Practice] = field(default_factory=list)
    versions: list[PracticeVersion] = field(default_factory=list)
    parts: dict[type[Model], list[Any]] = field(default_factory=dict)

    def add(self, row: Model) -> None:
        """One more row of something that belongs to a version."""
        self.parts.setdefault(type(row), []).append(row)


def prepare() -> None:
    """Tables, register, themes, tags and members; safe to run again."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_register", verbosity=0)
    load_themes()
    with transaction.atomic():
        ensure_tags(material().tags)
        largest = City.objects.filter(teryt__isnull=False, memberships__isnull=True).order_by("-population", "id")
        missing = max(0, _MEMBERS - Membership.objects.count())
        joined = _FIRST_DAY.date()
        Membership.objects.bulk_create(Membership(city=city, joined_on=joined) for city in largest[:missing])


def fill(practices: int, seed: int = 1, *, done: Done | None = None) -> int:
    """Make practices until this seed has so many, and return how many were made; `done` is told how many there are."""
    source = f"corpus {seed}"
    have = Practice.objects.filter(source=source).count()
    around = _surroundings()
    for first in range(have, practices, _BATCH):
        numbers = range(first, min(first + _BATCH, practices))
        with transaction.atomic():
            _insert(_batch(source, numbers, around))
        if done:
            done(numbers.stop)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return max(0, practices - have)


def _surroundings() -> _Surroundings:
    known = material()
    cities = list(
        City.objects.filter(population__gt=0, teryt__isnull=False).order_by("id").values_list("id", "population")
    )
    themes = list(Theme.objects.order_by("position", "slug").values_list("id", flat=True))
    tags = dict(Tag.objects.filter(key__in=known.tags).values_list("key", "id"))
    return _Surroundings(
        material=known,
        cities=[id for id, _ in cities],
        city_weights=list(accumulate((population or 0) ** 0.7 for _, population in cities)),
        themes=themes,
        theme_weights=list(accumulate(1 / (place + 3) for place in range(len(themes)))),
        tags=[tags[key] for key in known.tags],
    )


def _batch(source: str, numbers: range, around: _Surroundings) -> _Rows:
    rows = _Rows()
    practice_id = (Practice.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    version_id = (PracticeVersion.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    for offset, number in enumerate(numbers):
        chance = random.Random(f"{source} {number}")
        _practice(rows, practice_id + offset, version_id + offset, source, number, chance, around)
    return rows


def _practice(
    rows: _Rows, id: int, version: int, source: str, number: int, chance: random.Random, around: _Surroundings
) -> None:
    at = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS), seconds=chance.randrange(36_000))
    texts = {"pl": around.material.languages["pl"].texts(chance)}
    if chance.random() < 0.2:
        texts["en"] = around.material.languages["en"].texts(chance)
    [city] = chance.choices(around.cities, cum_weights=around.city_weights)
    slug = ascii_slug(texts["pl"]["title"]) or "praktyka"
    rows.practices.append(
        Practice(
            id=id, slug=slug, city_id=city, country="PL", source=source, source_id=str(number),
            state=PracticeState.PUBLISHED, live_id=version, search_version=1, first_published_at=at, updated_at=at,
        )
    )  # fmt: skip
    rows.versions.append(_version(id, version, at, chance))
    for language, prose in texts.items():
        rows.add(PracticeText(version_id=version, language=language, **prose))
    _labels(rows, version, chance, around)
    _figures(rows, version, chance)


def _version(practice: int, id: int, at: datetime, chance: random.Random) -> PracticeVersion:
    [status] = chance.choices([s for s, _ in _STATUSES], [n for _, n in _STATUSES])
    [evidence] = chance.choices([e for e, _ in _EVIDENCE], [n for _, n in _EVIDENCE])
    return PracticeVersion(
        id=id, practice_id=practice, number=1, state=VersionState.PUBLISHED, revision=1, status=status,
        started_on=f"{at.year - chance.randrange(4)}-{chance.randrange(1, 13):02}", evidence_level=evidence,
        contact_mailbox="kontakt@miasto.example", published_at=at, confirmed_on=at.date(),
        review_by=(at + timedelta(days=730)).date(),
    )  # fmt: skip


def _labels(rows: _Rows, version: int, chance: random.Random, around: _Surroundings) -> None:
    themes = chance.choices(around.themes, cum_weights=around.theme_weights, k=chance.choice((1, 1, 2, 3)))
    for position, theme in enumerate(dict.fromkeys(themes)):
        rows.add(VersionTheme(version_id=version, theme_id=theme, position=position))
    tags = chance.choices(around.tags, cum_weights=around.material.tag_weights, k=chance.randrange(2, 8))
    for tag in dict.fromkeys(tags):
        rows.add(VersionTag(content_object_id=version, tag_id=tag))


def _figures(rows: _Rows, version: int, chance: random.Random) -> None:
    if chance.random() < 0.4:
        name = {"pl": "Zużycie energii", "en": "Energy used"}
        baseline, value = chance.randrange(100, 1000), chance.randrange(10, 900)
        rows.add(
            Indicator(version_id=version, name=name, baseline=baseline, value=value, unit="MWh", measured_on="2023")
        )
    if chance.random() < 0.3:
        amount = 1_000 * chance.randrange(5, 5_000)
        rows.add(
            CostItem(version_id=version, what={"pl": "Całość prac", "en": "All works"}, amount=amount, price_year=2023)
        )


def _insert(rows: _Rows) -> None:
    """One batch. Practices and versions name each other, so their ids are given here; the database checks them at the commit."""
    Practice.objects.bulk_create(rows.practices)
    PracticeVersion.objects.bulk_create(rows.versions)
    for model, parts in rows.parts.items():
        model._default_manager.bulk_create(parts)
    _number_changes(rows.practices)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Practice, PracticeVersion]):
            cursor.execute(statement)


def _number_changes(practices: list[Practice]) -> None:
    """The changes feed tells of them, as if they had been published one after the other."""
    counter, _ = ChangeCounter.objects.get_or_create(pk=1)
    PublicChange.objects.bulk_create(
        PublicChange(
            practice=p, number=counter.last + place, kind=ChangeKind.PUBLISHED, happened_at=p.updated_at or _FIRST_DAY
        )
        for place, p in enumerate(practices, start=1)
    )
    counter.last += len(practices)
    counter.save()


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True),
    )  # fmt: skip


def main() -> int:
    """Fill the database as the arguments ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--practices", type=int, default=10_000, help="how many there shall be")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another collection beside it")
    options = parser.parse_args()
    try:
        prepare()
        with _bar() as bar:
            task = bar.add_task("Making practices", total=options.practices)
            made = fill(options.practices, options.seed, done=lambda there: bar.update(task, completed=there))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; run it again and it goes on.", file=sys.stderr)
        return 130
    published = Practice.objects.filter(state=PracticeState.PUBLISHED).count()
    print(f"{made} practices made, {published} published in all. Index them: manage.py search_index build --promote")
    return 0


if __name__ == "__main__":
    sys.exit(main())
