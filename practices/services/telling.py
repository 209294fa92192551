"""Whom a step of the review concerns, and what they are told."""

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from network.errors import Words
from network.models import Role, User
from network.services.notifications import notify
from practices.models import PracticeText, PracticeVersion
from practices.paths import draft_path, practice_path, status_path, submission_path

_UNTITLED = _("praktyka bez tytułu")


def city_people(version: PracticeVersion) -> list[User]:
    """The author and the coordinators of the city."""
    people = Q(pk=version.created_by_id or 0)
    if version.practice.city_id:
        people |= Q(roles__role=Role.CITY_COORDINATOR, roles__city=version.practice.city_id)
    return list(User.objects.filter(people, is_active=True).distinct())


def reviewers(version: PracticeVersion) -> list[User]:
    """The assignee, else every reviewer who does not belong to the city."""
    if version.assignee_id:
        return list(User.objects.filter(pk=version.assignee_id, is_active=True))
    people = User.objects.filter(roles__role=Role.REVIEWER, is_active=True)
    if version.practice.city_id:
        people = people.exclude(pk__in=User.objects.filter(roles__city=version.practice.city_id).values("pk"))
    return list(people.exclude(pk=version.created_by_id or 0).distinct())


def title_of(version: PracticeVersion) -> Words:
    """The title of the original, or words for its absence."""
    found = PracticeText.objects.filter(version=version, language=version.original_language).values_list(
        "title", flat=True
    )
    return next((title for title in found if title), _UNTITLED)


def tell_submitted(version: PracticeVersion, actor: User) -> None:
    """A practice waits for its reviewers."""
    _tell(
        [person for person in reviewers(version) if person != actor],
        format_lazy(_("Do recenzji: {title}"), title=title_of(version)),
        _("Miasto wysłało praktykę do recenzji."),
        submission_path(version.pk),
    )


def tell_assigned(version: PracticeVersion, actor: User) -> None:
    """Somebody was given a submission by another person."""
    _tell(
        [person for person in reviewers(version) if person != actor],
        format_lazy(_("Przydzielono Ci recenzję: {title}"), title=title_of(version)),
        _("Praktyka czeka na Twoją recenzję."),
        submission_path(version.pk),
    )


def tell_returned(version: PracticeVersion, reason: str) -> None:
    """The city is to mend something."""
    _tell(
        city_people(version),
        format_lazy(_("Do poprawy: {title}"), title=title_of(version)),
        format_lazy(_("Recenzent zwrócił praktykę do poprawy i napisał:\n\n{reason}"), reason=reason),
        draft_path(version.pk),
    )


def tell_rejected(version: PracticeVersion, reason: str) -> None:
    """The city's version is closed."""
    _tell(
        city_people(version),
        format_lazy(_("Odrzucono: {title}"), title=title_of(version)),
        format_lazy(_("Recenzent odrzucił tę wersję i napisał:\n\n{reason}"), reason=reason),
        status_path(version.pk),
    )


def tell_published(version: PracticeVersion) -> None:
    """The city's practice is public."""
    practice = version.practice
    _tell(
        city_people(version),
        format_lazy(_("Opublikowano: {title}"), title=title_of(version)),
        _("Praktyka jest już publiczna i każdy może ją znaleźć."),
        practice_path(practice.pk, practice.slug),
    )


def tell_withdrawn(version: PracticeVersion, actor: User, reason: str) -> None:
    """The city's practice was taken away by somebody else."""
    _tell(
        [person for person in city_people(version) if person != actor],
        format_lazy(_("Wycofano: {title}"), title=title_of(version)),
        format_lazy(_("Praktyka zniknęła ze stron i z wyszukiwarki. Powód:\n\n{reason}"), reason=reason),
        "",
    )


def tell_message(version: PracticeVersion, actor: User, body: str) -> None:
    """The other side of the conversation wrote: to the city what a reviewer says, to the reviewers
    what the city says.
    """
    from_city = actor.pk == version.created_by_id or actor.roles.filter(
        city=version.practice.city_id, city__isnull=False
    ).exists()  # fmt: skip
    _tell(
        [person for person in (reviewers(version) if from_city else city_people(version)) if person != actor],
        format_lazy(_("Nowa wiadomość: {title}"), title=title_of(version)),
        body,
        submission_path(version.pk) if from_city else status_path(version.pk),
    )


def _tell(people: list[User], subject: Words, body: Words, path: Words) -> None:
    notify(recipients=people, subject=subject, body=body, path=path)
