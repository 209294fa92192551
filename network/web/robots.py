"""What crawlers may read: the public pages, not the endless combinations of filters."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /konto/
Disallow: /en/account/
Disallow: /szukaj/?
Disallow: /en/search/?
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt."""
    return HttpResponse(_ROBOTS, content_type="text/plain; charset=utf-8")
