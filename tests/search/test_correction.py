"""Which words of a question are corrected, and to what."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import correction
from search.analysis import terms_by_word, words
from search.correction import LONGEST, MOST_CORRECTED, corrected
from search.vocabulary import Vocabulary, VocabularyBuilder

POLISH = (
    "Ścieżka rowerowa wzdłuż rzeki i chodnik w mieście",
    "Ścieżki rowerowe w Bydgoszczy oraz w Przemyślu",
    "Fotowoltaika dachowa na szkole, panele na dachach",
    "Ogród deszczowy, łąka kwietna i nasadzenia drzew",
    "Hulajnogi elektryczne, komunikacja miejska, przystanki",
    "Zapobieganie pożarom i ochrona powietrza przed smogiem",
    "Mieszkańcy zdobyli nagrodę w konkursie burmistrza",
    "Termomodernizacja budynków użyteczności publicznej",
)
ENGLISH = ("Energy efficient public housing", "Air pollution and traffic calming near schools", "Housing for seniors")


def vocabulary(*polish: str, english: tuple[str, ...] = ()) -> Vocabulary:
    builder = VocabularyBuilder()
    for language, texts in (("pl", polish), ("en", english)):
        for text in texts:
            builder.add(language, terms_by_word(words(text), language))
    return builder.build()


KNOWN = vocabulary(*POLISH, english=ENGLISH)


def meant(question: str, known: Vocabulary = KNOWN) -> str:
    typed = words(question)
    for found in reversed(corrected(typed, known)):
        assert " ".join(typed[found.start : found.end]) == found.typed
        typed[found.start : found.end] = [found.corrected]
    return " ".join(typed)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("śceiżka", "ścieżka"),
        ("rowerrowa", "rowerowa"),
        ("rowerwa", "rowerowa"),
        ("rowerpwa", "rowerowa"),
        ("hodnik", "chodnik"),
        ("chulajnogi", "hulajnogi"),
        ("ogrud", "ogród"),
        ("porzarom", "pożarom"),
        ("polution", "pollution"),
        ("efficent", "efficient"),
        ("huosing", "housing"),
    ],
    ids=str,
)
def test_one_error_is_put_right(typed: str, right: str) -> None:
    assert meant(typed) == right


@pytest.mark.parametrize(
    ("typed", "right"), [("sceizka", "ścieżka"), ("mieszkacny", "mieszkańcy"), ("wzdulz", "wzdłuż")]
)
def test_a_word_both_bare_and_mistyped_is_put_right(typed: str, right: str) -> None:
    assert meant(typed) == right


def test_a_polish_letter_in_the_wrong_place_is_put_right() -> None:
    assert meant("mięscie") == "mieście"


def test_two_errors_are_put_right_in_long_words_only() -> None:
    assert meant("teromodernizajca") == "termomodernizacja"
    assert meant("cohdnki") == "cohdnki"


def test_another_first_letter_is_the_last_resort() -> None:
    assert meant("towerowa") == "rowerowa"


def test_a_form_that_no_document_has_is_put_right_by_the_dictionary() -> None:
    assert not KNOWN.knows("hulajnogami", "pl")
    assert meant("hulajnoagmi") == "hulajnogami"


def test_every_error_of_a_question_is_put_right() -> None:
    assert meant("hulajnogi elketryczne w mieścei") == "hulajnogi elektryczne w mieście"


def test_words_typed_apart_are_joined() -> None:
    assert meant("foto woltaika") == "fotowoltaika"
    assert meant("moja termo modernizacja") == "moja termomodernizacja"


def test_words_run_together_are_split() -> None:
    assert meant("fotowoltaikadachowa") == "fotowoltaika dachowa"
    assert meant("sciezkarowerowa") == "ścieżka rowerowa"
    assert meant("wbydgoszczy") == "w bydgoszczy"


@pytest.mark.parametrize(
    "right",
    [
        "ścieżka rowerowa",
        "sciezka rowerowa wzdluz rzeki",
        "ścieżkami rowerowymi",
        "bydgoszcz przemyśl",
        "BYDGOSZCZY",
        "housing for seniors",
        "w i na dla przez",
        "rok 2024 i 10km",
        "smg",
        "covid19",
    ],
)
def test_what_is_right_or_short_or_has_digits_is_not_touched(right: str) -> None:
    assert corrected(words(right), KNOWN) == []


def test_a_function_word_that_no_document_has_is_not_touched() -> None:
    known = vocabulary("przed szkołą")
    assert meant("przez szkołę", known) == "przez szkołę"


def test_towns_are_not_taken_for_others_where_they_are_known() -> None:
    known = vocabulary("Kalisz", "Kalisz", "Kalisz i Kalsk")
    assert meant("kalsk", known) == "kalsk"
    assert meant("kalissz", known) == "kalisz"


def test_the_commoner_of_two_words_is_meant() -> None:
    assert meant("alfabo", vocabulary("alfavo", "alfavo", "alfano")) == "alfavo"
    assert meant("alfabo", vocabulary("alfavo", "alfano", "alfano")) == "alfano"


def test_the_likelier_error_decides_among_words_as_common() -> None:
    known = vocabulary("lampa", "lama")
    assert meant("lampqa", known) == "lampa"
    assert meant("lamma", known) == "lama"


def test_a_word_counts_with_all_of_its_forms() -> None:
    known = vocabulary("parki", "parkami", "parku", "parków", "paski", "paski")
    assert meant("pa4ki", known) == "pa4ki"
    assert meant("paeki", known) == "parki"


def test_the_language_of_the_other_words_decides() -> None:
    known = vocabulary("projekt miejski", english=("city project",))
    assert meant("miejski projet", known) == "miejski projekt"
    assert meant("city projet", known) == "city project"


def test_what_is_in_a_dictionary_is_never_certain() -> None:
    (mistake,) = corrected(["śceiżka"], KNOWN)
    (word,) = corrected(["paki"], vocabulary("parki"))
    assert mistake.certain
    assert not word.certain


def test_a_known_word_that_is_joined_is_not_certain() -> None:
    known = vocabulary("fotowoltaika i foto")
    assert [found.certain for found in corrected(["foto", "woltaika"], known)] == [False]


def test_an_empty_vocabulary_corrects_nothing() -> None:
    assert corrected(["śceiżka"], Vocabulary.empty()) == []


ANY_WORD = st.one_of(
    st.text(max_size=64),
    st.text("aceionsśłżr", min_size=4, max_size=40),
    st.sampled_from([word for text in (*POLISH, *ENGLISH) for word in words(text)]).flatmap(
        lambda word: st.integers(0, len(word)).map(lambda at: word[:at] + word[at + 1 :])
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(ANY_WORD, max_size=64))
def test_any_question_has_its_corrections_in_order(typed: list[str]) -> None:
    found = corrected(typed, KNOWN)
    places = list(chain.from_iterable((each.start, each.end) for each in found))
    assert places == sorted(places)
    assert len(found) <= MOST_CORRECTED
    for each in found:
        assert " ".join(typed[each.start : each.end]) == each.typed != each.corrected
        assert all(4 <= len(word) <= LONGEST for word in typed[each.start : each.end])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([word for text in (*POLISH, *ENGLISH) for word in words(text)]), max_size=64))
def test_words_of_the_documents_are_never_touched(typed: list[str]) -> None:
    assert corrected(typed, KNOWN) == []


@settings(deadline=None, max_examples=60)
@given(ANY_WORD)
def test_what_was_put_right_is_right(word: str) -> None:
    for found in corrected([word], KNOWN):
        assert corrected(found.corrected.split(), KNOWN) == []


def test_the_work_for_a_question_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def in_dictionary(word: str, language: str) -> bool:
        looked_up.append(word)
        return False

    monkeypatch.setattr(correction, "in_dictionary", in_dictionary)
    corrected(["fotowoltaikq" + "abcdefgh"[at % 8] * (at % 20) for at in range(200)], KNOWN)
    # Two languages, and once more for each word to say whether it is certain.
    assert len(looked_up) <= 2 * correction._LOOK_UPS + 2 * MOST_CORRECTED
