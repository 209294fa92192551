"""What a person finds after signing in: their city's practices and what waits for whom, or a choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.models import City, Notification, User
from network.policies import Action as NetworkAction
from network.policies import may as may_in_network
from network.policies import standing_of
from network.selectors.cities import membership_of
from network.web.invitations import InviteForm, pending_invitations, people_of
from practices.models import PracticeState, VersionState
from practices.policies import Action, may
from practices.selectors.desk import DeskRow, Queue, city_desk, queue_counts

from .access import DeskRequest, desk_page, require

_NOTIFICATIONS = 12


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: what, why, with whom, since when; `urgent` where the city holds it up."""

    title: str
    address: str
    note: str
    who: str
    since: datetime | None
    urgent: bool


@require_safe
@desk_page
def my_city(request: DeskRequest) -> HttpResponse:
    """The desk of the only city, or the choice."""
    standing = standing_of(request.user)
    if len(standing.cities) == 1 and not (standing.reviewer or standing.operator or standing.advises):
        return _city_page(request, City.objects.get(pk=next(iter(standing.cities))))
    written = City.objects.filter(pk__in=standing.cities).order_by("name")
    context: dict[str, Any] = {
        "section": "my-city",
        "robots": "noindex",
        "standing": standing,
        "written": written,
        "advised": City.objects.filter(pk__in=standing.advises).order_by("name"),
        "waiting": queue_counts(request.user)[Queue.WAITING] if standing.reviewer or standing.operator else None,
        "notifications": notifications_of(request.user),
        "has_unread": _has_unread(request.user),
    }
    return render(request, "desk/my_account.html", context)


@require_safe
@desk_page
def city(request: DeskRequest, slug: str) -> HttpResponse:
    """The desk of one city."""
    found = City.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    require(request.user, Action.SEE_DESK, found)
    return _city_page(request, found)


def _city_page(request: DeskRequest, city: City) -> HttpResponse:
    return render(request, "desk/city.html", city_context(request, city, InviteForm()))


def city_context(request: DeskRequest, city: City, invite_form: InviteForm) -> dict[str, Any]:
    """Everything on a city's desk; also for the page that shows an invitation's errors."""
    rows = city_desk(city)
    membership = membership_of(city)
    return {
        "section": "my-city",
        "robots": "noindex",
        "city": city,
        "membership": membership,
        "tasks": tasks_of(rows, may_submit=city.pk in standing_of(request.user).submits),
        "in_preparation": [row for row in rows if row.version and row.version_state != VersionState.REJECTED],
        "public": [row for row in rows if row.state in {PracticeState.PUBLISHED, PracticeState.ARCHIVED}],
        "published_count": sum(1 for row in rows if row.state == PracticeState.PUBLISHED),
        "closed": [row for row in rows if row.version_state == VersionState.REJECTED],
        "withdrawn_count": sum(1 for row in rows if row.state == PracticeState.WITHDRAWN),
        "may_write": may(request.user, Action.CREATE, city),
        "may_close": standing_of(request.user).operator or city.pk in standing_of(request.user).coordinates,
        "notifications": notifications_of(request.user),
        "has_unread": _has_unread(request.user),
        "people": people_of(city),
        "may_invite": may_in_network(request.user, NetworkAction.INVITE_COLLEAGUE, city),
        "invitations": pending_invitations(city),
        "invite_form": invite_form,
    }


def tasks_of(rows: Sequence[DeskRow], *, may_submit: bool) -> list[Task]:
    """What waits, for the city first: to mend, to send, to write; then what the network's reviewers have."""
    tasks = [task for row in rows if (task := _task(row, may_submit)) is not None]
    return sorted(tasks, key=lambda task: not task.urgent)


def _task(row: DeskRow, may_submit: bool) -> Task | None:
    title = row.title or _("Praktyka bez tytułu")
    if row.version is None or row.version_state == VersionState.REJECTED or row.state == PracticeState.WITHDRAWN:
        return None
    form = reverse("practice-edit", kwargs={"version": row.version})
    if row.version_state == VersionState.CHANGES_REQUESTED:
        return Task(
            _("%(title)s: odpowiedz na uwagi recenzenta") % {"title": title},
            form,
            _("Zwrot do poprawy."),
            _("miasto"),
            row.saved_at,
            True,
        )
    if row.version_state == VersionState.SUBMITTED:
        who = row.assignee or _("recenzent sieci")
        address = reverse("practice-status", kwargs={"version": row.version})
        return Task(title, address, _("Czeka na decyzję recenzenta."), who, row.submitted_at, False)
    note = _("Szkic kompletny w %(percent)d%%.") % {"percent": row.completeness}
    if row.completeness == 100:
        who = _("koordynator") if not may_submit else _("Ty albo koordynator")
        what = _("%(title)s: sprawdź i wyślij do recenzji") % {"title": title}
        return Task(what, form, note, who, row.saved_at, True)
    return Task(_("%(title)s: dokończ opis") % {"title": title}, form, note, _("redaktor"), row.saved_at, False)


def notifications_of(person: User) -> list[Notification]:
    """The person's latest notifications, unread ones first."""
    rows = Notification.objects.filter(recipient=person)
    unread = list(rows.filter(read_at__isnull=True)[:_NOTIFICATIONS])
    read = list(rows.filter(read_at__isnull=False)[: max(0, 5 - len(unread))])
    return unread + read


def _has_unread(person: User) -> bool:
    return Notification.objects.filter(recipient=person, read_at__isnull=True).exists()
