"""Open invitations."""

from django.utils import timezone

from network.invitation_tokens import token_hash
from network.models import Invitation, User


def open_invitation(token: str) -> Invitation | None:
    """The invitation of this secret token, with its city, while it can still be accepted."""
    rows = Invitation.objects.select_related("city", "invited_by")
    return rows.filter(token_hash=token_hash(token), accepted_at__isnull=True, expires_at__gt=timezone.now()).first()


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address has an account already, so that no name and password are asked for."""
    return User.objects.filter(email__iexact=invitation.email).exists()
