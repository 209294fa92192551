"""The operators' page: whether everything is in step, what to do where it is not, and the few steps that can be taken here.

Steps that take something away are asked about on a page of their own. Everything works without JavaScript.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.errors import Words
from network.outbox.models import OutboxRow
from network.outbox.selectors import parked_rows
from network.outbox.services import drop_parked, retry_parked
from network.outbox.subjects import Subject, consequences, subjects_of, words_of
from network.policies import Action, may
from search.engines.base import EngineUnavailable
from search.indexing.generations import GenerationRefused, promote, roll_back
from search.indexing.status import KnownGeneration, read_status
from search.models import GenerationState
from search.tasks import ask_for_check
from search.web.advice import advice

# Parked rows shown one by one; of more the panel has pages.
_SHOWN = 50

View = Callable[[HttpRequest], HttpResponse]


def operators_page(view: View) -> View:
    """For operators; visitors go to sign in."""

    @never_cache
    @login_required
    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        if not may(request.user, Action.OPERATE):
            raise PermissionDenied(_("Stan systemu widzą tylko operatorzy sieci."))
        return view(request)

    return run


@dataclass(frozen=True, slots=True)
class ParkedItem:
    """A parked row as it is shown."""

    id: int
    topic: str
    title: str
    url: str
    what: Words
    error: str
    attempts: int
    parked_at: datetime | None


@require_safe
@operators_page
def operations(request: HttpRequest) -> HttpResponse:
    """The state of everything."""
    status = read_status()
    context = {
        "robots": "noindex",
        "section": "operations",
        "status": status,
        "advice": advice(status),
        "parked": _parked(),
        "shown": _SHOWN,
    }
    return render(request, "search/operations.html", context)


def _parked(ids: list[int] | None = None) -> list[ParkedItem]:
    rows = list(parked_rows(ids)[:_SHOWN])
    subjects = subjects_of(rows)
    return [_item(row, subjects[row.pk]) for row in rows]


def _item(row: OutboxRow, subject: Subject) -> ParkedItem:
    what = words_of(row.topic).label
    return ParkedItem(row.pk, row.topic, subject.title, subject.url, what, row.error, row.attempts, row.parked_at)


@require_POST
@operators_page
def check(request: HttpRequest) -> HttpResponse:
    """Compare index and database now."""
    if ask_for_check():
        messages.success(request, _("Sprawdzanie indeksu ruszyło. Odśwież stronę za chwilę."))
    else:
        messages.error(
            request, _("Nie udało się poprosić workera o sprawdzenie, bo Redis nie odpowiada. Spróbuj później.")
        )
    return redirect("operations")


@require_POST
@operators_page
def retry(request: HttpRequest) -> HttpResponse:
    """Parked rows back into the queue: those that are named, or all."""
    ids = _ids(request) if "id" in request.POST else [row.pk for row in parked_rows()]
    count = retry_parked(ids=ids)
    said = ngettext("Do kolejki wróciła %(count)d zmiana.", "Do kolejki wróciło %(count)d zmian.", count)
    messages.success(request, said % {"count": count})
    return redirect("operations")


@require_http_methods(["GET", "HEAD", "POST"])
@operators_page
def drop(request: HttpRequest) -> HttpResponse:
    """Forget parked rows, after a page that says what will be missing."""
    ids = _ids(request)
    if request.method == "POST":
        count = drop_parked(ids=ids)
        done = ngettext("Porzucono %(count)d zmianę.", "Porzucono %(count)d zmian.", count)
        messages.success(request, done % {"count": count})
        return redirect("operations")
    parked = _parked(ids)
    if not parked:
        return redirect("operations")
    said = consequences(item.topic for item in parked)
    context = {"robots": "noindex", "section": "operations", "parked": parked, "consequences": said}
    return render(request, "search/operations_drop.html", context)


def _ids(request: HttpRequest) -> list[int]:
    given = (request.POST if request.method == "POST" else request.GET).getlist("id")
    return [int(id) for id in given if id.isdecimal() and len(id) < 19]


@dataclass(frozen=True, slots=True)
class Step:
    """A step between generations: which one it makes live, what it asks, what will happen, and the service that takes it."""

    state: GenerationState
    question: Words
    consequence: Words
    button: Words
    done: Words
    take: Callable[[KnownGeneration], object]


_PROMOTE = Step(
    GenerationState.BUILDING,
    gettext_lazy("Włączyć tę generację?"),
    gettext_lazy(
        "Od tej chwili wyszukiwarka czyta z niej. Dotychczasowa zostanie i będzie nadal uzupełniana, żeby było do czego wrócić. "
        "Wcześniejsza od niej zniknie."
    ),
    gettext_lazy("Włącz"),
    gettext_lazy("Generacja jest włączona."),
    lambda known: promote(known.generation),
)
_ROLL_BACK = Step(
    GenerationState.PREVIOUS,
    gettext_lazy("Wrócić do tej generacji?"),
    gettext_lazy(
        "Od tej chwili wyszukiwarka znów czyta z niej. Obecna zostanie jako poprzednia: można do niej wrócić tak samo."
    ),
    gettext_lazy("Wróć do niej"),
    gettext_lazy("Wyszukiwarka czyta z poprzedniej generacji."),
    lambda known: roll_back(),
)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_page
def switch_on(request: HttpRequest) -> HttpResponse:
    """Search the newly built generation."""
    return _step(request, _PROMOTE)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_page
def go_back(request: HttpRequest) -> HttpResponse:
    """Search the previous generation again."""
    return _step(request, _ROLL_BACK)


def _step(request: HttpRequest, step: Step) -> HttpResponse:
    known = read_status().of(step.state)
    given = request.POST if request.method == "POST" else request.GET
    if known is None or given.get("generation") != known.generation.name:
        messages.error(request, _("W międzyczasie coś się zmieniło. Zobacz obecny stan i wybierz jeszcze raz."))
        return redirect("operations")
    if request.method == "POST":
        _take(request, step, known)
        return redirect("operations")
    context = {"robots": "noindex", "section": "operations", "step": step, "known": known}
    return render(request, "search/operations_step.html", context)


def _take(request: HttpRequest, step: Step, known: KnownGeneration) -> None:
    try:
        step.take(known)
    except GenerationRefused as refused:
        messages.error(request, _refusals()[refused.code])
    except EngineUnavailable:
        messages.error(request, _("Silnik wyszukiwania nie odpowiada, więc nic się nie zmieniło. Spróbuj, gdy wróci."))
    else:
        messages.success(request, str(step.done))


def _refusals() -> dict[str, str]:
    return {
        "not-built": _("Ta generacja nie jest już nowo zbudowana. Zobacz obecny stan."),
        "unfinished": _("Ta generacja nie jest zbudowana do końca. Uruchom budowę jeszcze raz: pójdzie dalej."),
        "lost": _("Silnik nie ma już tej generacji. Zbuduj nową."),
        "no-previous": _("Nie ma poprzedniej generacji, do której można wrócić."),
    }
