"""Reviews: the queue, one submission, and the decision about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.errors import Words
from practices.errors import Refused
from practices.models import EvidenceLevel, PracticeVersion, VersionState
from practices.policies import Action, may
from practices.selectors.content import content_of
from practices.selectors.desk import Queue, Submission, queue_counts, review_queue
from practices.services.review import assign_review, publish_practice, reject, return_for_changes
from practices.workflow import WORKFLOW, Step

from .access import DeskRequest, desk_page, require, revision_in, status_of, submission_or_404, version_or_404
from .conversing import conversation, log_entries
from .differences import differences, said_fields, whole
from .finishing import title_of_version
from .forms import PatientForm

PER_PAGE = 25
_QUEUE_NAMES: dict[Queue, Words] = {
    Queue.WAITING: gettext_lazy("Czekają"),
    Queue.MINE: gettext_lazy("Moje"),
    Queue.RETURNED: gettext_lazy("U miast"),
    Queue.DECIDED: gettext_lazy("Zakończone"),
}
_EVIDENCE_NOTES = {
    EvidenceLevel.CLAIMED: gettext_lazy("nie ma pomiaru"),
    EvidenceLevel.MONITORED: gettext_lazy("wskaźnik mierzony regularnie"),
    EvidenceLevel.BEFORE_AFTER: gettext_lazy("ta sama metoda przed i po"),
    EvidenceLevel.EXTERNAL: gettext_lazy("sprawdził ktoś niezależny"),
}


class DecisionForm(PatientForm):
    """What a reviewer decides; what each decision needs is said by the services."""

    decision = forms.ChoiceField(
        choices=[
            ("publish", gettext_lazy("Opublikuj")),
            ("return", gettext_lazy("Zwróć do poprawy")),
            ("reject", gettext_lazy("Odrzuć")),
        ],
        error_messages={"required": gettext_lazy("Wybierz, co dalej z tą wersją")},
    )
    evidence_level = forms.ChoiceField(required=False, choices=EvidenceLevel.choices)
    reason = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    review_by = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": gettext_lazy("Wpisz dzień tak: 2027-11-30")},
    )

    def clean(self) -> dict[str, Any]:
        """An evidence level to publish, a reason to return or reject."""
        data: dict[str, Any] = super().clean() or {}
        decision = data.get("decision")
        if decision == "publish" and not data.get("evidence_level") and "evidence_level" not in self.errors:
            self.add_error("evidence_level", _("Wybierz poziom dowodu"))
        if decision in {"return", "reject"} and not (data.get("reason") or "").strip() and "reason" not in self.errors:
            self.add_error("reason", _("Napisz powód: zobaczy go miasto"))
        return data


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the queue."""

    value: str
    name: Words
    count: int
    current: bool


