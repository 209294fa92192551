"""Where nothing is found: the practices that are nearest in meaning, of those that are public."""

import pytest
from pytest_django import Settings

from network.models import Role
from network.outbox.draining import drain
from practices.models import Practice
from practices.services.lifecycle import withdraw_practice
from search.finding.find import find
from search.finding.nearest import nearest_in_meaning
from search.indexing.building import build
from search.indexing.embedding import embed_pending
from search.indexing.generations import promote
from search.indexing.meaning_generations import keep_meaning
from search.query.request import SearchRequest
from tests.factories import a_draft, a_published_practice, a_user, content
from tests.meaning.model import Model, failing

pytestmark = pytest.mark.django_db

# Alike for the model of these tests, which compares groups of letters, and other words for the analysis.
_ASKED, _ALIKE = "przedszkolaki ogrodniczki", "Ogrodnictwo przedszkolne"


@pytest.fixture(autouse=True)
def alike(model: Model) -> Practice:
    """One that is alike among others, and a draft that is as much so."""
    promote(build().generation)
    for title in ("Ławka miejska", "Hulajnoga miejska", "Tężnia miejska", "Kładka miejska"):
        a_published_practice(what=content(title))
    a_draft(what=content(_ALIKE))
    practice = a_published_practice(what=content(_ALIKE))
    drain()
    keep_meaning()
    embed_pending()
    while drain().leased:
        pass
    return practice


def nearest(q: str, **facets: tuple[str, ...]) -> list[int]:
    return [card.id for card in nearest_in_meaning(SearchRequest(q=q, facets=facets), limit=3)]


def test_filters_that_leave_nothing_do_not_hide_what_is_nearest(alike: Practice) -> None:
    request = SearchRequest(q=_ASKED, facets={"status": ("planned",)})
    assert find(request).count == 0
    found = nearest(_ASKED, status=("planned",))
    assert found[0] == alike.pk and len(found) <= 3


def test_what_is_quoted_and_nowhere_as_such_has_a_meaning_too(alike: Practice) -> None:
    assert nearest(f'"{_ASKED}"')[0] == nearest(f"„{_ASKED}”")[0] == alike.pk


def test_nothing_is_near_that_is_not_public(alike: Practice) -> None:
    assert set(nearest(_ASKED)) <= set(Practice.objects.filter(state="published").values_list("pk", flat=True))
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=alike, reason="Na prośbę miasta.")
    assert alike.pk not in nearest(_ASKED)


def test_without_words_nothing_is_near() -> None:
    assert nearest("") == nearest("-parking") == nearest("city:nigdzie") == []


def test_while_the_model_is_away_nothing_is_near(model: Model, settings: Settings) -> None:
    model.answering = failing
    assert nearest("zupełnie nowe pytanie") == []
    settings.EMBEDDING_URL = "none://"
    assert nearest(_ASKED) == []
