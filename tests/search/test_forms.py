"""The forms of wanted terms that were noted mark the very same places as analysing the text again."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis
from search.finding import forms
from search.finding.forms import forms_in
from search.finding.snippets import Segment, highlight, snippet
from search.function_words import telling

_WORDS = (
    "ścieżka",
    "Ścieżki",
    "ŚCIEŻKĄ",
    "krok",
    "rok",
    "roku",
    "w",
    "the",
    "smog",
    "s\u0301ciez\u0307ka",
    "x" * 70,
    "rok_2020",
)
TEXTS = st.lists(st.lists(st.sampled_from(_WORDS), max_size=8).map(" ".join), min_size=1, max_size=3)


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(forms, "_noted", {language: forms._Noted() for language in analysis.LANGUAGES})
    yield


def found(texts: list[str], q: str, key: tuple[int, str] = (1, "pl")) -> list[list[Segment]] | None:
    """Every text highlighted by the forms of a question's terms; None where forms cannot tell."""
    wanted = frozenset(analysis.terms(q, "pl"))
    known = forms_in(texts, key, "pl", telling(wanted, "pl"))
    return None if known is None else [highlight(text, "pl", wanted, known) for text in texts]


def analysed(texts: list[str], q: str) -> list[list[Segment]]:
    return [highlight(text, "pl", frozenset(analysis.terms(q, "pl"))) for text in texts]


@settings(deadline=None)
@given(
    collection=st.lists(TEXTS, min_size=1, max_size=4),
    q=st.sampled_from(["ścieżki", "rok w mieście", "w", "smog krok", "xx"]),
)
def test_noted_forms_mark_what_analysis_marks(collection: list[list[str]], q: str) -> None:
    # Twice: the second time the texts are known already, and so are the words of the others.
    for key, texts in [*enumerate(collection), *enumerate(collection)]:
        marked = found(texts, q, (key, "pl"))
        plain = all(map(analysis.is_plain, texts)) and "x" * 70 not in " ".join(texts)
        assert (marked is None) == (not plain)
        assert marked is None or marked == analysed(texts, q)


def test_a_known_text_is_not_analysed_again_and_a_changed_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = ["Nowa ścieżka rowerowa."], ["Stara ścieżka i ścieżki."]
    assert found(old, "ścieżka") == analysed(old, "ścieżka")
    with monkeypatch.context() as forbidden:
        forbidden.setattr(analysis, "words", None)
        assert forms_in(old, (1, "pl"), "pl", analysis.terms_of(["ścieżka"], "pl")) == {"ścieżka": "sciezk"}
    assert found(new, "ścieżka") == analysed(new, "ścieżka"), "a database may give another text the same version"
    assert found(old, "ścieżka") == analysed(old, "ścieżka")


def test_memory_begins_anew_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_MOST_WORDS", 3)
    for number in range(5):
        texts = [f"ścieżka {number} rowerowa słowo{number}"]
        assert found(texts, "rowerowe ścieżki", (number, "pl")) == analysed(texts, "rowerowe ścieżki")
        assert forms._noted["pl"].words <= 3 + 4


def test_a_snippet_by_forms_is_the_snippet_by_analysis() -> None:
    text = f"{'Gmina prowadzi działania. ' * 20}Wymiana pieców zmniejszyła smog. {'Inne sprawy miasta. ' * 20}"
    wanted = frozenset(analysis.terms("smog piece", "pl"))
    known = forms_in([text], (1, "pl"), "pl", telling(wanted, "pl"))
    assert known is not None
    assert snippet(text, "pl", wanted, forms=known) == snippet(text, "pl", wanted)
