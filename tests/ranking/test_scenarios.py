"""Named scenarios: what must be found, and what must come before what. Never a score.

Each was a mistake that one way or another of ranking made on the judged questions (tests/ranking/advisors); the practices here are made up.
"""

import pytest

from search.records import BODY
from tests.factories import a_city, a_published_practice, a_text
from tests.finding.asking import found, index_everything
from tests.ranking.collection import publish

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_engine")]


@pytest.fixture
def names() -> dict[int, str]:
    """The whole small network, indexed: the name of each practice by its id."""
    published = publish()
    index_everything()
    return published


def a_practice(title: str = "Praktyka", **texts: str) -> int:
    """The id of a practice that says nothing but this."""
    quiet = dict.fromkeys(("summary", *BODY), "Opis.")
    return a_published_practice(texts={"pl": a_text(title, **(quiet | texts))}).pk


def in_order(names: dict[int, str], question: str) -> list[str]:
    """The names of what a question finds."""
    return [names[id] for id in found(question, page_size=100)]


def test_an_exact_title_comes_first_though_another_text_repeats_its_words(names: dict[int, str]) -> None:
    assert in_order(names, "Lokal na start")[0] == "empty shops"


def test_an_exact_title_comes_first_however_it_is_typed(names: dict[int, str]) -> None:
    for typed in ("Kubek, który wraca", "kubek, ktory wraca", "KUBEK KTORY WRACA", "kubki, które wracają"):
        assert in_order(names, typed)[0] == "cups"


def test_an_abbreviation_finds_the_practice_that_uses_it_and_no_other(names: dict[int, str]) -> None:
    assert in_order(names, "PSZOK") == in_order(names, "pszok") == ["waste vans"]


def test_a_street_that_shares_a_word_with_the_question_comes_after_what_it_asks_for(names: dict[int, str]) -> None:
    hits = in_order(names, "panel obywatelski")
    assert hits.index("citizens' panel") < hits.index("Citizen Street")


def test_a_verb_with_the_stem_of_a_noun_comes_after_the_noun(names: dict[int, str]) -> None:
    for typed in ("zakład aktywności zawodowej", "zaklad aktywnosci zawodowej"):
        hits = in_order(names, typed)
        assert hits.index("pasta") < hits.index("gym")


def test_all_words_once_beat_one_of_them_many_times(names: dict[int, str]) -> None:
    hits = in_order(names, "wymiana pieca na węgiel")
    assert hits[0] == "stove adviser"
    assert {"parquet", "bus shelter"} <= set(hits)


def test_a_whole_sentence_asks_for_its_telling_words_only(names: dict[int, str]) -> None:
    assert in_order(names, "gdzie się u nas schłodzić, kiedy jest upał?") == ["cool places"]


def test_without_polish_letters_a_question_finds_the_same_in_the_same_order(names: dict[int, str]) -> None:
    for question in (
        "gdzie się schłodzić w upał",
        "śmieciarka i elektrośmieci",
        "zakład aktywności zawodowej",
        "świetlice i kościoły",
        "losowani mieszkańcy szukają zgody",
    ):
        bare = question.translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
        assert bare != question
        assert in_order(names, bare) == in_order(names, question) != []


def test_an_abbreviation_of_another_language_comes_after_the_word_that_is_spelt_like_it(names: dict[int, str]) -> None:
    assert in_order(names, "las kieszonkowy")[0] == "pocket forest"
    hits = in_order(names, "las")
    assert "pocket forest" in hits


def test_a_long_text_that_mentions_everything_does_not_drown_a_short_apt_one() -> None:
    filler = "Gmina przyjęła strategię na dziesięć lat i rozliczyła ją przed radą. " * 60
    aside = a_practice(
        "Strategia", solution=f"{filler}Powstanie też wybieg. {filler}Opłata za psów kilka wzrosła. {filler}"
    )
    apt = a_practice("Praktyka", solution="Ogrodzony wybieg dla psów przy parku.")
    index_everything()
    assert found("wybieg dla psów") == [apt, aside]


def test_a_word_of_nearly_every_practice_does_not_bring_every_practice() -> None:
    city = a_city("Zmyślin")
    for number in range(56):
        a_published_practice(city, title=f"Ławka {number}", texts={"pl": a_text(solution="Mieszkańcy są radzi.")})
    apt = a_published_practice(city, texts={"pl": a_text("Tężnia", solution="Mieszkańcy oddychają solanką.")}).pk
    index_everything()
    assert found("tężnia dla mieszkańców") == [apt]


def test_a_word_said_often_does_not_beat_three_words_said_once() -> None:
    often = a_practice("Rowery", solution="Rowery, rowery, rowery: na rowery zawsze jest czas. Rowery cieszą.")
    once = a_practice(solution="Wypożyczalnia, w której są rowery towarowe.")
    index_everything()
    assert found("rowery towarowe wypożyczalnia") == [once, often]


def test_a_tag_finds_what_no_text_says() -> None:
    tagged = a_published_practice(texts={"pl": a_text("Niecki przy ulicy")}, tags=("błękitno-zielona infrastruktura",))
    a_practice(solution="Zielona ławka.")
    index_everything()
    assert found("błękitno-zielona infrastruktura")[0] == tagged.pk


def test_a_place_and_a_subject_come_before_everything_else_of_the_place() -> None:
    place = [a_practice(f"{what} na Retkini") for what in ("Ławki", "Kwiaty", "Łąka")]
    asked = a_practice("Park and Ride na Retkini")
    other = a_practice("Ride the line and park it")
    index_everything()
    hits = found("park and ride Retkinia")
    assert hits[0] == asked
    assert set(hits) == {asked, other, *place}


def test_a_technical_word_with_a_hyphen_comes_first() -> None:
    speed = a_practice("Wyświetlacze prędkości", solution="Wyświetlacze stoją przy szkole, wyświetlacze mają radar.")
    paper = a_practice("Rozkład zawsze aktualny", solution="Wyświetlacze e-ink na przystankach.")
    index_everything()
    for typed in ("wyświetlacze e-ink", "wyswietlacze e ink"):
        assert found(typed) == [paper, speed]


def test_a_practice_that_failed_is_found_by_the_question_why() -> None:
    failed = a_practice("Weekendy bez samochodów: dlaczego przerwaliśmy")
    a_practice("Parking dla samochodów")
    index_everything()
    assert found("dlaczego przerwano weekendy bez samochodów")[0] == failed


def test_two_languages_of_one_practice_are_one_hit() -> None:
    both = a_published_practice(
        texts={"pl": a_text("Wspólny hub rowerowy"), "en": a_text("A shared bicycle hub", summary="A hub for all.")}
    ).pk
    index_everything()
    assert found("hub") == [both]
