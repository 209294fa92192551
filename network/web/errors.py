"""Pages for what went wrong: what happened, then the way out."""

import sys
from pathlib import Path

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

_PLAIN = Path(__file__).resolve().parent / "templates" / "errors"
_RETRY_SECONDS = 5


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"errors/{template}.html", {"robots": "noindex", **context}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense; nothing of its content is repeated."""
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence of the policy that refused, where it gave one."""
    return _page(request, "403", 403, reason=str(exception) if exception else "")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with a search box."""
    return _page(request, "404", 404, has_search_box=True)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: usually a page left open for long."""
    return _page(
        request, "403", 403,
        reason=_("Formularz stracił ważność, bo strona była długo otwarta albo przeglądarka nie przyjmuje ciasteczek. "
                 "Wróć, odśwież stronę i wyślij go jeszcze raz."),
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where it broke for want of the database: plain files, because anything cleverer may be what broke."""
    if not wants_database(sys.exception()):
        return HttpResponse((_PLAIN / "500.html").read_text(encoding="utf-8"), status=500)
    headers = {"Retry-After": str(_RETRY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse((_PLAIN / "503.html").read_text(encoding="utf-8"), status=503, headers=headers)


def wants_database(error: BaseException | None) -> bool:
    """Whether it came of a database that does not answer: itself, or while that was being handled."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False
