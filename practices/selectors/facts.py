"""What a table says of a published version beside its card: when, by how many, for how much, under which licence."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from practices.models import CostItem, PracticeVersion, VersionState


@dataclass(frozen=True, slots=True)
class CostSum:
    """All costs of one currency (ISO 4217); `yearly` is the part that comes back every year."""

    currency: str
    total: Decimal
    yearly: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeFacts:
    """Facts of one version and of its city. Dates of the work are as precise as they are known ("2024", "2024-05"), else empty; `staff_fte`
    in full-time posts; `city_country` (ISO 3166-1) and `population` are the city's, empty and None where there is no city.
    """

    started_on: str
    ended_on: str
    staff_fte: Decimal | None
    sdgs: tuple[int, ...]
    licence: str
    costs: tuple[CostSum, ...]
    city_country: str
    population: int | None
    first_published_at: datetime
    updated_at: datetime


def practice_facts(versions: Collection[int]) -> dict[int, PracticeFacts]:
    """The facts of those of these versions that are or were public, in two queries; whether their practices are public cards tell."""
    costs = _costs(versions)
    public = (VersionState.PUBLISHED, VersionState.SUPERSEDED)
    rows = PracticeVersion.objects.filter(id__in=versions, state__in=public).values_list(
        "id", "started_on", "ended_on", "staff_fte", "sdgs", "licence", "practice__city__country",
        "practice__city__population", "practice__first_published_at", "practice__updated_at",
    )  # fmt: skip
    return {
        id: PracticeFacts(
            started_on=started,
            ended_on=ended,
            staff_fte=staff,
            sdgs=tuple(sdgs),
            licence=licence,
            costs=costs.get(id, ()),
            city_country=country or "",
            population=population,
            first_published_at=published,
            updated_at=updated,
        )
        for id, started, ended, staff, sdgs, licence, country, population, published, updated in rows
        if published and updated  # what is public has both
    }


def _costs(versions: Collection[int]) -> dict[int, tuple[CostSum, ...]]:
    """Sums by version, the currencies in the order in which they first appear."""
    found: dict[int, dict[str, CostSum]] = defaultdict(dict)
    items = CostItem.objects.filter(version__in=versions).order_by("version_id", "position", "id")
    for version, currency, amount, yearly in items.values_list("version_id", "currency", "amount", "yearly"):
        known = found[version].get(currency, CostSum(currency, Decimal(0), Decimal(0)))
        again = known.yearly + (amount if yearly else 0)
        found[version][currency] = CostSum(currency, known.total + amount, again)
    return {version: tuple(sums.values()) for version, sums in found.items()}
