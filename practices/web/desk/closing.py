"""What becomes of a public practice: archived, taken out of the archive, withdrawn.

Each page says what will happen and asks once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from network.errors import Words
from practices.errors import Refused
from practices.models import Practice, PracticeState
from practices.policies import Action
from practices.services.lifecycle import archive, unarchive, withdraw_practice

from .access import DeskRequest, desk_page, practice_or_404, require, status_of
from .starting import title_of


@dataclass(frozen=True, slots=True)
class Closing:
    """One of the three: what it asks, what it says will happen, and the service that does it."""

    action: Action
    states: frozenset[str]
    question: Words
    consequence: Words
    button: Words
    done: Words
    refusal: Words
    reason_needed: bool
    service: Callable[..., Practice]


ARCHIVE = Closing(
    Action.ARCHIVE,
    frozenset({PracticeState.PUBLISHED}),
    _("Przenieść do archiwum?"),
    _(
        "Praktyka zniknie z wyszukiwarki i z list. "
        "Jej strona zostanie, z dopiskiem, że jest archiwalna. Można ją przywrócić."
    ),
    _("Przenieś do archiwum"),
    _("Praktyka jest w archiwum."),
    _("Zarchiwizować można tylko opublikowaną praktykę."),
    False,
    archive,
)
UNARCHIVE = Closing(
    Action.ARCHIVE,
    frozenset({PracticeState.ARCHIVED}),
    _("Przywrócić z archiwum?"),
    _("Praktyka wróci do wyszukiwarki i na listy, taka jak w dniu archiwizacji."),
    _("Przywróć z archiwum"),
    _("Praktyka znów jest w wyszukiwarce i na listach."),
    _("Przywrócić można tylko praktykę z archiwum."),
    False,
    unarchive,
)
WITHDRAW = Closing(
    Action.WITHDRAW,
    frozenset({PracticeState.PUBLISHED, PracticeState.ARCHIVED}),
    _("Wycofać tę praktykę?"),
    _(
        "Zniknie od razu ze stron, wyszukiwarki i API, razem ze szkicem następnej wersji. "
        "Zostanie tylko informacja, że była. Tego nie da się cofnąć."
    ),
    _("Wycofaj praktykę"),
    _("Praktyka wycofana."),
    _("Wycofać można tylko praktykę, która jest publiczna."),
    True,
    withdraw_practice,
)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def archive_page(request: DeskRequest, practice: int) -> HttpResponse:
    """Out of search and lists; the page stays."""
    return _close(request, practice, ARCHIVE)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def unarchive_page(request: DeskRequest, practice: int) -> HttpResponse:
    """Back into search and lists."""
    return _close(request, practice, UNARCHIVE)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def withdraw_page(request: DeskRequest, practice: int) -> HttpResponse:
    """Away, everywhere, for good."""
    return _close(request, practice, WITHDRAW)


def _close(request: DeskRequest, pk: int, closing: Closing) -> HttpResponse:
    found = practice_or_404(pk)
    require(request.user, closing.action, found)
    if found.state not in closing.states:
        raise Refused("illegal-step", closing.refusal)
    reason = request.POST.get("reason", "")
    refused: Refused | None = None
    if request.method == "POST":
        try:
            closing.service(actor=request.user, practice=found, reason=reason)
        except Refused as caught:
            if caught.code != "reason-needed":
                raise
            refused = caught
        else:
            messages.success(request, closing.done)
            return redirect(_desk_of(found))
    context = {
        "section": "my-city",
        "robots": "noindex",
        "closing": closing,
        "practice": found,
        "title": title_of(found),
        "reason": reason,
        "refused": refused,
        "desk_url": _desk_of(found),
    }
    return render(request, "desk/close.html", context, status=status_of(refused) if refused else 200)


def _desk_of(practice: Practice) -> str:
    return reverse("city-desk", kwargs={"slug": practice.city.slug}) if practice.city else reverse("my-city")
