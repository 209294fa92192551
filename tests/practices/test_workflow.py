"""The workflow's table: every step from every state, by every role."""

from collections.abc import Callable
from itertools import product

import pytest

from network.models import City, Role, User
from practices.errors import Refused
from practices.models import EvidenceLevel, Practice, PracticeState, PracticeVersion, VersionState, WorkflowEvent
from practices.services.drafts import create_practice, discard_draft, save_draft, start_next_version
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.services.review import (
    assign_review,
    publish_practice,
    reject,
    return_for_changes,
    send_message,
    submit_practice,
)
from practices.workflow import WORKFLOW, Step, rule_for
from tests.factories import a_city, a_draft, a_published_practice, a_user, an_archived_practice, content, submitted

_U, _P, _A, _W = PracticeState.UNPUBLISHED, PracticeState.PUBLISHED, PracticeState.ARCHIVED, PracticeState.WITHDRAWN
_NOT_WITHDRAWN = {_U, _P, _A}
_MENDABLE = {VersionState.DRAFT, VersionState.CHANGES_REQUESTED}
_SENT = {VersionState.SUBMITTED}
_REVIEWED = _SENT | {VersionState.CHANGES_REQUESTED}
_ANY: set[VersionState | None] = {None, *VersionState}

LEGAL: dict[Step, tuple[set[PracticeState], set[VersionState] | set[VersionState | None]]] = {
    Step.CREATE: ({_U}, _ANY),
    Step.SAVE: (_NOT_WITHDRAWN, _MENDABLE),
    Step.SUBMIT: (_NOT_WITHDRAWN, _MENDABLE),
    Step.ASSIGN: (_NOT_WITHDRAWN, _REVIEWED),
    Step.MESSAGE: (_NOT_WITHDRAWN, _REVIEWED),
    Step.RETURN: (_NOT_WITHDRAWN, _SENT),
    Step.REJECT: (_NOT_WITHDRAWN, _SENT),
    Step.PUBLISH: (_NOT_WITHDRAWN, _SENT),
    Step.NEXT_VERSION: (_NOT_WITHDRAWN, {VersionState.PUBLISHED, VersionState.REJECTED}),
    Step.DISCARD: (_NOT_WITHDRAWN, _MENDABLE),
    Step.ARCHIVE: ({_P}, _ANY),
    Step.UNARCHIVE: ({_A}, _ANY),
    Step.WITHDRAW: ({_P, _A}, _ANY),
}


@pytest.mark.parametrize("step", Step)
def test_a_step_is_legal_from_exactly_these_states(step: Step) -> None:
    practices, versions = LEGAL[step]
    for practice, version in product(PracticeState, [None, *VersionState]):
        if practice in practices and version in versions:
            assert rule_for(step, practice, version).step is step
        else:
            with pytest.raises(Refused) as refused:
                rule_for(step, practice, version)
            assert refused.value.code == "illegal-step"
            assert len(str(refused.value.message)) > 20


def test_the_table_has_a_row_for_every_step() -> None:
    assert set(WORKFLOW) == set(Step)


Take = Callable[[User, PracticeVersion], object]
Make = Callable[[City], PracticeVersion]


def _live(practice: Practice) -> PracticeVersion:
    assert practice.live is not None
    return practice.live


def _published(city: City) -> PracticeVersion:
    return _live(a_published_practice(city))


def _archived(city: City) -> PracticeVersion:
    return _live(an_archived_practice(city))


def _submitted(city: City) -> PracticeVersion:
    return submitted(a_draft(city))


TAKEN: dict[Step, tuple[Make, Take]] = {
    Step.CREATE: (a_draft, lambda actor, v: create_practice(actor=actor, city=_city(v), content=content())),
    Step.SAVE: (a_draft, lambda actor, v: save_draft(actor=actor, version=v, content=content(), revision=v.revision)),
    Step.SUBMIT: (a_draft, lambda actor, v: submit_practice(actor=actor, version=v)),
    Step.ASSIGN: (_submitted, lambda actor, v: assign_review(actor=actor, version=v, assignee=None)),
    Step.MESSAGE: (_submitted, lambda actor, v: send_message(actor=actor, version=v, body="Czy są zdjęcia?")),
    Step.RETURN: (_submitted, lambda actor, v: return_for_changes(actor=actor, version=v, reason="Brak kosztów.")),
    Step.REJECT: (_submitted, lambda actor, v: reject(actor=actor, version=v, reason="To reklama.")),
    Step.PUBLISH: (
        _submitted,
        lambda actor, v: publish_practice(actor=actor, version=v, evidence_level=EvidenceLevel.CLAIMED),
    ),
    Step.NEXT_VERSION: (_published, lambda actor, v: start_next_version(actor=actor, practice=v.practice)),
    Step.DISCARD: (a_draft, lambda actor, v: discard_draft(actor=actor, version=v)),
    Step.ARCHIVE: (_published, lambda actor, v: archive(actor=actor, practice=v.practice)),
    Step.UNARCHIVE: (_archived, lambda actor, v: unarchive(actor=actor, practice=v.practice)),
    Step.WITHDRAW: (_published, lambda actor, v: withdraw_practice(actor=actor, practice=v.practice, reason="Błąd.")),
}


