"""Notifications: written with the event, mailed afterwards, once."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.models import Notification, Role
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from network.outbox.registry import Outcome
from network.selectors.notifications import notifications_of, unread_count
from network.services.invitations import invite
from network.services.notifications import mark_read, notify, send_mails
from network.topics import MAIL
from tests.factories import a_user

pytestmark = pytest.mark.django_db


def test_everybody_is_told_once_and_the_mail_goes_out_once(drained: Callable[[], Drained]) -> None:
    one, two, off = a_user(), a_user(), a_user(is_active=False)
    rows = notify(recipients=[one, two, one, off], subject="Nowa\nwiadomość", body="Treść", path="/pl/moje-miasto/")
    assert [row.recipient for row in rows] == [one, two]
    drained()
    send_mails([row.pk for row in rows])
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([one.email, two.email])
    assert mail.outbox[0].subject.endswith("Nowa wiadomość")
    assert "Treść" in mail.outbox[0].body and mail.outbox[0].body.strip().endswith("/pl/moje-miasto/")
    assert not Notification.objects.filter(mailed_at__isnull=True).exists()


def test_a_mail_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    [row] = notify(recipients=[a_user()], subject="Temat", body="Treść")

    def refuse(*_arguments: object) -> None:
        raise OSError("The mail server is away.")

    with monkeypatch.context() as away:
        away.setattr("network.services.notifications.EmailMessage.send", refuse)
        assert send_mails([row.pk])[row.pk].outcome is Outcome.RETRY
    assert send_mails([row.pk])[row.pk].outcome is Outcome.DONE and len(mail.outbox) == 1


def test_a_notification_of_a_change_that_is_rolled_back_never_was() -> None:
    person = a_user()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(recipients=[person], subject="Temat", body="Treść")
        raise ZeroDivisionError
    assert notifications_of(person) == [] and not OutboxRow.objects.filter(topic=MAIL).exists()


def test_one_marks_ones_own_as_read() -> None:
    one, two = a_user(), a_user()
    rows = notify(recipients=[one, two], subject=_("Temat"), body="Treść")
    assert unread_count(one) == 1
    assert mark_read(recipient=one, ids=[row.pk for row in rows]) == 1
    assert (unread_count(one), unread_count(two)) == (0, 1)
    assert mark_read(recipient=two) == 1 == len(notifications_of(two))


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_mailed_when_it_is_committed_and_a_failure_is_told_to_the_inviter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    operator = a_user(Role.OPERATOR)
    invited = invite(actor=operator, email="nowa@miasto.example", role=Role.REVIEWER)
    assert invited.token in mail.outbox[0].body and mail.outbox[0].to == ["nowa@miasto.example"]

    def refuse(*_arguments: object) -> None:
        raise OSError("The mail server is away.")

    monkeypatch.setattr("network.services.invitations.EmailMessage.send", refuse)
    invite(actor=operator, email="inna@miasto.example", role=Role.REVIEWER)
    assert unread_count(operator) == 1
