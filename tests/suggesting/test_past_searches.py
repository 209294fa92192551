"""Past searches: a question becomes a suggestion once several people have asked it, and never a personal one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from network.models import Role
from practices.services.lifecycle import withdraw_practice
from search.models import AskedQuestion, PastSearch
from search.suggesting.remembering import ENOUGH_ASKERS, block, forget_old
from search.suggesting.suggest import suggest
from search.tasks import forget_searches
from tests.factories import a_city, a_published_practice, a_user
from tests.finding.asking import index_everything

pytestmark = pytest.mark.django_db

QUESTION = "zielone dachy"


@pytest.fixture(autouse=True)
def roofs() -> None:
    """What the questions find."""
    a_published_practice(a_city("Zmyślin"), title="Zielone dachy na przystankach")
    index_everything()


def ask(client: Client, q: str = QUESTION, *, askers: int = ENOUGH_ASKERS, first: int = 1, **more: str) -> None:
    """So many people, each from an address of their own, search on the page."""
    for asker in range(first, first + askers):
        assert client.get("/szukaj/", {"q": q, **more}, REMOTE_ADDR=f"192.0.2.{asker}").status_code == 200


def offered(q: str = "ziel") -> list[str]:
    """The past searches among the suggestions."""
    return [line.text for line in suggest(q, "pl").lines if line.kind == "search"]


def test_a_question_is_offered_once_several_people_have_asked_it(client: Client) -> None:
    ask(client, askers=ENOUGH_ASKERS - 1)
    assert offered() == []
    ask(client, first=ENOUGH_ASKERS, askers=1)
    assert offered() == offered("dach") == [QUESTION]


def test_one_who_asks_again_and_again_is_one(client: Client) -> None:
    for _ in range(ENOUGH_ASKERS + 1):
        ask(client, askers=1)
    assert offered() == []


def test_one_who_asks_the_same_in_other_letters_is_one(client: Client) -> None:
    for q in ("zielone dachy", "Zielone dachy", "ZIELONE DACHY", "zielone, dachy", "Zielone Dachy", "zielone dachy!"):
        ask(client, q, askers=1)
    assert AskedQuestion.objects.count() == 1 and offered() == []


def test_the_same_words_in_other_letters_are_the_same_question(client: Client) -> None:
    ask(client, askers=2)
    ask(client, "Zielone DACHY", first=3, askers=ENOUGH_ASKERS - 2)
    assert PastSearch.objects.get().key == "zielone dachy"


def test_until_then_neither_question_nor_address_is_kept(client: Client) -> None:
    ask(client, askers=ENOUGH_ASKERS - 1)
    assert not PastSearch.objects.exists()
    kept = " ".join(f"{row.question} {row.who}" for row in AskedQuestion.objects.all())
    assert "zielone" not in kept and "192.0.2" not in kept


def test_who_asked_two_questions_cannot_be_told_from_two_askers(client: Client) -> None:
    a_published_practice(title="Ogrody deszczowe")
    index_everything()
    ask(client, askers=1)
    ask(client, "ogrody", askers=1)
    assert len(set(AskedQuestion.objects.values_list("who", flat=True))) == 2


@pytest.mark.parametrize(
    "q",
    [
        "Anna Nowakowska",  # in no public text
        "dachy anna@miasto.example", "dachy 600 100 299", "dachy www.miasto.example",
        '"zielone dachy"', "zielone -parking", "city:Zmyślin dachy",
        "zielone dachy na przystankach tramwajowych i autobusowych w mieście",  # too long to be several people's
    ],
)  # fmt: skip
def test_what_may_be_somebodys_own_is_never_kept(client: Client, q: str) -> None:
    ask(client, q, askers=ENOUGH_ASKERS + 2)
    assert not PastSearch.objects.exists()


def test_a_search_that_was_narrowed_paged_or_found_nothing_is_none(client: Client) -> None:
    ask(client, language="pl")
    ask(client, sort="newest")
    ask(client, "koszenie")
    ask(client, "zielonee dachhy")
    assert not PastSearch.objects.exists() and offered() == []


def test_who_asks_not_to_be_followed_is_not_counted(client: Client) -> None:
    for asker in range(ENOUGH_ASKERS):
        client.get("/szukaj/", {"q": QUESTION}, REMOTE_ADDR=f"192.0.2.{asker}", headers={"Sec-GPC": "1"})
    assert not AskedQuestion.objects.exists()


def test_an_operator_can_switch_it_off(client: Client, settings: Settings) -> None:
    settings.PAST_SEARCHES = False
    ask(client)
    assert not AskedQuestion.objects.exists()


def test_a_question_that_nothing_public_answers_any_more_is_not_offered(client: Client) -> None:
    ask(client)
    practice = a_published_practice(title="Inna")
    index_everything()
    from practices.models import Practice

    for gone in Practice.objects.exclude(pk=practice.pk):
        withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")
    assert offered() == []


def test_a_blocked_question_is_not_offered_and_does_not_come_back(client: Client) -> None:
    ask(client)
    block(PastSearch.objects.get(), blocked=True)
    assert offered() == []
    ask(client, first=50)
    PastSearch.objects.update(last_asked_on=timezone.localdate() - timedelta(days=400))
    forget_old()
    ask(client, first=80)
    assert offered() == []
    block(PastSearch.objects.get(), blocked=False)
    assert offered() == [QUESTION]


def test_what_is_old_is_forgotten(client: Client) -> None:
    ask(client)
    AskedQuestion.objects.update(asked_on=timezone.localdate() - timedelta(days=31))
    PastSearch.objects.update(last_asked_on=timezone.localdate() - timedelta(days=366))
    assert forget_searches() == ENOUGH_ASKERS + 1
    assert not AskedQuestion.objects.exists() and not PastSearch.objects.exists()


def test_a_question_typed_whole_is_not_offered_to_itself(client: Client) -> None:
    ask(client)
    assert offered(QUESTION) == [] and offered("zielone dach") == [QUESTION]
