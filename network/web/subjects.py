"""What rows of the outbox are about, where it is the network's: cities and messages."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.models import City, Notification
from network.outbox.subjects import Subject, TopicWords, describe
from network.topics import CITY, MAIL


def _cities(ids: Collection[int]) -> dict[int, Subject]:
    names = City.objects.filter(pk__in=ids).values_list("pk", "name")
    return {pk: Subject(name, reverse("admin:network_city_change", args=[pk])) for pk, name in names}


def _messages(ids: Collection[int]) -> dict[int, Subject]:
    rows = Notification.objects.filter(pk__in=ids).values_list("pk", "subject", "recipient_id", "recipient__name")
    return {
        pk: Subject(f"{subject} → {name}", reverse("admin:network_user_change", args=[recipient]))
        for pk, subject, recipient, name in rows
    }


describe(
    CITY,
    TopicWords(
        _("nowe fakty o mieście"),
        _("Wyszukiwarka i strony praktyk zachowają dawne fakty o mieście, aż zmieni się ono znowu."),
        _cities,
    ),
)
describe(
    MAIL,
    TopicWords(_("wysłanie wiadomości"), _("Wiadomość nie zostanie wysłana. Zostanie na stronie odbiorcy."), _messages),
)
