"""The pages about the network and its cities."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from network.web import appearance, cities, invitations

urlpatterns: list[URLPattern] = [
    path(_("miasta/"), cities.register, name="cities"),
    path(_("miasta/<slug:slug>/"), cities.city, name="city"),
    path(_("zaproszenie/<str:token>/"), invitations.accept, name="invitation"),
    path(_("wyglad/"), appearance.choose_theme, name="appearance"),
]
