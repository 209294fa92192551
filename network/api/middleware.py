"""What holds for every answer under /api/: problems instead of pages, any site may read it, no language is negotiated."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from network.api.problems import MEDIA_TYPE, plain_problem

ROOT = "/api/"
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Last-Modified, Retry-After, X-Degraded, X-Request-ID, X-Total-Count",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_KEPT = ("Allow", "Retry-After")


class ApiMiddleware:
    """Outside all middleware that answers by itself, so that it also sees those answers.

    Reading is open to the scripts of every site, without credentials: no answer depends on a cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; pages and the admin pass through untouched."""
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight()
        response = self.get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != MEDIA_TYPE:
            kept = {name: response.headers[name] for name in _KEPT if name in response.headers}
            response = plain_problem(request, response.status_code, kept)
        if response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        _without_language(response)
        for name, value in _CORS.items():
            response.headers[name] = value
        return response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204, headers=_CORS | _PREFLIGHT)
    del response.headers["Content-Type"]
    return response


def _without_language(response: HttpResponseBase) -> None:
    """Take back what the pages' language middleware says: the API chooses texts by `lang` alone."""
    response.headers.pop("Content-Language", None)
    names = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    response.headers.pop("Vary", None)
    if varies := [name for name in names if name and name.lower() not in {"accept-language", "cookie"}]:
        response.headers["Vary"] = ", ".join(varies)
