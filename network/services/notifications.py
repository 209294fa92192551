"""Telling people what happened: a row in the transaction of the event, an e-mail from the outbox afterwards."""

import logging
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from network.errors import Words
from network.models import Notification, User
from network.outbox.enqueueing import enqueue
from network.outbox.registry import Outcome, Result
from network.topics import MAIL

logger = logging.getLogger(__name__)


def notify(*, recipients: Iterable[User], subject: Words, body: Words, path: Words = "") -> list[Notification]:
    """Write to each person once, in their language where the words are lazy; inside the transaction of what happened.

    `path` is the address of the page to look at, without the host; lazy where it depends on the language.
    """
    people = {person.pk: person for person in recipients if person.is_active}
    rows = []
    for person in people.values():
        with translation.override(person.language):
            rows.append(
                Notification(recipient=person, subject=str(subject)[:200], body=str(body), path=str(path)[:300])
            )
    created = Notification.objects.bulk_create(rows)
    if created:
        enqueue(MAIL, [row.pk for row in created])
    return created


def send_mails(ids: Sequence[int]) -> dict[int, Result]:
    """The handler of `MAIL`: send what has not been sent. A mail may arrive twice if we die between sending and noting
    it; never not at all.
    """
    results = {id: Result(Outcome.DONE) for id in ids}
    for row in Notification.objects.filter(pk__in=ids, mailed_at__isnull=True).select_related("recipient"):
        if not row.recipient.is_active:
            continue
        try:
            _mail(row).send()
        except Exception as error:
            logger.warning("The e-mail of notification %d was not sent.", row.pk, exc_info=True)
            results[row.pk] = Result(Outcome.RETRY, f"{type(error).__name__}: {error}"[:2000])
            continue
        Notification.objects.filter(pk=row.pk).update(mailed_at=timezone.now())
    return results


def _mail(row: Notification) -> EmailMessage:
    address = f"\n\n{settings.SITE_URL}{row.path}" if row.path else ""
    subject = f"{settings.SITE_NAME}: {' '.join(row.subject.split())}"
    return EmailMessage(subject, f"{row.body}{address}\n", settings.DEFAULT_FROM_EMAIL, [row.recipient.email])


def mark_read(*, recipient: User, ids: Sequence[int] | None = None) -> int:
    """Note that the person has seen these notifications of theirs, or all of them; returns how many were new."""
    rows = Notification.objects.filter(recipient=recipient, read_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return rows.update(read_at=timezone.now())
