"""Who may do what to a practice, a version of it, tags and themes. Nothing else decides.

A policy looks only at the person and the subject; whether a step fits the state of the practice is
`practices.workflow`'s to say.
"""

from collections.abc import Callable
from enum import StrEnum

from network.models import City
from network.policies import Person, Standing, standing_of
from practices.models import Practice, PracticeState, PracticeVersion, VersionState

Subject = Practice | PracticeVersion | City | None

PUBLIC_STATES = (PracticeState.PUBLISHED, PracticeState.ARCHIVED)
# Once a version has been sent to review, its reviewers may always look back at it.
REVIEWED_STATES = frozenset({VersionState.SUBMITTED, VersionState.CHANGES_REQUESTED})


class Action(StrEnum):
    """What can be done; behind each is its subject."""

    CREATE = "create"  # the city it will belong to
    SEE_PUBLIC = "see-public"  # a practice
    SEE_CONTACT_PERSON = "see-contact-person"  # a practice
    PREVIEW = "preview"  # a version
    EDIT = "edit"  # a practice or version
    SUBMIT = "submit"
    REVIEW = "review"
    ASSIGN = "assign"
    CONVERSE = "converse"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    SEE_DESK = "see-desk"  # a city, or None for the network's own practices
    SEE_QUEUE = "see-queue"  # nothing
    MANAGE_TAGS = "manage-tags"  # nothing
    MANAGE_THEMES = "manage-themes"  # nothing
    MANAGE_CITIES = "manage-cities"  # a city


def may(person: Person, action: Action, subject: Subject = None) -> bool:
    """Whether `person` may do `action` to `subject`."""
    return _RULES[action](standing_of(person), person, subject)


def reviewable_cities_excluded(person: Person) -> frozenset[int]:
    """The cities whose submissions `person` must not judge, for queues."""
    return standing_of(person).concerned


def _practice(subject: Subject) -> Practice | None:
    return (
        subject.practice if isinstance(subject, PracticeVersion) else subject if isinstance(subject, Practice) else None
    )


def _city_id(subject: Subject) -> int | None:
    if isinstance(subject, City):
        return subject.pk
    practice = _practice(subject)
    return practice.city_id if practice else None


def _writes_for(standing: Standing, subject: Subject) -> bool:
    """An editor or coordinator of its city; the operators for practices that have no city."""
    city = _city_id(subject)
    return standing.operator if city is None else city in standing.cities


def _create(standing: Standing, person: Person, subject: Subject) -> bool:
    return _writes_for(standing, subject) and _takes_part(standing, subject)


def _takes_part(standing: Standing, subject: Subject) -> bool:
    city = _city_id(subject)
    return city is None or city in standing.members


def _edit(standing: Standing, person: Person, subject: Subject) -> bool:
    return _practice(subject) is not None and _create(standing, person, subject)


def _submit(standing: Standing, person: Person, subject: Subject) -> bool:
    city = _city_id(subject)
    allowed = standing.operator if city is None else city in standing.submits
    return _practice(subject) is not None and allowed and _takes_part(standing, subject)


def _review(standing: Standing, person: Person, subject: Subject) -> bool:
    """A reviewer who neither belongs to the city nor wrote the version."""
    if not standing.reviewer or _practice(subject) is None or _city_id(subject) in standing.concerned:
        return False
    author = subject.created_by_id if isinstance(subject, PracticeVersion) else None
    return author is None or author != getattr(person, "pk", None)


def _assign(standing: Standing, person: Person, subject: Subject) -> bool:
    return standing.operator or _review(standing, person, subject)


def _converse(standing: Standing, person: Person, subject: Subject) -> bool:
    return _edit(standing, person, subject) or _assign(standing, person, subject)


def _preview(standing: Standing, person: Person, subject: Subject) -> bool:
    if not isinstance(subject, PracticeVersion):
        return False
    seen_by_review = subject.state in REVIEWED_STATES or subject.submitted_at is not None
    return (
        standing.operator
        or _writes_for(standing, subject)
        or (seen_by_review and standing.reviewer and _city_id(subject) not in standing.concerned)
    )


def _answers_for(standing: Standing, person: Person, subject: Subject) -> bool:
    """The operators, and the coordinator of its city, also after the city has left."""
    return _practice(subject) is not None and (standing.operator or _city_id(subject) in standing.coordinates)


def _see_public(standing: Standing, person: Person, subject: Subject) -> bool:
    practice = _practice(subject)
    return practice is not None and practice.state in PUBLIC_STATES


def _see_contact(standing: Standing, person: Person, subject: Subject) -> bool:
    return standing.in_network and _practice(subject) is not None


def _see_desk(standing: Standing, person: Person, subject: Subject) -> bool:
    return standing.operator or _city_id(subject) in standing.cities


def _operate(standing: Standing, person: Person, subject: Subject) -> bool:
    return standing.operator


_RULES: dict[Action, Callable[[Standing, Person, Subject], bool]] = {
    Action.CREATE: _create,
    Action.SEE_PUBLIC: _see_public,
    Action.SEE_CONTACT_PERSON: _see_contact,
    Action.PREVIEW: _preview,
    Action.EDIT: _edit,
    Action.SUBMIT: _submit,
    Action.REVIEW: _review,
    Action.ASSIGN: _assign,
    Action.CONVERSE: _converse,
    Action.ARCHIVE: _answers_for,
    Action.WITHDRAW: _answers_for,
    Action.SEE_DESK: _see_desk,
    Action.SEE_QUEUE: lambda standing, person, subject: standing.operator or standing.reviewer,
    Action.MANAGE_TAGS: _operate,
    Action.MANAGE_THEMES: _operate,
    Action.MANAGE_CITIES: _operate,
}
