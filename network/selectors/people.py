"""The people of a city: who writes for it, who is invited, which accounts a demo offers."""

from django.utils import timezone

from network.models import City, Invitation, Role, RoleAssignment


def people_of(city: City) -> list[RoleAssignment]:
    """Those who write for the city, coordinators first, then by name; each with `user`."""
    held = RoleAssignment.objects.filter(
        city=city, role__in=[Role.CITY_COORDINATOR, Role.CITY_EDITOR], user__is_active=True
    )
    return sorted(
        held.select_related("user"), key=lambda row: (row.role != Role.CITY_COORDINATOR, row.user.name.casefold())
    )


def pending_invitations(city: City) -> list[Invitation]:
    """Invitations to the city that can still be accepted, latest first."""
    return list(
        Invitation.objects.filter(city=city, accepted_at__isnull=True, expires_at__gt=timezone.now()).order_by(
            "-created_at"
        )
    )
