"""The public pages of practices and themes, and the home page."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from practices.web import home, practice, themes

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path(_("praktyki/<int:id>-<slug:slug>/"), practice.practice, name="practice"),
    path(_("tematy/"), themes.themes, name="themes"),
    path(_("tematy/<slug:slug>/"), themes.theme, name="theme"),
]
