"""The conversation about a submission, its log, and the city's side of a version."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.models import RoleAssignment
from practices.errors import Refused
from practices.models import PracticeVersion, ReviewMessage, VersionState, WorkflowEvent
from practices.policies import Action, may
from practices.services.review import send_message
from practices.workflow import WORKFLOW, Step

from .access import DeskRequest, desk_page, require, submission_or_404, version_or_404
from .editing import desk_address
from .finishing import title_of_version


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the conversation: a message, or what happened (`event`)."""

    at: datetime
    who: str
    text: str
    event: str
    from_city: bool


_SHOWN_EVENTS = {Step.SUBMIT, Step.RETURN, Step.REJECT, Step.PUBLISH}
_LOGGED = set(Step) - {Step.SAVE, Step.MESSAGE}


def conversation(said: list[ReviewMessage], events: list[WorkflowEvent], version: PracticeVersion) -> list[Entry]:
    """Messages and the steps between them, oldest first; the reason of a step is what was said with it."""
    city_people = _city_people(version)
    entries = [
        Entry(m.sent_at, str(m.author or _("osoba, która odeszła")), m.body, "", m.author_id in city_people)
        for m in said
    ]
    entries += [
        Entry(e.happened_at, str(e.actor or ""), e.reason, _step_name(e), e.actor_id in city_people)
        for e in events
        if e.step in _SHOWN_EVENTS
    ]
    return sorted(entries, key=lambda entry: entry.at)


def _city_people(version: PracticeVersion) -> set[int | None]:
    people: set[int | None] = {version.created_by_id}
    if version.practice.city_id:
        people |= set(RoleAssignment.objects.filter(city=version.practice.city_id).values_list("user_id", flat=True))
    return people - {None}


def log_entries(events: list[WorkflowEvent]) -> list[Entry]:
    """Who did what, latest first, without the savings in between."""
    kept = [event for event in events if event.step in _LOGGED]
    return [Entry(e.happened_at, str(e.actor or _("sieć")), e.reason, _step_name(e), False) for e in reversed(kept)]


def _step_name(event: WorkflowEvent) -> str:
    return str(WORKFLOW[Step(event.step)].name) if event.step in WORKFLOW else event.step


@require_POST
@desk_page
def message(request: DeskRequest, version: int) -> HttpResponse:
    """A message from either side of the conversation."""
    found = version_or_404(version)
    require(request.user, Action.CONVERSE, found)
    body = request.POST.get("body", "")
    try:
        send_message(actor=request.user, version=found, body=body)
    except Refused as refused:
        if refused.code != "invalid":
            raise
        context = {
            "section": "my-city", "robots": "noindex", "version": found, "refused": refused, "body": body,
            "title": title_of_version(found), "back": _conversation_address(request, found),
        }  # fmt: skip
        return render(request, "desk/message.html", context, status=422)
    messages.success(request, _("Wiadomość wysłana."))
    return redirect(_conversation_address(request, found) + "#rozmowa")


def _conversation_address(request: DeskRequest, version: PracticeVersion) -> str:
    name = "practice-status" if may(request.user, Action.EDIT, version) else "review"
    return reverse(name, kwargs={"version": version.pk})


@require_safe
@desk_page
def status(request: DeskRequest, version: int) -> HttpResponse:
    """The city's side of a version: where it is, what was decided, the conversation."""
    found = submission_or_404(version)
    require(request.user, Action.PREVIEW, found.version)
    version_ = found.version
    reason = next((e.reason for e in reversed(found.events) if e.step in {Step.RETURN, Step.REJECT, Step.DISCARD}), "")
    context = {
        "section": "my-city",
        "robots": "noindex",
        "version": version_,
        "practice": version_.practice,
        "title": title_of_version(version_),
        "desk_url": desk_address(version_),
        "reason": reason,
        "entries": conversation(found.messages, found.events, version_),
        "log": log_entries(found.events),
        "may_edit": may(request.user, Action.EDIT, version_),
        "editable": version_.state in {VersionState.DRAFT, VersionState.CHANGES_REQUESTED},
        "may_converse": version_.state in WORKFLOW[Step.MESSAGE].versions
        and may(request.user, Action.CONVERSE, version_),
    }
    return render(request, "desk/status.html", context)
