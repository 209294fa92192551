"""Doors of the desk: signed in first, then the policy; a refusal becomes a page with the sentence that was given."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from network.models import City, User
from practices.errors import PracticeNotFound, Refused
from practices.models import Practice, PracticeVersion
from practices.policies import Action, Subject, may
from practices.selectors.desk import Submission, submission

View = Callable[..., HttpResponse]
_CONFLICTS = {"conflict", "illegal-step", "taken"}


class DeskRequest(HttpRequest):
    """A request of a signed-in person, as views behind `desk_page` get it."""

    user: User


def status_of(refused: Refused) -> int:
    """403 for what the person may not do, 409 for what does not fit the state, 422 for what was typed."""
    if refused.code == "forbidden":
        return 403
    return 409 if refused.code in _CONFLICTS else 422


def desk_page(view: View) -> View:
    """A page for signed-in people: others go to sign in; a service's refusal is shown as a page, never a 500."""

    @login_required
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if refused.code == "forbidden":
                raise PermissionDenied(str(refused.message)) from refused
            context = {"refused": refused, "robots": "noindex", "section": "my-city"}
            return render(request, "desk/refused.html", context, status=status_of(refused))

    return run


def revision_in(data: QueryDict) -> int | None:
    """The revision the page was made from; nothing where it is no number."""
    given = str(data.get("revision", ""))
    return int(given) if given.isdecimal() and len(given) < 10 else None


def version_or_404(pk: int) -> PracticeVersion:
    """A version with its practice, city, live version, author and assignee."""
    related = ("practice__city", "practice__live", "assignee", "created_by")
    found = PracticeVersion.objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def submission_or_404(pk: int) -> Submission:
    """A version with its content, the live one, the conversation and the log."""
    try:
        return submission(pk)
    except PracticeNotFound as error:
        raise Http404 from error


def practice_or_404(pk: int) -> Practice:
    """A practice with its city and live version."""
    found = Practice.objects.select_related("city", "live").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def require(person: User, action: Action, subject: Subject) -> None:
    """Raise PermissionDenied with a sentence that says who may."""
    if not may(person, action, subject):
        raise PermissionDenied(_who_may(action, subject))


def _who_may(action: Action, subject: Subject) -> str:
    city = _city_of(subject)
    if action == Action.SEE_QUEUE:
        return _("Recenzje widzą tylko recenzenci i operatorzy sieci.")
    if action in {Action.REVIEW, Action.ASSIGN}:
        return _("Recenzuje tylko recenzent sieci, który nie należy do miasta ani nie pisał tej wersji.")
    if not city:
        return _("Tę praktykę prowadzą operatorzy sieci.")
    if action == Action.PREVIEW:
        sentence = _(
            "Ten szkic widzą tylko miasto %(city)s i recenzent. Jeśli potrzebujesz dostępu, poproś koordynatora miasta."
        )
    elif action in {Action.ARCHIVE, Action.WITHDRAW}:
        sentence = _("To może zrobić tylko koordynator miasta %(city)s albo operator sieci.")
    elif action == Action.SUBMIT:
        sentence = _("W imieniu miasta %(city)s wysyła tylko koordynator albo redaktor, któremu na to pozwolono.")
    else:
        sentence = _(
            "Tutaj pracują tylko redaktorzy i koordynatorzy miasta %(city)s, dopóki należy do sieci. "
            "Jeśli potrzebujesz dostępu, poproś koordynatora."
        )
    return sentence % {"city": city.name}


def _city_of(subject: Subject) -> City | None:
    if isinstance(subject, City):
        return subject
    practice = subject.practice if isinstance(subject, PracticeVersion) else subject
    return practice.city if practice is not None else None
