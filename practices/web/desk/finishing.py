"""What is done with a draft when it is written: looked at as others will see it, sent to review, given up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices.errors import Refused
from practices.models import PracticeVersion, Theme, VersionState
from practices.policies import Action, may
from practices.requirements import missing
from practices.selectors.content import content_of, facts_of
from practices.selectors.tags import tags_of_version
from practices.services.drafts import discard_draft
from practices.services.review import submit_practice
from practices.web.record import record_of

from .access import DeskRequest, desk_page, require, revision_in, version_or_404
from .editing import EDITABLE, desk_address
from .editor import ErrorLink, section_of
from .starting import title_of


@require_safe
@desk_page
def preview(request: DeskRequest, version: int) -> HttpResponse:
    """The draft as its public page will be."""
    found = version_or_404(version)
    require(request.user, Action.PREVIEW, found)
    content = content_of(found)
    practice = found.practice
    record = record_of(
        content,
        language=request.GET.get("lang", "") or (get_language() or "pl")[:2],
        population=practice.city.population if practice.city else None,
        show_person=may(request.user, Action.SEE_CONTACT_PERSON, practice),
    )
    context = {
        "section": "my-city",
        "robots": "noindex",
        "practice": practice,
        "version": found,
        "record": record,
        "themes": Theme.objects.filter(uses__version=found).order_by("uses__position"),
        "tags": tags_of_version(found),
        "may_edit": found.state in EDITABLE and may(request.user, Action.EDIT, found),
        "may_submit": found.state in EDITABLE and may(request.user, Action.SUBMIT, found),
        "may_review": may(request.user, Action.REVIEW, found),
        "lacking": missing(facts_of(content)),
    }
    return render(request, "desk/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def submit(request: DeskRequest, version: int) -> HttpResponse:
    """Asks once, then sends to review; what is missing is listed with links into the form."""
    found = version_or_404(version)
    require(request.user, Action.SUBMIT, found)
    if request.method == "POST":
        try:
            submit_practice(actor=request.user, version=found, revision=revision_in(request.POST))
        except Refused as refused:
            if refused.code not in {"incomplete", "conflict"}:
                raise
            return _submit_page(request, found, refused)
        messages.success(
            request, _("Praktyka wysłana do recenzji. Odpowiedź zobaczysz tutaj, w powiadomieniach, i w poczcie.")
        )
        return redirect(desk_address(found))
    if found.state not in EDITABLE:
        return redirect("practice-status", version=found.pk)
    return _submit_page(request, found, None)


def _submit_page(request: DeskRequest, version: PracticeVersion, refused: Refused | None) -> HttpResponse:
    content = content_of(version)
    lacking = [ErrorLink(p.message, section_of(p.field), p.language) for p in missing(facts_of(content))]
    text = content.texts.get(content.original_language)
    context = {
        "section": "my-city",
        "robots": "noindex",
        "version": version,
        "practice": version.practice,
        "title": text.title if text else "",
        "lacking": lacking,
        "refused": refused,
        "desk_url": desk_address(version),
    }
    status = {None: 200, "conflict": 409}.get(refused.code if refused else None, 422)
    return render(request, "desk/submit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def discard(request: DeskRequest, version: int) -> HttpResponse:
    """Asks once, then closes the draft; a live version stays."""
    found = version_or_404(version)
    require(request.user, Action.EDIT, found)
    if request.method == "POST":
        discard_draft(actor=request.user, version=found, reason=request.POST.get("reason", "")[:5000])
        messages.success(request, _("Szkic porzucony."))
        return redirect(desk_address(found))
    if found.state not in EDITABLE:
        return redirect("practice-status", version=found.pk)
    context = {
        "section": "my-city",
        "robots": "noindex",
        "version": found,
        "practice": found.practice,
        "title": title_of_version(found),
        "is_live": found.practice.live_id is not None,
    }
    return render(request, "desk/discard.html", context)


def title_of_version(version: PracticeVersion) -> str:
    """The title in the original language, else the practice's."""
    text = version.texts.filter(language=version.original_language).first()
    return text.title if text and text.title else title_of(version.practice)


def is_open(version: PracticeVersion) -> bool:
    """Whether the version is still on its way to publication."""
    return version.state in {*EDITABLE, VersionState.SUBMITTED}
