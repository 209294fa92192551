"""Invitations: the only way to an account. The link is secret; what is kept of it is a hash."""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.errors import Problem, Refused
from network.invitation_tokens import token_hash
from network.models import City, Invitation, Role, RoleAssignment, User
from network.paths import invitation_path
from network.policies import forget_standing
from network.services.notifications import notify
from network.services.roles import authorise_role
from network.transactions import in_transaction

logger = logging.getLogger(__name__)

VALID = timedelta(days=14)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and, this once, its secret token."""

    invitation: Invitation
    token: str


@in_transaction
def invite(*, actor: User | None, email: str, role: Role, city: City | None = None) -> Invited:
    """Invite somebody to a role and e-mail them the link once this is committed; earlier open invitations to the same
    role end.

    Raises `Refused`: "forbidden", "invalid" (address; role without its city), "has-role".
    """
    authorise_role(actor, role, city)
    address = _address(email)
    if RoleAssignment.objects.filter(user__email__iexact=address, role=role, city=city).exists():
        raise Refused("has-role", _("Ta osoba ma już tę rolę."))
    now = timezone.now()
    Invitation.objects.filter(
        email__iexact=address, role=role, city=city, accepted_at__isnull=True, expires_at__gt=now
    ).update(expires_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        email=address, role=role, city=city, token_hash=token_hash(token), invited_by=actor, expires_at=now + VALID
    )
    invited = Invited(invitation, token)
    transaction.on_commit(lambda: _send(invited))
    return invited


def _address(email: str) -> str:
    address = User.objects.normalize_email(email.strip()).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        message = _("Wpisz adres e-mail, na przykład imie.nazwisko@miasto.pl.")
        raise Refused("invalid", message, [Problem("email", "", message)]) from error
    return address


def _send(invited: Invited) -> None:
    """The token is nowhere kept, so the outbox cannot carry this e-mail: where it fails, whoever invited is told to
    invite again.
    """
    invitation = invited.invitation
    where = f" ({invitation.city.name})" if invitation.city else ""
    body = gettext(
        "Zapraszamy do sieci, w której miasta dzielą się tym, co działa.\n\n"
        "Twoja rola: {role}{where}.\n"
        "Aby założyć konto, otwórz w ciągu 14 dni ten odnośnik:\n\n{address}\n"
    ).format(
        role=Role(invitation.role).label, where=where, address=f"{settings.SITE_URL}{invitation_path(invited.token)}"
    )
    subject = gettext("Zaproszenie do sieci: {site}").format(site=settings.SITE_NAME)
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.email]).send()
    except Exception:
        logger.warning("The e-mail of invitation %d was not sent.", invitation.pk, exc_info=True)
        if invitation.invited_by is not None:
            with transaction.atomic():
                notify(
                    recipients=[invitation.invited_by],
                    subject=_("Zaproszenie nie zostało wysłane"),
                    body=_("Nie udało się wysłać zaproszenia. Sprawdź adres i zaproś tę osobę jeszcze raz."),
                )


@in_transaction
def accept_invitation(*, token: str, name: str = "", password: str = "") -> User:
    """Give the invited person the role; where there is no account of that address yet, make one with `name` and
    `password`.

    An account that exists keeps its name and password. Raises `Refused`: "expired" (unknown, used or too old),
    "invalid".
    """
    now = timezone.now()
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_hash=token_hash(token)).first()
    if invitation is None or invitation.accepted_at is not None or invitation.expires_at <= now:
        raise Refused("expired", _("To zaproszenie jest już nieważne. Poproś o nowe osobę, która je wysłała."))
    user = User.objects.filter(email__iexact=invitation.email).first() or _account(invitation.email, name, password)
    if not user.is_active:
        raise Refused("invalid", _("To konto jest wyłączone. Napisz do operatora sieci."))
    RoleAssignment.objects.get_or_create(user=user, role=invitation.role, city=invitation.city)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    forget_standing(user)
    return user


def _account(email: str, name: str, password: str) -> User:
    known_as = " ".join(name.split())
    problems = []
    if not 0 < len(known_as) <= 150:
        problems.append(Problem("name", "", _("Podaj imię i nazwisko.")))
    try:
        validate_password(password, User(email=email, name=known_as))
    except ValidationError as error:
        problems += [Problem("password", "", message) for message in error.messages]
    if problems:
        raise Refused("invalid", _("Nie założono konta: popraw zaznaczone pola."), problems)
    return User.objects.create_user(email, password, name=known_as)
