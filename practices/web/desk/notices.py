"""Marking notifications as read."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from network.services.notifications import mark_read

from .access import DeskRequest, desk_page


@require_POST
@desk_page
def read(request: DeskRequest) -> HttpResponse:
    """One (`id`), or all where none is named; then back to the page, or on to what it was about."""
    ids = [int(id) for id in request.POST.getlist("id") if id.isdecimal() and len(id) < 19]
    mark_read(recipient=request.user, ids=ids if "id" in request.POST else None)
    onward = request.POST.get("next", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=hosts, require_https=request.is_secure()):
        onward = reverse("my-city")
    return redirect(onward)
