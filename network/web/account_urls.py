"""Signing in and out and a forgotten password: of django-allauth's addresses only these."""

from allauth.account import views
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

urlpatterns = [
    path(_("konto/zaloguj/"), views.login, name="account_login"),
    path(_("konto/wyloguj/"), views.logout, name="account_logout"),
    # allauth's own pages name it; the adapter keeps it closed.
    path(_("konto/nowe/"), views.signup, name="account_signup"),
    path(_("konto/haslo/"), views.password_reset, name="account_reset_password"),
    path(_("konto/haslo/wyslane/"), views.password_reset_done, name="account_reset_password_done"),
    re_path(
        _(r"^konto/haslo/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(_("konto/haslo/zmienione/"), views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path(_("konto/nieaktywne/"), views.account_inactive, name="account_inactive"),
]
