"""Pages for what went wrong: what happened, then the way out."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

_SERVER_ERROR = Path(__file__).resolve().parent / "templates" / "errors" / "500.html"


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
    """500: a plain file, because anything cleverer may be what broke."""
    return HttpResponse(_SERVER_ERROR.read_text(encoding="utf-8"), status=500)
