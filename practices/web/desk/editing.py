"""The form: saving, autosaving, adding and removing rows, and what happens when two people save at once."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from network.models import Role, User
from practices.content import PracticeContent
from practices.content_rules import checked
from practices.errors import Refused
from practices.models import PracticeVersion, VersionState, WorkflowEvent
from practices.policies import Action, may
from practices.requirements import missing
from practices.selectors.content import content_of, facts_of
from practices.services.drafts import save_draft
from practices.workflow import WORKFLOW, Step

from .access import DeskRequest, desk_page, require, revision_in, status_of, version_or_404
from .conflicts import conflict_page, merged, same_content
from .editor import SECTION_OF_ROWS, Editor
from .progress import progress_of
from .rows import ROW_FORMS
from .suggestions import suggested_tags
from .totals import cost_totals
from .vocabulary import LANGUAGE_NAMES, language_name

EDITABLE = {VersionState.DRAFT, VersionState.CHANGES_REQUESTED}
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class LanguageTab:
    """One language of the texts on the form's tabs."""

    code: str
    name: str
    address: str
    original: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class SaveState:
    """What the status line says about saving."""

    kind: str
    icon: str
    message: str


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def edit(request: DeskRequest, version: int) -> HttpResponse:
    """The form of a version in preparation; others are shown the page of the version's state."""
    found = version_or_404(version)
    if not may(request.user, Action.EDIT, found) or found.state not in EDITABLE:
        require(request.user, Action.PREVIEW, found)
        return _not_editable(request, found)
    language = _language(request, found)
    content = content_of(found)
    if request.method == "POST":
        return _receive(request, found, content, language)
    editor = Editor(content, language)
    added = request.GET.get("add", "")
    if added in editor.rows:
        editor.rows[added].add()
    return _form_page(request, found, editor, save_state=_last_saved(found))


def _not_editable(request: DeskRequest, version: PracticeVersion) -> HttpResponse:
    if request.method == "POST":
        require(request.user, Action.EDIT, version)
        raise Refused("illegal-step", WORKFLOW[Step.SAVE].refusal)
    reviewing = may(request.user, Action.REVIEW, version) and version.state == VersionState.SUBMITTED
    return redirect("review" if reviewing else "practice-status", version=version.pk)


def _language(request: HttpRequest, version: PracticeVersion) -> str:
    asked = request.GET.get("lang", "")
    return asked if _LANGUAGE.fullmatch(asked) else version.original_language


def form_address(version: PracticeVersion, language: str, **query: str) -> str:
    """The form's address in a language of the texts."""
    asked = QueryDict(mutable=True)
    if language != version.original_language:
        asked["lang"] = language
    asked.update(query)
    address = reverse("practice-edit", kwargs={"version": version.pk})
    return f"{address}?{asked.urlencode()}" if asked else address


def _receive(request: DeskRequest, version: PracticeVersion, content: PracticeContent, language: str) -> HttpResponse:
    data = request.POST.copy()
    if tag := data.get("add_tag", "").strip():
        typed = data.get("d-tags", "").strip().rstrip(",")
        data["d-tags"] = f"{typed}, {tag}" if typed else tag
    do = data.get("do", "save")
    editor = Editor(content, language, data)
    if not editor.is_valid():
        return _refused_form(request, version, editor, do)
    mine = merged(editor.typed(), content, data.getlist("keep_saved"))
    try:
        saved = _save(request.user, version, content, mine, data)
    except Refused as refused:
        if refused.code == "conflict":
            if do == "autosave":
                return _autosave_answer(request, None, editor, _others_saved())
            now = version_or_404(version.pk)
            back = form_address(now, language)
            return conflict_page(request, now, saved=content_of(now), mine=mine, data=data, back=back)
        if refused.code not in {"invalid", "incomplete"}:
            raise
        editor.refuse(refused.problems, _addresses(version, content))
        return _refused_form(request, version, editor, do, status_of(refused))
    if do == "autosave":
        return _autosave_answer(request, saved, Editor(content_of(saved), language), _saved_now())
    return _after_saving(request, saved, language, do)


def _save(
    user: User, version: PracticeVersion, content: PracticeContent, mine: PracticeContent, data: QueryDict
) -> PracticeVersion:
    """Save; a page that is behind but says just what is saved (an autosave was on its way) is no conflict."""
    known = revision_in(data)
    revision = -1 if known is None else known
    if revision != version.revision and same_content(checked(mine), content):
        return version
    try:
        return save_draft(actor=user, version=version, content=mine, revision=revision)
    except Refused as refused:
        if refused.code != "conflict":
            raise
        # The autosave of the same page may have been written while this request was being read.
        now = version_or_404(version.pk)
        if not same_content(checked(mine), content_of(now)):
            raise
        return now


def _after_saving(request: DeskRequest, version: PracticeVersion, language: str, do: str) -> HttpResponse:
    added = do.removeprefix("add-")
    if do != added and added in ROW_FORMS:
        place = len(getattr(content_of(version), added))
        first = next(name for name in ROW_FORMS[added].base_fields if name != "others")
        return redirect(form_address(version, language, add=added) + f"#id_{added}-{place}-{first}")
    if kind := request.POST.get("remove", "").rpartition("-")[0]:
        return redirect(form_address(version, language) + f"#{SECTION_OF_ROWS.get(kind, '')}")
    if request.POST.get("add_tag"):
        return redirect(form_address(version, language) + "#id_d-tags")
    if do == "preview":
        return redirect("practice-preview", version=version.pk)
    if do == "submit":
        return _on_to_submitting(request, version, language)
    messages.success(request, _saved_now().message)
    return redirect(form_address(version, language))