@require_safe
@desk_page
def queue(request: DeskRequest) -> HttpResponse:
    """The reviewers' list, by part."""
    require(request.user, Action.SEE_QUEUE, None)
    asked = request.GET.get("view", Queue.WAITING)
    current = next((part for part in Queue if part.value == asked), Queue.WAITING)
    counts = queue_counts(request.user)
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1
    pages = max(1, -(-counts[current] // PER_PAGE))
    page = min(page, pages)
    rows = review_queue(request.user, current, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    context = {
        "section": "reviews",
        "robots": "noindex",
        "tabs": [Tab(part.value, _QUEUE_NAMES[part], counts[part], part is current) for part in Queue],
        "current": current.value,
        "rows": rows,
        "waiting": counts[Queue.WAITING],
        "oldest_days": _oldest_days(rows) if current is Queue.WAITING and page == 1 else None,
        "count": counts[current],
        "pages": range(1, pages + 1) if pages > 1 else (),
        "page": page,
    }
    return render(request, "desk/queue.html", context)


def _oldest_days(rows: list[Any]) -> int | None:
    first = rows[0].submitted_at if rows else None
    return (timezone.now() - first).days if first else None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def review(request: DeskRequest, version: int) -> HttpResponse:
    """One submission: what changed, the conversation, the decision."""
    found = submission_or_404(version)
    require(request.user, Action.ASSIGN, found.version)
    if found.version.submitted_at is None:
        raise Http404
    if request.method != "POST":
        return _review_page(request, found, _fresh_form(found.version))
    require(request.user, Action.REVIEW, found.version)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _review_page(request, found, form, status=422)
    if form.cleaned_data["decision"] == "reject" and "confirmed" not in request.POST:
        return _ask_before_rejecting(request, found, form.cleaned_data["reason"])
    try:
        done = _decide(request, found.version, form.cleaned_data)
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return _refused_decision(request, version, form, refused)
    messages.success(request, done)
    return redirect("reviews")


def _fresh_form(version: PracticeVersion) -> DecisionForm:
    today = timezone.localdate()
    next_year = date(today.year + 1, today.month, min(today.day, 28))
    live = version.practice.live
    evidence = live.evidence_level if live else ""
    return DecisionForm(initial={"review_by": next_year, "evidence_level": evidence})


def _decide(request: DeskRequest, version: PracticeVersion, data: dict[str, Any]) -> str:
    if data["decision"] == "publish":
        publish_practice(
            actor=request.user,
            version=version,
            evidence_level=data["evidence_level"],
            opinion=data["reason"],
            review_by=data["review_by"],
            revision=revision_in(request.POST),
        )
        return _("Praktyka jest opublikowana. Za chwilę znajdzie ją każdy.")
    if data["decision"] == "return":
        return_for_changes(actor=request.user, version=version, reason=data["reason"])
        return _("Wersja wróciła do miasta z powodem.")
    reject(actor=request.user, version=version, reason=data["reason"])
    return _("Wersja odrzucona. Miasto dostało powód.")


def _refused_decision(request: DeskRequest, version: int, form: DecisionForm, refused: Refused) -> HttpResponse:
    """The page as it is now, with what was typed and why it was not done."""
    names = {"opinion": "reason"}
    for problem in refused.problems:
        name = names.get(problem.field, problem.field)
        form.add_error(name if name in form.fields else None, str(problem.message))
    if not refused.problems:
        form.add_error("reason" if refused.code == "reason-needed" else None, str(refused.message))
    return _review_page(request, submission_or_404(version), form, status=status_of(refused))


def _ask_before_rejecting(request: DeskRequest, found: Submission, reason: str) -> HttpResponse:
    context = {
        "section": "reviews",
        "robots": "noindex",
        "version": found.version,
        "practice": found.version.practice,
        "title": title_of_version(found.version),
        "reason": reason,
        "has_live": found.live is not None,
    }
    return render(request, "desk/reject.html", context)


def _review_page(request: DeskRequest, found: Submission, form: DecisionForm, *, status: int = 200) -> HttpResponse:
    version, practice = found.version, found.version.practice
    content = content_of(version)
    changed = differences(content_of(found.live), content) if found.live else whole(content)
    text = content.texts.get(content.original_language)
    chosen = str(form["evidence_level"].value() or "")
    context = {
        "section": "reviews",
        "robots": "noindex",
        "version": version,
        "practice": practice,
        "title": text.title if text and text.title else _("Praktyka bez tytułu"),
        "live": found.live,
        "changed": changed,
        "unchanged_count": max(0, said_fields(content) - len(changed)) if found.live else 0,
        "entries": conversation(found.messages, found.events, version),
        "log": log_entries(found.events),
        "form": form,
        "may_decide": version.state == VersionState.SUBMITTED and may(request.user, Action.REVIEW, version),
        "may_assign": version.state in {VersionState.SUBMITTED, VersionState.CHANGES_REQUESTED}
        and may(request.user, Action.REVIEW, version),
        "may_converse": version.state in WORKFLOW[Step.MESSAGE].versions
        and may(request.user, Action.CONVERSE, version),
        "decision": str(form["decision"].value() or "publish"),
        "levels": [(level, _EVIDENCE_NOTES[level], level.value == chosen) for level in EvidenceLevel],
    }
    return render(request, "desk/review.html", context, status=status)


@require_POST
@desk_page
def assign(request: DeskRequest, version: int) -> HttpResponse:
    """Take a submission, or give it back to all (`who=nobody`)."""
    found = version_or_404(version)
    require(request.user, Action.ASSIGN, found)
    giving_back = request.POST.get("who") == "nobody"
    assign_review(actor=request.user, version=found, assignee=None if giving_back else request.user)
    done = _("Recenzja wróciła do wspólnej kolejki.") if giving_back else _("Ta recenzja jest Twoja.")
    messages.success(request, done)
    return redirect("review", version=found.pk)
