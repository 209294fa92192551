"""What a practice's costs come to, per currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from practices.content import CostContent


@dataclass(frozen=True, slots=True)
class CostTotal:
    """Sums of one currency; `per_inhabitant` (first year) where the population is known and no other currency is there."""

    currency: str
    once: Decimal
    yearly: Decimal
    per_inhabitant: Decimal | None

    @property
    def first_year(self) -> Decimal:
        """What the first year costs."""
        return self.once + self.yearly


def cost_totals(costs: Iterable[CostContent], population: int | None) -> list[CostTotal]:
    """The sums in the order in which currencies first appear."""
    once: dict[str, Decimal] = {}
    yearly: dict[str, Decimal] = {}
    for cost in costs:
        once.setdefault(cost.currency, Decimal(0))
        yearly.setdefault(cost.currency, Decimal(0))
        kind = yearly if cost.yearly else once
        kind[cost.currency] += cost.amount
    alone = len(once) == 1
    return [
        CostTotal(
            currency,
            once[currency],
            yearly[currency],
            round((once[currency] + yearly[currency]) / population, 2) if alone and population else None,
        )
        for currency in once
    ]
