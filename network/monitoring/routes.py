"""The name under which a request is logged and counted: its route's, never its address."""

from django.conf import settings
from django.http import HttpRequest

STATIC, UNKNOWN = "static", "unknown"


def route_of(request: HttpRequest) -> str:
    """The route's name ("practice", "admin:index"); "static" for files, "unknown" where no route was found.

    An address may hold an invitation's token or the question that somebody typed, and there are endlessly many.
    """
    match = request.resolver_match
    if match is not None:
        return match.view_name
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else UNKNOWN
