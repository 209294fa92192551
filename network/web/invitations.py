"""Invitations in the browser: a coordinator sends one, the invited person accepts it with a name and a password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from network.errors import Refused
from network.models import Invitation, Role, User
from network.selectors.invitations import has_account, open_invitation
from network.selectors.people import pending_invitations, people_of
from network.services.invitations import accept_invitation
from network.web.account_forms import AcceptanceForm

__all__ = ["InviteForm", "accept", "pending_invitations", "people_of"]

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class InviteForm(forms.Form):
    """Whom a coordinator invites, and to what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail służbowy"),
        help_text=gettext_lazy("Zaproszenie jest ważne przez 14 dni."),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Podaj adres e-mail osoby, którą zapraszasz"),
            "invalid": gettext_lazy("Podaj adres e-mail ze znakiem @, na przykład biuro@miasto.example"),
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Rola"),
        choices=[(role.value, role.label) for role in (Role.CITY_EDITOR, Role.CITY_COORDINATOR)],
    )
    use_required_attribute = False


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person's page; who has an account already only confirms."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "network/invitation_expired.html", {"robots": "noindex"}, status=404)
    known = has_account(invitation)
    form = AcceptanceForm(request.POST or None)
    if request.method == "POST" and (known or form.is_valid()):
        data = {} if known else form.cleaned_data
        try:
            user = accept_invitation(token=token, name=data.get("name", ""), password=data.get("password", ""))
        except Refused as refused:
            return _refused(request, invitation, form, refused)
        return _welcome(request, user, known)
    status = 422 if request.method == "POST" else 200
    return _page(request, invitation, form, known, status)


def _welcome(request: HttpRequest, user: User, known: bool) -> HttpResponse:
    """A new account is signed in at once; an older one signs in as always: the link alone must not open it."""
    if not known:
        login(request, user, backend=_BACKEND)
        messages.success(request, _("Konto jest gotowe. Witaj w sieci."))
        return redirect("my-city")
    messages.success(request, _("Zaproszenie przyjęte. Nowa rola jest na Twoim koncie."))
    return redirect("my-city" if request.user.is_authenticated else "account_login")


def _refused(request: HttpRequest, invitation: Invitation, form: AcceptanceForm, refused: Refused) -> HttpResponse:
    if refused.code == "expired":
        return render(request, "network/invitation_expired.html", {"robots": "noindex"}, status=404)
    form.full_clean()
    for problem in refused.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.message))
    if not refused.problems:
        form.add_error(None, str(refused.message))
    return _page(request, invitation, form, has_account(invitation), 422)


def _page(request: HttpRequest, invitation: Invitation, form: AcceptanceForm, known: bool, status: int) -> HttpResponse:
    context: dict[str, Any] = {"invitation": invitation, "form": form, "known": known, "robots": "noindex"}
    return render(request, "network/invitation.html", context, status=status)
