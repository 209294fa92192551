"""What cities have published, for the register and for city pages."""

from collections.abc import Collection

from django.db.models import Count

from network.models import City, Membership
from practices.models import Practice, PracticeState


def practice_counts(cities: Collection[int] | None = None) -> dict[int, int]:
    """Published practices by city id; cities without any are absent. One query; None: of all cities."""
    rows = Practice.objects.filter(state=PracticeState.PUBLISHED, city__isnull=False)
    if cities is not None:
        rows = rows.filter(city__in=cities)
    counted = rows.order_by().values("city_id").annotate(count=Count("id"))
    return {row["city_id"]: row["count"] for row in counted if row["city_id"] is not None}


def is_member(city: City) -> bool:
    """Whether the city takes part in the network now."""
    return Membership.objects.filter(city=city, left_on__isnull=True).exists()
