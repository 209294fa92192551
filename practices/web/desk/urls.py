"""Addresses of the desk."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from . import closing, conversing, editing, finishing, my_city, notices, people, reviewing, starting

urlpatterns: list[URLPattern] = [
    path(_("moje-miasto/"), my_city.my_city, name="my-city"),
    path(_("moje-miasto/<slug:slug>/"), my_city.city, name="city-desk"),
    path(_("moje-miasto/<slug:slug>/zaproszenia/"), people.send_invitation, name="city-invite"),
    path(_("moje-miasto/<slug:slug>/osoby/<int:assignment>/"), people.change_person, name="city-person"),
    path(_("powiadomienia/przeczytane/"), notices.read, name="notifications-read"),
    path(_("praktyki/nowa/"), starting.new, name="practice-new"),
    path(_("praktyki/<int:practice>/edycja/"), starting.work, name="practice-work"),
    path(_("praktyki/<int:practice>/archiwum/"), closing.archive_page, name="practice-archive"),
    path(_("praktyki/<int:practice>/przywroc/"), closing.unarchive_page, name="practice-unarchive"),
    path(_("praktyki/<int:practice>/wycofaj/"), closing.withdraw_page, name="practice-withdraw"),
    path(_("szkice/<int:version>/"), editing.edit, name="practice-edit"),
    path(_("szkice/<int:version>/podglad/"), finishing.preview, name="practice-preview"),
    path(_("szkice/<int:version>/stan/"), conversing.status, name="practice-status"),
    path(_("szkice/<int:version>/wyslij/"), finishing.submit, name="practice-submit"),
    path(_("szkice/<int:version>/porzuc/"), finishing.discard, name="practice-discard"),
    path(_("szkice/<int:version>/wiadomosc/"), conversing.message, name="review-message"),
    path(_("recenzje/"), reviewing.queue, name="reviews"),
    path(_("recenzje/<int:version>/"), reviewing.review, name="review"),
    path(_("recenzje/<int:version>/przydziel/"), reviewing.assign, name="review-assign"),
]
