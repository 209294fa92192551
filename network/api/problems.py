"""Errors as RFC 9457 problem documents: what was wrong, and what to do."""

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.encoding import escape_uri_path
from rest_framework.exceptions import APIException, MethodNotAllowed, Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
# Names a kind of problem for programs; "about:blank" where the status says it all.
_KINDS = "urn:siec-praktyk:problem:"

# What is said where nobody said more; complete sentences in English, whatever the language of the pages.
SENTENCES: Mapping[int, str] = {
    400: "The request cannot be understood. Check its address and its parameters.",
    403: "This is not open to you.",
    404: "There is nothing at this address. /api/v1/docs/ lists what there is.",
    405: "This address is only for reading: use GET, HEAD or OPTIONS.",
    406: "Only application/json is served here: ask for it in the Accept header, or leave that header out.",
    412: "The condition of the request does not hold: what is here now is not what If-Match or If-Unmodified-Since names.",
    500: "Something broke here; it has been logged. Trying the same again will hardly help before it is mended.",
    503: "The database does not answer. Try again in a few seconds.",
}
_RETRY_SECONDS = 5


class Problem(APIException):
    """A refusal with a status, a kind for programs, a sentence for people, and members of its own."""

    status_code = 400
    kind = ""
    title = ""

    def __init__(self, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.sentence = detail
        self.members = members


class InvalidParameter(Problem):
    """400: `parameter` is unknown, repeated, or has a value that is not allowed."""

    kind, title = "invalid-parameter", "A parameter is not valid"

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail, parameter=parameter)


class NothingHere(Problem):
    """404, with a sentence of its own."""

    status_code = 404


class BeyondWindow(Problem):
    """404: a page beyond the results that can be paged through."""

    status_code = 404
    kind, title = "beyond-window", "Beyond the last page"


class Withdrawn(Problem):
    """410: what was here has been taken away for good; the members are its tombstone."""

    status_code = 410
    kind, title = "withdrawn", "Withdrawn"


def document(
    status: int, *, path: str, detail: str = "", kind: str = "", title: str = "", **members: Any
) -> dict[str, Any]:
    """A problem document about a request to `path`."""
    return {
        "type": f"{_KINDS}{kind}" if kind else "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or SENTENCES.get(status, HTTPStatus(status).description or HTTPStatus(status).phrase),
        "instance": escape_uri_path(path),
        **members,
    }


def plain_problem(request: HttpRequest, status: int, headers: Mapping[str, str]) -> JsonResponse:
    """A problem for an answer that no view of the API gave, such as an unknown address or a crash."""
    body = document(status, path=request.path)
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=dict(headers))


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Every exception of a view as a problem; None for what nobody foresaw, which then becomes a logged 500."""
    path: str = context["request"].path
    if isinstance(error, OperationalError | InterfaceError):
        return _response(document(503, path=path), {"Retry-After": str(_RETRY_SECONDS)})
    if isinstance(error, Problem):
        kind, title = error.kind, error.title
        return _response(
            document(error.status_code, path=path, detail=error.sentence, kind=kind, title=title, **error.members)
        )
    if isinstance(error, APIException | Http404):
        answer = exception_handler(error, dict(context))
        assert answer is not None
        headers = {"Retry-After": str(_wait(error))} if isinstance(error, Throttled) else {}
        return _response(document(answer.status_code, path=path, detail=_sentence(error)), headers)
    return None


def _response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)


def _sentence(error: Exception) -> str:
    if isinstance(error, Throttled):
        return f"Too many requests from your address. Try again in {_wait(error)} seconds, and then more slowly."
    if isinstance(error, MethodNotAllowed):
        return SENTENCES[405]
    return ""


def _wait(error: Throttled) -> int:
    return max(1, math.ceil(getattr(error, "wait", None) or 1))
