"""A coordinator invites colleagues, decides who may send practices to review, and takes roles away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from network.errors import Refused
from network.models import City, Role, RoleAssignment
from network.selectors.cities import city_by_slug
from network.services.invitations import invite
from network.services.roles import grant_role, revoke_role
from network.web.invitations import InviteForm
from practices.policies import Action

from .access import DeskRequest, desk_page, require
from .my_city import city_context


@require_POST
@desk_page
def send_invitation(request: DeskRequest, slug: str) -> HttpResponse:
    """Invite somebody to write for the city; a mistake shows the city's page again with what was typed."""
    city = _city(request, slug)
    form = InviteForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invite(actor=request.user, email=email, role=Role(form.cleaned_data["role"]), city=city)
        except Refused as refused:
            if refused.code == "forbidden":
                raise
            form.add_error("email", str(refused.message))
        else:
            messages.success(request, _("Zaproszenie wysłane na adres %(email)s.") % {"email": email})
            return redirect("city-desk", slug=city.slug)
    return render(request, "desk/city.html", city_context(request, city, form), status=422)


@require_POST
@desk_page
def change_person(request: DeskRequest, slug: str, assignment: int) -> HttpResponse:
    """`do` is "let-submit", "stop-submitting" or "remove"."""
    city = _city(request, slug)
    held = RoleAssignment.objects.select_related("user", "city").filter(pk=assignment, city=city).first()
    if held is None:
        raise Http404
    do = request.POST.get("do", "")
    if do == "remove":
        if held.user == request.user:
            raise Refused("invalid", _("Własnej roli nie można odebrać. Poproś drugiego koordynatora albo operatora."))
        revoke_role(actor=request.user, assignment=held)
        messages.success(request, _("%(person)s nie ma już dostępu do miasta.") % {"person": held.user})
    elif do in {"let-submit", "stop-submitting"} and held.role == Role.CITY_EDITOR:
        grant_role(actor=request.user, user=held.user, role=Role.CITY_EDITOR, city=city, may_submit=do == "let-submit")
        messages.success(request, _("Zapisano uprawnienia: %(person)s.") % {"person": held.user})
    else:
        raise Refused("invalid", _("Nie wiadomo, co zmienić. Wróć na stronę miasta i wybierz jeszcze raz."))
    return redirect("city-desk", slug=city.slug)


def _city(request: DeskRequest, slug: str) -> City:
    city = city_by_slug(slug)
    if city is None:
        raise Http404
    require(request.user, Action.SEE_DESK, city)
    return city
