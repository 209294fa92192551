import zlib

import pytest

from search import analysis
from search import vocabulary as vocabularies
from search.analysis import bare, terms_by_word, words
from search.vocabulary import COMMON_DOCUMENTS, InvalidVocabulary, Vocabulary, VocabularyBuilder


def vocabulary(*texts: str, language: str = "pl") -> Vocabulary:
    builder = VocabularyBuilder()
    for text in texts:
        builder.add(language, terms_by_word(words(text), language))
    return builder.build()


def test_a_term_is_counted_once_for_a_document_in_whatever_form() -> None:
    made = vocabulary("Miasto w mieście, miasta!", "rowery w miastach", "rower")
    assert made.df("pl", "miast") == 2
    assert made.df("pl", "rower") == 2
    assert made.df("pl", "smog") == 0
    assert made.df("en", "miast") == 0
    assert (made.documents, made.documents_in("pl"), made.documents_in("en")) == (3, 3, 0)


def test_a_translation_is_not_another_document() -> None:
    builder = VocabularyBuilder()
    builder.add("pl", terms_by_word(words("Czyste powietrze"), "pl"))
    builder.add("en", terms_by_word(words("Clean air"), "en"), translation=True)
    made = builder.build()
    assert (made.documents, made.documents_in("pl"), made.documents_in("en")) == (1, 1, 1)
    assert made.df("en", "air") == 1


def test_words_that_no_document_has_are_told_from_the_others() -> None:
    made = vocabulary("Nowa ścieżka").with_words({"pl": {"rower": 1}})
    assert made.lacks(["nowa", "rower", "sciezka"], "pl") == ["sciezka"]
    assert made.lacks(["nowa"], "en") == ["nowa"]


@pytest.mark.parametrize("typed", ["sciezka", "ścieżka", "SCIEZKA", "ścieżką", "sciezkami", "sciezek", "ściezkom"])
def test_a_word_typed_without_polish_letters_gets_them_in_any_form(typed: str) -> None:
    restored = vocabulary("Nowa ścieżka rowerowa").restore(typed, "pl")
    assert bare(restored) == bare(typed)
    assert restored.startswith("ście")


def test_the_commonest_spelling_wins() -> None:
    made = vocabulary("łódź łódź łodzi", "łódź", "lódź")
    assert made.restore("lodz", "pl") == "łódź"


def test_the_letters_that_were_typed_are_kept() -> None:
    made = vocabulary("sąd sąd sąd", "śad")
    assert made.restore("śad", "pl") == "śad"
    assert vocabulary("kat", "kąty").restore("kąt", "pl") == "kąt"
    assert vocabulary("ścieżką ścieżką", "ścieżkę").restore("sciezkę", "pl") == "ścieżkę"


def test_a_word_that_the_documents_have_stays_as_it_was_typed() -> None:
    assert vocabulary("sad", "sąd sąd sąd").restore("sad", "pl") == "sad"


def test_a_polish_word_is_not_taken_for_another_unless_only_the_other_is_there() -> None:
    assert vocabulary("rzadki ptak", "rządki warzyw").restore("rzadka", "pl") == "rzadka"
    assert vocabulary("rządki warzyw").restore("rzadka", "pl") == "rządka"


def test_unknown_names_and_other_languages_stay_as_they_are() -> None:
    made = vocabulary("Ścieżka")
    assert made.restore("xqzwv", "pl") == "xqzwv"
    assert made.restore("sciezka", "en") == "sciezka"
    assert made.restore("sciezka", "xx") == "sciezka"
    assert Vocabulary.empty().restore("miasto", "pl") == "miasto"


def test_words_that_came_later_are_known_and_restored_without_changing_the_table() -> None:
    before = vocabulary("miasto")
    after = before.with_words({"pl": {"Gżegżółkowo": 2}})
    assert after.knows("gżegżółkowo", "pl")
    assert after.restore("gzegzolkowo", "pl") == "gżegżółkowo"
    assert not before.knows("gżegżółkowo", "pl")
    assert before.restore("gzegzolkowo", "pl") == "gzegzolkowo"
    assert after.df("pl", "miast") == 1


def test_a_term_of_more_than_a_tenth_of_many_documents_is_not_signal() -> None:
    number = COMMON_DOCUMENTS * 20
    texts = ["miasto rower" if at % 5 == 0 else "miasto" if at % 11 else "miasto park" for at in range(number)]
    made = vocabulary(*texts)
    assert not made.is_signal("pl", "miast")
    assert not made.is_signal("pl", "rower")
    assert made.is_signal("pl", "park")
    assert made.is_signal("pl", "nieznan")


def test_among_few_documents_every_word_with_a_meaning_is_signal() -> None:
    made = vocabulary(*["rower w mieście i na wsi"] * COMMON_DOCUMENTS)
    assert made.is_signal("pl", "rower")
    assert not any(made.is_signal("pl", term) for term in ("w", "i", "na"))
    assert not made.is_signal("en", "the")


def test_a_packed_vocabulary_comes_back_as_it_was() -> None:
    made = vocabulary("Zażółć gęślą jaźń", "ścieżka i miasto", "ścieżki")
    assert Vocabulary.from_bytes(made.to_bytes()) == made
    assert Vocabulary.from_bytes(memoryview(Vocabulary.empty().to_bytes())) == Vocabulary.empty()


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"rubbish",
        b"vocabulary 0\nold",
        b"vocabulary 1\n",
        b"vocabulary 1\n" + zlib.compress(b"[]"),
        b"vocabulary 1\n" + zlib.compress(b'{"documents": 1}'),
        b"vocabulary 1\n" + zlib.compress(b'{"documents": 1, "languages": {"pl": {"documents": 1, "terms": "a"}}}'),
        b"vocabulary 1\n" + zlib.compress(b"\xff\xfe"),
        vocabulary("miasto").to_bytes()[:-5],
    ],
)
def test_rubbish_is_refused_with_what_to_do(rubbish: bytes) -> None:
    with pytest.raises(InvalidVocabulary, match="new generation"):
        Vocabulary.from_bytes(rubbish)


def test_the_memory_of_the_builder_is_bounded() -> None:
    builder = VocabularyBuilder(max_words=10)
    for number in range(100):
        builder.add("xx", terms_by_word(["common", f"rare{number}"], "xx"))
    made = builder.build()
    assert made.df("xx", "common") == 100
    assert sum(made.knows(f"rare{number}", "xx") for number in range(100)) < 10


def test_a_vocabulary_teaches_the_terms_of_its_words_to_the_analysis_that_made_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = vocabulary("ścieżkami rowerowymi").to_bytes()
    analysis._TERMS["pl"].clear()
    Vocabulary.from_bytes(packed).teach()
    assert analysis._TERMS["pl"]["ścieżkami"] == "sciezk"
    analysis._TERMS["pl"].clear()
    monkeypatch.setattr(vocabularies, "fingerprint", lambda: "another")
    Vocabulary.from_bytes(packed).teach()
    assert not analysis._TERMS["pl"]
