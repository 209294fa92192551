"""What an empty page of results offers: wider searches with their counts, the nearest practices, and a need to be posted."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from practices.selectors.cards import PracticeCard
from search.finding.labels import chosen_labels
from search.finding.nearest import nearest_in_meaning
from search.finding.widening import Way, Wider, wider_with_hits
from search.query.request import SearchRequest
from search.web.addresses import address

# (facet, value) -> label
Labels = Mapping[tuple[str, str], str]

_MOST_WIDER, _MOST_NEAREST = 8, 5


@dataclass(frozen=True, slots=True)
class WayOut:
    """A wider search: what it changes, its address, and how many hits it has."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class WaysOut:
    """`nearest` in meaning whatever the filters, of which `dropped` are the labels; `need`: the address at which the question can be posted
    as a need, empty where this platform has no needs.
    """

    wider: list[WayOut]
    nearest: list[PracticeCard]
    dropped: list[str]
    need: str


def ways_out(asked: SearchRequest) -> WaysOut:
    """The ways out of a search that found nothing."""
    labels = chosen_labels(asked)
    return WaysOut(
        wider=[
            WayOut(_sentence(wider, labels), address(wider.request), count)
            for wider, count in wider_with_hits(asked, _MOST_WIDER)
        ],
        nearest=nearest_in_meaning(asked, _MOST_NEAREST),
        dropped=list(labels.values()),
        need=_need(asked),
    )


def _need(asked: SearchRequest) -> str:
    """Needs are a capability of their own: whoever adds it names its first page `need-new`, which may read the question from `title`."""
    if not asked.q:
        return ""
    try:
        return f"{reverse('need-new')}?{urlencode({'title': asked.q})}"
    except NoReverseMatch:
        return ""


def _sentence(wider: Wider, dropped: Labels) -> str:
    """What the wider search changes."""
    labels = chosen_labels(wider.request)
    added = {key: label for key, label in labels.items() if key not in dropped}
    match wider.way:
        case Way.THEME:
            return _("Szukaj w całym temacie: %(names)s") % {"names": _names(added, "theme")}
        case Way.VOIVODESHIP:
            return _("Szukaj w całym województwie: %(names)s") % {"names": _names(added, "voivodeship")}
        case Way.NEIGHBOURS:
            return _("Weź też: %(names)s") % {"names": _names(added, wider.facet)}
        case Way.FILTER:
            return _("Usuń filtr „%(label)s”") % {"label": _names(dropped, wider.facet)}
        case Way.FILTERS:
            return _("Usuń wszystkie filtry")
        case Way.QUOTES | Way.WORD:
            return _("Szukaj szerzej: „%(q)s”") % {"q": wider.request.q}


def _names(labels: Labels, facet: str) -> str:
    return ", ".join(label for (name, _value), label in labels.items() if name == facet)
