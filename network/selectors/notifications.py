"""A person's notifications."""

from network.models import Notification, User


def notifications_of(user: User, *, limit: int = 50) -> list[Notification]:
    """The latest first."""
    return list(Notification.objects.filter(recipient=user).order_by("-created_at", "-id")[:limit])


def unread_count(user: User) -> int:
    """How many the person has not seen."""
    return Notification.objects.filter(recipient=user, read_at__isnull=True).count()
