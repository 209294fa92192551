"""What rows of the outbox are about, where it is a practice."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.outbox.subjects import Subject, TopicWords, describe
from practices.models import Practice, PracticeText
from practices.topics import PRACTICE, SEQUENCE


def _practices(ids: Collection[int]) -> dict[int, Subject]:
    texts = PracticeText.objects.filter(version=OuterRef("live"), language=OuterRef("live__original_language"))
    rows = Practice.objects.filter(pk__in=ids).annotate(title=Subquery(texts.values("title")[:1]))
    return {
        pk: Subject(title or gettext("Praktyka bez tytułu"), reverse("admin:practices_practice_change", args=[pk]))
        for pk, title in rows.values_list("pk", "title")
    }


describe(
    PRACTICE,
    TopicWords(
        _("zapis w indeksie"),
        _(
            "Indeks zachowa dawny stan praktyki. Sprawdzanie indeksu, co dziesięć minut, zauważy różnicę i wstawi ją do "
            "kolejki jeszcze raz."
        ),
        _practices,
    ),
)
describe(
    SEQUENCE,
    TopicWords(
        _("numer w kanale zmian"),
        _("Partnerzy, którzy czytają kanał zmian, nie dowiedzą się o tej zmianie aż do następnej zmiany praktyki."),
        _practices,
    ),
)