def _city(version: PracticeVersion) -> City:
    assert version.practice.city is not None
    return version.practice.city


_WRITERS = {"editor", "submitting editor", "coordinator"}
_REVIEWERS = {"reviewer"}
MAY: dict[Step, set[str]] = {
    Step.CREATE: _WRITERS,
    Step.SAVE: _WRITERS,
    Step.SUBMIT: {"submitting editor", "coordinator"},
    Step.ASSIGN: {"reviewer", "operator"},
    Step.MESSAGE: _WRITERS | {"reviewer", "operator"},
    Step.RETURN: _REVIEWERS,
    Step.REJECT: _REVIEWERS,
    Step.PUBLISH: _REVIEWERS,
    Step.NEXT_VERSION: _WRITERS,
    Step.DISCARD: _WRITERS,
    Step.ARCHIVE: {"coordinator", "operator"},
    Step.UNARCHIVE: {"coordinator", "operator"},
    Step.WITHDRAW: {"coordinator", "operator"},
}


def _people(city: City) -> dict[str, User]:
    other = a_city()
    return {
        "nobody": a_user(),
        "editor": a_user(Role.CITY_EDITOR, city),
        "submitting editor": a_user(Role.CITY_EDITOR, city, may_submit=True),
        "coordinator": a_user(Role.CITY_COORDINATOR, city),
        "advisor": a_user(Role.ADVISOR, city),
        "editor elsewhere": a_user(Role.CITY_EDITOR, other, may_submit=True),
        "coordinator elsewhere": a_user(Role.CITY_COORDINATOR, other),
        "reviewer": a_user(Role.REVIEWER),
        "operator": a_user(Role.OPERATOR),
        "switched off": a_user(Role.OPERATOR, is_active=False),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("step", Step)
def test_a_step_is_taken_by_exactly_these_roles(step: Step) -> None:
    city = a_city()
    make, take = TAKEN[step]
    for name, person in _people(city).items():
        version = make(city)
        if name in MAY[step]:
            take(person, version)
            assert WorkflowEvent.objects.filter(step=step, actor=person).count() == 1
        else:
            with pytest.raises(Refused) as refused:
                take(person, version)
            assert refused.value.code == "forbidden", (step, name)
            assert not WorkflowEvent.objects.filter(step=step, actor=person).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("step", [Step.RETURN, Step.REJECT, Step.PUBLISH])
def test_nobody_reviews_their_own_citys_practice(step: Step) -> None:
    city = a_city()
    make, take = TAKEN[step]
    for role in (Role.CITY_EDITOR, Role.CITY_COORDINATOR, Role.ADVISOR):
        reviewer = a_user(Role.REVIEWER)
        reviewer.roles.create(role=role, city=city)
        with pytest.raises(Refused) as refused:
            take(reviewer, make(city))
        assert refused.value.code == "forbidden"


@pytest.mark.django_db
@pytest.mark.parametrize("step", [step for step in Step if WORKFLOW[step].reason])
def test_a_step_that_must_be_explained_is_refused_without_a_reason(step: Step) -> None:
    city = a_city()
    version = TAKEN[step][0](city)
    silent: dict[Step, Take] = {
        Step.RETURN: lambda actor, v: return_for_changes(actor=actor, version=v, reason=" \n"),
        Step.REJECT: lambda actor, v: reject(actor=actor, version=v, reason=""),
        Step.WITHDRAW: lambda actor, v: withdraw_practice(actor=actor, practice=v.practice, reason="\t"),
    }
    actor = a_user(Role.OPERATOR if step is Step.WITHDRAW else Role.REVIEWER)
    with pytest.raises(Refused) as refused:
        silent[step](actor, version)
    assert refused.value.code == "reason-needed"
    version.refresh_from_db()
    assert version.state in (VersionState.SUBMITTED, VersionState.PUBLISHED)
    assert version.practice.state != PracticeState.WITHDRAWN


@pytest.mark.django_db
def test_an_illegal_step_changes_nothing() -> None:
    practice = a_published_practice()
    events = WorkflowEvent.objects.count()
    with pytest.raises(Refused) as refused:
        unarchive(actor=a_user(Role.OPERATOR), practice=practice)
    assert refused.value.code == "illegal-step"
    practice.refresh_from_db()
    assert practice.state == PracticeState.PUBLISHED and practice.search_version == 1
    assert WorkflowEvent.objects.count() == events
