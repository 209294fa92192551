"""Review and publication: what becomes public, who is told, what partners and search hear."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import resolve
from django.utils import timezone, translation

from network.models import Notification, Role
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from practices.content import PracticeContent, Text
from practices.errors import Refused
from practices.models import ChangeKind, EvidenceLevel, Practice, PracticeState, PracticeVersion, VersionState
from practices.selectors.content import content_of
from practices.services.drafts import save_draft, start_next_version
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.services.review import (
    assign_review,
    publish_practice,
    reject,
    return_for_changes,
    send_message,
    submit_practice,
)
from practices.topics import PRACTICE, SEQUENCE
from tests.factories import a_city, a_draft, a_published_practice, a_user, content, submitted

pytestmark = pytest.mark.django_db


def _rows(topic: str) -> list[int]:
    return list(OutboxRow.objects.filter(topic=topic).values_list("key", flat=True))


def _is(change: object, kind: ChangeKind) -> bool:
    return getattr(change, "kind", None) == kind


def test_publishing_makes_the_version_live_and_tells_feed_and_search() -> None:
    version = submitted(a_draft())
    reviewer = a_user(Role.REVIEWER)
    publish_practice(actor=reviewer, version=version, evidence_level=EvidenceLevel.EXTERNAL, opinion=" Rzetelne. ")
    practice = Practice.objects.get(pk=version.practice_id)
    assert practice.state == PracticeState.PUBLISHED and practice.live and practice.live.pk == version.pk
    assert practice.first_published_at and practice.updated_at and practice.search_version == 1
    live = practice.live
    assert (live.state, live.evidence_level, live.reviewer_opinion) == ("published", "external", "Rzetelne.")
    assert live.confirmed_on == timezone.localdate() and live.assignee == reviewer
    assert live.review_by and timedelta(700) < live.review_by - timezone.localdate() < timedelta(740)
    assert _rows(PRACTICE) == [practice.pk] == _rows(SEQUENCE)
    assert _is(practice.public_change, ChangeKind.PUBLISHED)


def test_the_next_version_replaces_the_live_one_only_when_it_is_published() -> None:
    practice = a_published_practice()
    first = practice.first_published_at
    coordinator = a_user(Role.CITY_COORDINATOR, practice.city)
    following = start_next_version(actor=coordinator, practice=practice)
    following = save_draft(actor=coordinator, version=following, content=content("Chłodne wiaty"), revision=0)
    submit_practice(actor=coordinator, version=following)
    practice.refresh_from_db()
    assert practice.live and content_of(practice.live).texts["pl"].title == "Zielone dachy na przystankach"
    assert practice.search_version == 1 and _rows(PRACTICE) == [practice.pk]
    publish_practice(actor=a_user(Role.REVIEWER), version=following, evidence_level=EvidenceLevel.CLAIMED)
    practice.refresh_from_db()
    assert practice.live and content_of(practice.live).texts["pl"].title == "Chłodne wiaty"
    assert practice.search_version == 2 and practice.first_published_at == first
    states = PracticeVersion.objects.filter(practice=practice).order_by("number").values_list("state", flat=True)
    assert list(states) == [VersionState.SUPERSEDED, VersionState.PUBLISHED]
    assert _is(practice.public_change, ChangeKind.UPDATED)


def test_a_new_version_of_an_archived_practice_brings_it_back() -> None:
    practice = a_published_practice()
    operator, coordinator = a_user(Role.OPERATOR), a_user(Role.CITY_COORDINATOR, practice.city)
    archive(actor=operator, practice=practice)
    following = start_next_version(actor=coordinator, practice=practice)
    submit_practice(actor=coordinator, version=following)
    publish_practice(actor=a_user(Role.REVIEWER), version=following, evidence_level=EvidenceLevel.CLAIMED)
    practice.refresh_from_db()
    assert practice.state == PracticeState.PUBLISHED and practice.archived_at is None


def test_an_incomplete_practice_is_not_submitted_and_the_refusal_names_what_is_missing() -> None:
    version = a_draft(what=PracticeContent(texts={"pl": Text(title="Dachy")}))
    coordinator = a_user(Role.CITY_COORDINATOR, version.practice.city)
    with pytest.raises(Refused) as refused:
        submit_practice(actor=coordinator, version=version)
    assert refused.value.code == "incomplete"
    named = {problem.field for problem in refused.value.problems}
    assert {"summary", "themes", "contact_mailbox"} <= named and "title" not in named
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        ({"evidence_level": ""}, "evidence_level"),
        ({"evidence_level": "pewne"}, "evidence_level"),
        ({"evidence_level": "claimed", "review_by": date(2020, 1, 1)}, "review_by"),
        ({"evidence_level": "claimed", "opinion": "x" * 5001}, "opinion"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(decision: dict[str, str], field: str) -> None:
    version = submitted(a_draft())
    with pytest.raises(Refused) as refused:
        publish_practice(actor=a_user(Role.REVIEWER), version=version, **decision)  # type: ignore[arg-type]
    assert refused.value.code == "invalid" and [p.field for p in refused.value.problems] == [field]


def test_a_decision_on_a_text_that_has_changed_since_is_refused() -> None:
    version = submitted(a_draft())
    reviewer = a_user(Role.REVIEWER)
    return_for_changes(actor=reviewer, version=version, reason="Dopisz koszty.")
    coordinator = a_user(Role.CITY_COORDINATOR, version.practice.city)
    save_draft(actor=coordinator, version=version, content=content("Inny"), revision=version.revision)
    submit_practice(actor=coordinator, version=version)
    with pytest.raises(Refused) as refused:
        publish_practice(actor=reviewer, version=version, evidence_level="claimed", revision=version.revision)
    assert refused.value.code == "conflict"


def test_a_withdrawal_closes_what_was_in_preparation_and_cannot_be_undone() -> None:
    practice = a_published_practice()
    coordinator = a_user(Role.CITY_COORDINATOR, practice.city)
    following = start_next_version(actor=coordinator, practice=practice)
    withdraw_practice(actor=coordinator, practice=practice, reason="Błędne dane.")
    practice.refresh_from_db()
    following.refresh_from_db()
    assert practice.state == PracticeState.WITHDRAWN and practice.withdrawn_at and practice.search_version == 2
    assert following.state == VersionState.REJECTED and _is(practice.public_change, ChangeKind.WITHDRAWN)
    for attempt in (
        lambda: unarchive(actor=coordinator, practice=practice),
        lambda: archive(actor=coordinator, practice=practice),
        lambda: start_next_version(actor=coordinator, practice=practice),
        lambda: withdraw_practice(actor=coordinator, practice=practice, reason="Jeszcze raz."),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "illegal-step"


def test_archiving_and_back_is_told_to_search_each_time() -> None:
    practice = a_published_practice()
    operator = a_user(Role.OPERATOR)
    assert archive(actor=operator, practice=practice).search_version == 2
    assert unarchive(actor=operator, practice=practice).search_version == 3
    assert _rows(PRACTICE) == [practice.pk] * 3


def _told(person: object) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("id").values_list("subject", flat=True))  # type: ignore[misc]


def test_the_editor_is_told_why_a_practice_comes_back(drained: Callable[[], Drained]) -> None:
    city = a_city()
    editor = a_user(Role.CITY_EDITOR, city)
    version = submitted(a_draft(city, editor=editor))
    return_for_changes(actor=a_user(Role.REVIEWER), version=version, reason="Dopisz koszty.")
    assert _told(editor) == ["Do poprawy: Zielone dachy na przystankach"]
    drained()
    [letter] = [letter for letter in mail.outbox if letter.to == [editor.email]]
    assert "Dopisz koszty." in letter.body and "Zielone dachy" in letter.subject


def test_people_are_told_in_their_language_whatever_the_language_of_the_page() -> None:
    city = a_city()
    polish = a_user(Role.CITY_EDITOR, city, language="pl")
    version = submitted(a_draft(city, editor=polish))
    with translation.override("en"):
        reject(actor=a_user(Role.REVIEWER), version=version, reason="To reklama.")
    assert _told(polish) == ["Odrzucono: Zielone dachy na przystankach"]


def test_a_submission_is_told_to_reviewers_of_other_cities_or_to_its_assignee() -> None:
    city = a_city()
    one, two = a_user(Role.REVIEWER), a_user(Role.REVIEWER)
    own = a_user(Role.REVIEWER)
    own.roles.create(role=Role.ADVISOR, city=city)
    version = submitted(a_draft(city))
    assert [len(_told(person)) for person in (one, two, own)] == [1, 1, 0]
    assign_review(actor=one, version=version, assignee=two)
    return_for_changes(actor=two, version=version, reason="Dopisz koszty.")
    submitted(PracticeVersion.objects.get(pk=version.pk))
    assert [len(_told(person)) for person in (one, two, own)] == [1, 3, 0]


def test_what_people_are_told_leads_to_a_page() -> None:
    city = a_city()
    editor, reviewer = a_user(Role.CITY_EDITOR, city), a_user(Role.REVIEWER)
    version = submitted(a_draft(city, editor=editor))
    send_message(actor=reviewer, version=version, body="Czy są zdjęcia?")
    return_for_changes(actor=reviewer, version=version, reason="Dopisz koszty.")
    submitted(PracticeVersion.objects.get(pk=version.pk))
    publish_practice(actor=reviewer, version=version, evidence_level=EvidenceLevel.CLAIMED)
    pages = [resolve(row.path).url_name for row in Notification.objects.filter(recipient=editor).order_by("id")]
    assert pages == ["practice-status", "practice-edit", "practice"]
    assert {resolve(row.path).url_name for row in Notification.objects.filter(recipient=reviewer)} == {"review"}


def test_a_message_reaches_the_other_side() -> None:
    city = a_city()
    editor, reviewer = a_user(Role.CITY_EDITOR, city), a_user(Role.REVIEWER)
    version = submitted(a_draft(city, editor=editor))
    Notification.objects.all().delete()
    send_message(actor=reviewer, version=version, body="Czy są zdjęcia?")
    assert len(_told(editor)) == 1 and _told(reviewer) == []
    send_message(actor=editor, version=version, body="Tak, dodamy.")
    assert len(_told(editor)) == 1 and len(_told(reviewer)) == 1
    assert [m.body for m in version.messages.all()] == ["Czy są zdjęcia?", "Tak, dodamy."]


@pytest.mark.parametrize("body", ["", " \n ", "x" * 5001])
def test_an_empty_or_endless_message_is_refused(body: str) -> None:
    version = submitted(a_draft())
    with pytest.raises(Refused) as refused:
        send_message(actor=a_user(Role.REVIEWER), version=version, body=body)
    assert refused.value.code == "invalid"


def test_a_submission_is_not_given_to_somebody_who_may_not_review_it() -> None:
    version = submitted(a_draft(city := a_city()))
    own = a_user(Role.REVIEWER)
    own.roles.create(role=Role.CITY_EDITOR, city=city)
    for person in (own, a_user(), a_user(Role.OPERATOR)):
        with pytest.raises(Refused) as refused:
            assign_review(actor=a_user(Role.OPERATOR), version=version, assignee=person)
        assert refused.value.code == "invalid"
