import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis

LANGUAGES = st.sampled_from(analysis.LANGUAGES)
# Plain text alone would rarely have what breaks offsets.
AWKWARD = st.sampled_from(
    ["\x00", "\ud800", "😀", "e\u0301", "z\u0307\u0328", "samo\u00adchód", "İ", "ﬁ", "ﷺ", "ͺ", "don't", "3,14", "_"]
)
TEXTS = st.lists(st.one_of(st.text(max_size=12), AWKWARD, st.sampled_from(["ścieżka", " ", "-", "\u00a0"]))).map(
    "".join
)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["miasto", "mieście", "miast", "MIASTA"], "pl"),
        (["droga", "drodze", "dróg"], "pl"),
        (["dziecko", "dzieci", "dziećmi"], "pl"),
        (["działanie", "działania", "działań"], "pl"),
        (["Przemyśl", "Przemyślu", "Przemyśla"], "pl"),
        (["city", "cities", "City"], "en"),
        (["stove", "stoves"], "en"),
    ],
)
def test_forms_of_a_word_have_one_term(words: list[str], language: str) -> None:
    assert len({analysis.term(word, language) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("przemysł", "park"), ("woda", "wodociąg"), ("rower", "rowerowy")])
def test_different_words_have_different_terms(one: str, other: str) -> None:
    assert analysis.term(one, "pl") != analysis.term(other, "pl")


def test_other_languages_are_folded_and_nothing_else() -> None:
    assert analysis.terms("Čisté ulice MĚSTA", "xx") == ["ciste", "ulice", "mesta"]


@pytest.mark.parametrize(
    ("code", "language"), [("pl", "pl"), ("PL-pl", "pl"), ("en_GB", "en"), ("uk", "xx"), ("", "xx"), ("plx", "xx")]
)
def test_a_language_code_chooses_its_analysis(code: str, language: str) -> None:
    assert analysis.analysis_language(code) == language


def test_folding_removes_diacritics_and_letters_that_do_not_decompose() -> None:
    assert analysis.fold("Zażółć GĘŚLĄ jaźń, Ærø, Straße") == "zazolc gesla jazn, aero, strasse"


def test_the_bare_form_lacks_polish_letters_only() -> None:
    assert analysis.bare("Źdźbło café") == "zdzblo café"


def test_offsets_lead_back_to_the_text_as_given() -> None:
    text = "Nowe s\u0301ciez\u0307ki i samo\u00adchody – 12 km"
    found = [(token.word, text[token.start : token.end]) for token in analysis.tokens(text, "pl")]
    assert found == [
        ("nowe", "Nowe"),
        ("ścieżki", "s\u0301ciez\u0307ki"),
        ("i", "i"),
        ("samochody", "samo\u00adchody"),
        ("12", "12"),
        ("km", "km"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bielsko-Biała", ["bielsko", "biała"]),
        ("plik_nowy.pdf", ["plik", "nowy", "pdf"]),
        ("CO₂ i 3,5%", ["co₂", "i", "3", "5"]),
        ("Kennedy’ego", ["kennedy", "ego"]),
        ("😀 & – …", []),
    ],
)
def test_words_end_where_a_reader_would_end_them(text: str, words: list[str]) -> None:
    assert analysis.words(text) == words


def test_composed_and_decomposed_spellings_are_one_word() -> None:
    composed = "Zażółć gęślą jaźń"
    assert analysis.terms(unicodedata.normalize("NFD", composed), "pl") == analysis.terms(composed, "pl")


@settings(max_examples=150, deadline=None)
@given(TEXTS, LANGUAGES)
def test_every_text_gives_terms_an_engine_can_hold(text: str, language: str) -> None:
    for term in analysis.terms(text, language):
        assert 0 < len(term) <= analysis.MAX_TERM
        assert term.split() == [term]
        assert term.encode()


@settings(max_examples=150, deadline=None)
@given(TEXTS, LANGUAGES)
def test_the_fast_way_and_the_way_with_offsets_agree(text: str, language: str) -> None:
    tokens = analysis.tokens(text, language)
    assert [token.term for token in tokens] == analysis.terms(text, language)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    assert all(left.end <= right.start for left, right in pairwise(tokens))
    assert [analysis.term(text[token.start : token.end], language) for token in tokens] == [t.term for t in tokens]


def test_the_fast_way_knows_every_letter_of_its_code_page() -> None:
    for letter in bytes(range(256)).decode("cp1250", "ignore"):
        text = f"Ą{letter}b {letter}"
        assert analysis.words(text) == [token.word for token in analysis.tokens(text, "xx")], hex(ord(letter))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert analysis.fold(analysis.fold(text)) == analysis.fold(text)


def test_an_endless_word_is_cut_and_not_remembered() -> None:
    known = len(analysis._TERMS["pl"])
    assert analysis.terms("ą" * 100_000, "pl") == ["a" * analysis.MAX_TERM]
    assert len(analysis._TERMS["pl"]) == known


def test_the_memory_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "MAX_CACHED_WORDS", 10)
    analysis.terms(" ".join(f"słowo{number}" for number in range(100)), "xx")
    assert len(analysis._TERMS["xx"]) <= 10


def test_threads_get_the_terms_a_single_one_gets() -> None:
    words = [f"{stem}{ending}" for stem in ("ulic", "rowerow", "drzew", "wodn") for ending in ("a", "y", "ą", "ami")]
    expected = [analysis.terms(word, "pl") for word in words]
    analysis._TERMS["pl"].clear()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: [analysis.terms(word, "pl") for word in words], range(8)))
    assert all(result == expected for result in found)


def test_the_fingerprint_names_what_decides_the_terms() -> None:
    assert {"simplemma", "PyStemmer", str(analysis.ANALYSIS_VERSION)} <= set(analysis.fingerprint().split())