def _on_to_submitting(request: DeskRequest, version: PracticeVersion, language: str) -> HttpResponse:
    content = content_of(version)
    lacking = missing(facts_of(content))
    if not lacking:
        return redirect("practice-submit", version=version.pk)
    editor = Editor(content, language)
    editor.refuse(lacking, _addresses(version, content))
    return _form_page(request, version, editor, save_state=_saved_now(), status=422)


def _refused_form(
    request: DeskRequest, version: PracticeVersion, editor: Editor, do: str, status: int = 422
) -> HttpResponse:
    if do == "autosave":
        count = len(editor.error_links)
        words = ngettext("Nie zapisano: popraw jedno pole", "Nie zapisano: popraw %(count)d pola", count)
        state = SaveState("is-warn", "warn", words % {"count": count})
        return _autosave_answer(request, None, editor, state)
    added = do.removeprefix("add-")
    if added in editor.rows and do != added:
        editor.rows[added].add()
    state = SaveState("is-warn", "warn", _("Nie zapisano, wpisany tekst został na stronie"))
    return _form_page(request, version, editor, save_state=state, status=status)


def _autosave_answer(
    request: DeskRequest, saved: PracticeVersion | None, editor: Editor, state: SaveState
) -> HttpResponse:
    """Fragments for htmx: the status line, and after a saving the new revision and the progress."""
    context: dict[str, Any] = {"save_state": state, "version": saved}
    if saved is not None:
        addresses = _addresses(saved, editor.content)
        context["progress"] = progress_of(editor.content, editor.language, addresses)
    return render(request, "desk/saved.html", context)


def _others_saved() -> SaveState:
    words = _("Ktoś inny zapisał ten szkic. Kliknij „Zapisz szkic”, żeby porównać obie wersje")
    return SaveState("is-warn", "warn", words)


def _saved_now() -> SaveState:
    at = time_format(timezone.localtime(), "H:i")
    return SaveState("is-ok", "check", _("Szkic zapisany o %(time)s") % {"time": at})


def _last_saved(version: PracticeVersion) -> SaveState | None:
    if not version.revision:
        return None
    at = timezone.localtime(version.saved_at)
    if at.date() != timezone.localdate():
        return None
    return SaveState("is-ok", "check", _("Szkic zapisany o %(time)s") % {"time": time_format(at, "H:i")})


def _addresses(version: PracticeVersion, content: PracticeContent) -> dict[str, str]:
    codes = {content.original_language, *content.texts}
    return {code: form_address(version, code) for code in codes}


def _form_page(
    request: DeskRequest, version: PracticeVersion, editor: Editor, *, save_state: SaveState | None, status: int = 200
) -> HttpResponse:
    content, practice = editor.content, version.practice
    original = content.texts.get(content.original_language)
    title = original.title if original else ""
    context = {
        "section": "my-city",
        "robots": "noindex",
        "version": version,
        "practice": practice,
        "editor": editor,
        "heading": title or _("Opisz praktykę"),
        "save_state": save_state,
        "progress": progress_of(content, editor.language, _addresses(version, content)),
        "totals": cost_totals(content.costs, practice.city.population if practice.city else None),
        "glimpse": content.texts.get(editor.language) or original,
        "errors_title": _errors_title(len(editor.error_links)),
        "language_tabs": _tabs(version, content, editor.language),
        "language_label": language_name(editor.language),
        "form_url": form_address(version, editor.language),
        "desk_url": desk_address(version),
        "public_url": reverse("practice", kwargs={"id": practice.pk, "slug": practice.slug}),
        "discard_url": reverse("practice-discard", kwargs={"version": version.pk}),
        "review_url": reverse("practice-status", kwargs={"version": version.pk}),
        "may_submit": may(request.user, Action.SUBMIT, version),
        "coordinators": _coordinators(version),
        "returned_reason": _return_reason(version),
        "suggested_tags": suggested_tags(content, editor.language),
    }
    return render(request, "desk/edit.html", context, status=status)


def _errors_title(count: int) -> str:
    return ngettext("Trzeba poprawić jedną rzecz", "Trzeba poprawić %(count)d rzeczy", count) % {"count": count}


def desk_address(version: PracticeVersion) -> str:
    """The page of the version's city."""
    city = version.practice.city
    return reverse("city-desk", kwargs={"slug": city.slug}) if city else reverse("my-city")


def _tabs(version: PracticeVersion, content: PracticeContent, current: str) -> list[LanguageTab]:
    offered: dict[str, str | Promise] = {content.original_language: "", **dict.fromkeys(content.texts, ""), current: ""}
    offered |= dict.fromkeys(list(LANGUAGE_NAMES)[:2], "")
    original = content.original_language
    return [
        LanguageTab(
            code,
            language_name(code),
            form_address(version, code),
            code == original,
            code not in {*content.texts, original},
        )
        for code in sorted(offered, key=lambda code: (code != original, code not in content.texts, code))
    ]


def _coordinators(version: PracticeVersion) -> list[str]:
    if version.practice.city_id is None:
        return []
    people = User.objects.filter(
        roles__role=Role.CITY_COORDINATOR, roles__city=version.practice.city_id, is_active=True
    ).order_by("name")
    return [person.name for person in people]


def _return_reason(version: PracticeVersion) -> str:
    if version.state != VersionState.CHANGES_REQUESTED:
        return ""
    returns = WorkflowEvent.objects.filter(version=version, step=Step.RETURN).order_by("-happened_at", "-id")
    return returns.values_list("reason", flat=True).first() or ""
