"""Synonyms in a whole search: what is found, in which order, what is marked; by the engine and by the database; at the next question."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.models import Role, User
from search.engines import engine
from search.finding.find import count_hits
from search.models import SynonymGroup
from search.query.request import SearchRequest
from search.synonyms.editing import Contents, add_group, change_group, delete_group
from search.synonyms.groups import Synonyms
from search.synonyms.memory import synonyms_now
from tests.factories import a_published_practice, a_text, a_user
from tests.finding.asking import ask, every_hit, found, ids, index_everything

# Outside a transaction, where the process remembers the list as it does in life.
pytestmark = pytest.mark.django_db(transaction=True)

_MANAGE = Path(__file__).parents[2] / "manage.py"


@pytest.fixture
def operator() -> User:
    return a_user(Role.OPERATOR)


def a_practice(title: str = "Praktyka", language: str = "pl", **texts: str) -> int:
    """The id of a practice that says nothing but this."""
    quiet = dict.fromkeys(("summary", "challenge", "solution", "results", "lessons", "conditions"), "Opis.")
    polish = a_text("Praktyka", **quiet)
    said = a_text(title, **(quiet | texts))
    return a_published_practice(texts={"pl": said} if language == "pl" else {"pl": polish, language: said}).pk


def a_group(operator: User, *entries: str, **facts: object) -> SynonymGroup:
    return add_group(actor=operator, contents=Contents(entries, **facts))  # type: ignore[arg-type]


def test_an_abbreviation_finds_its_expansion_and_the_other_way_round(
    operator: User, indexed: Callable[[], None]
) -> None:
    short = a_practice(solution="Miasto inwestuje w OZE.")
    long = a_practice(solution="Miasto inwestuje w odnawialnych źródeł energii dostatek.")
    a_practice(solution="Miasto inwestuje w drogi.")
    a_group(operator, "OZE", "odnawialne źródła energii", language="pl")
    indexed()
    assert set(found("oze")) == set(found("OZE w szkole")) == {short, long}
    assert set(found("odnawialne zrodla energii")) == {short, long}


def test_a_polish_word_finds_its_english_pair(operator: User, indexed: Callable[[], None]) -> None:
    polish = a_practice(solution="Kupiono rowery.")
    english = a_practice("Shared bicycles", language="en")
    a_group(operator, "rower", "bicycle")
    indexed()
    assert set(found("rower")) == set(found("bicycles")) == {polish, english}


def test_what_was_typed_comes_before_what_it_stands_for(operator: User) -> None:
    typed, other = (a_practice(solution=f"Nowy {word} w parku.") for word in ("jednoślad", "welocyped"))
    for _ in range(3):
        a_practice(solution="Nowa ławka w parku.")
    a_group(operator, "jednoślad", "welocyped")
    index_everything()
    assert found("jednoślad") == [typed, other]
    assert found("welocyped") == [other, typed]


def test_an_abbreviation_is_one_word_of_those_that_are_demanded(operator: User, indexed: Callable[[], None]) -> None:
    others = ("wiata", "lipa", "rozchodnik", "kamera", "parking", "tramwaj")
    expanded = a_practice(solution="Punkt selektywnego zbierania odpadów komunalnych i lipa.")
    alone = a_practice(solution="Punkt selektywnego zbierania odpadów komunalnych.")
    a_group(operator, "PSZOK", "punkt selektywnego zbierania odpadów komunalnych", language="pl")
    indexed()
    assert found(" ".join(("pszok", *others, "dworzec"))) == [expanded]
    assert set(found(" ".join(("pszok", *others)))) == {expanded, alone}


def test_a_change_is_followed_by_the_next_question_without_a_rebuild(operator: User) -> None:
    practice = a_practice(solution="Nowe welocypedy w parku.")
    index_everything()
    assert found("rower") == []
    group = a_group(operator, "rower", "welocyped")
    assert found("rower") == [practice]
    changed = Contents(("rower", "welocyped"), active=False)
    change_group(actor=operator, group=group, contents=changed)
    assert found("rower") == []
    change_group(actor=operator, group=group, contents=Contents(("rower", "welocyped")))
    assert found("rower") == [practice]
    delete_group(actor=operator, group=group)
    assert found("rower") == []
    replacing = a_group(operator, "cykl", "welocyped")
    assert (found("rower"), found("cykl")) == ([], [practice])
    delete_group(actor=operator, group=replacing)
    a_group(operator, "rower", "welocyped")
    assert found("rower") == [practice]


def test_a_change_by_another_process_is_followed_as_well(operator: User) -> None:
    if "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("another process cannot see a database in memory")
    assert not _stands("rower")
    script = "from search.models import SynonymGroup; SynonymGroup.objects.create(words='rower\\nwelocyped')"
    there = {**os.environ, "DJANGO_SETTINGS_MODULE": "network.settings", "DATABASE_URL": _address()}
    subprocess.run([sys.executable, str(_MANAGE), "shell", "-c", script], env=there, check=True, timeout=60)
    assert _stands("rower")


def _address() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def _stands(word: str) -> bool:
    return synonyms_now().beginning([{"pl": word, "en": word, "xx": word}], in_capitals=False) is not None


def test_a_list_that_did_not_change_is_not_read_again(operator: User) -> None:
    a_practice()
    a_group(operator, "rower", "welocyped")
    index_everything()
    ask("rower")
    with CaptureQueriesContext(connection) as captured:
        ask("rower")
        ask("dach")
    assert not any("one_way" in query["sql"] for query in captured.captured_queries)


def test_inside_a_transaction_nothing_of_it_is_remembered(operator: User) -> None:
    from django.db import transaction

    with transaction.atomic():
        a_group(operator, "rower", "welocyped")
        assert _stands("rower")
        transaction.set_rollback(True)
    assert not _stands("rower")


def test_what_stands_for_a_word_is_marked_as_a_whole(operator: User) -> None:
    a_practice(
        "Odnawialne źródła energii w szkole",
        solution="Źródła prądu są dwa. Potem odnawialnych źródeł energii przybyło, a energii ubyło.",
    )
    a_group(operator, "OZE", "odnawialne źródła energii", language="pl")
    index_everything()
    [result] = ask("oze").results
    assert [part.text for part in result.title if part.matched] == ["Odnawialne", "źródła", "energii"]
    assert [part.text for snippet in result.snippets for part in snippet.segments if part.matched] == [
        "odnawialnych",
        "źródeł",
        "energii",
    ]


def test_quotes_ask_for_just_these_words_and_an_exclusion_excludes_just_its_word(
    operator: User, indexed: Callable[[], None]
) -> None:
    short = a_practice(solution="Lipy i OZE.")
    long = a_practice(solution="Lipy i odnawialne źródła energii.")
    a_group(operator, "OZE", "odnawialne źródła energii", language="pl")
    indexed()
    assert found('"oze"') == [short]
    assert found('"odnawialne źródła energii"') == [long]
    assert found("lipy -oze") == [long]
    assert found('oze -"odnawialne źródła energii"') == [short]


def test_a_count_equals_the_hits_behind_it(operator: User, indexed: Callable[[], None]) -> None:
    for n in range(5):
        a_practice(solution=f"OZE {n}." if n % 2 else f"Odnawialne źródła energii {n}.")
    a_group(operator, "OZE", "odnawialne źródła energii", language="pl")
    indexed()
    page = ask("oze")
    assert page.count == len(every_hit("oze")) == len(ids(page)) == 5
    if page.facets:
        assert count_hits(SearchRequest(q="oze")) == 5
        assert sum(value.count for value in page.facets["status"]) == 5


def test_joined_and_split_words_find_each_other(indexed: Callable[[], None]) -> None:
    joined = a_practice(solution="Fotowoltaika na dachu i rowerostrada.")
    apart = a_practice(solution="Zielona energia: mikro elektrownie.")
    indexed()
    assert found("foto woltaika") == found("foto-woltaiki") == found("rower strada") == [joined]
    assert found("mikroelektrownie") == [apart]


def test_a_number_is_found_however_it_is_written(indexed: Callable[[], None]) -> None:
    spaced, whole = a_practice(solution="Posadzono 2\u00a0500 drzew."), a_practice(solution="Posadzono 2500 krzewów.")
    decimal = a_practice(solution="Trasa ma 3,5 km.")
    a_practice(solution="Trasa ma 5 km, a 3 ławki stoją dalej.")
    indexed()
    for typed in ("2500", "2 500", "2.500"):
        assert set(found(typed)) == {spaced, whole}
    assert found("3,5") == found("3.5")
    assert decimal in found("3,5")


_HOSTILE = ["*", "tag:woda", '"', "-", "ß", "🌳 drzewo", "a" * 64, "' OR 1=1", "%", "ﬁ", "İ", "x y z w v u t s"]


def test_hostile_entries_that_pass_are_words_like_any_other(operator: User, indexed: Callable[[], None]) -> None:
    lipa = a_practice(solution="Lipa.")
    SynonymGroup.objects.create(words="\n".join([*_HOSTILE, "lipa"]))
    SynonymGroup.objects.create(words="")
    SynonymGroup.objects.create(words="\ud83c".encode("utf-16", "surrogatepass").decode("utf-16", "ignore") or "x")
    assert isinstance(synonyms_now(), Synonyms)
    indexed()
    for typed in [*_HOSTILE, " ".join(_HOSTILE)]:
        page = ask(typed)
        assert page.count == len(page.results)
    assert found("ß") == found("a" * 64) == [lipa]


def test_many_synonyms_at_once_are_answered_by_the_engine(operator: User) -> None:
    practice = a_practice(solution="Wyraz 7.")
    for n in range(40):
        a_group(operator, *(f"hasło{n}x{m} dwa" for m in range(12)))
    index_everything()
    page = ask(" ".join(f"hasło{n}x0 dwa" for n in range(20)) + " wyraz")
    assert page.engine == engine().name
    assert ids(page) in ([practice], [])
