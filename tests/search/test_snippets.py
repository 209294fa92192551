import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import terms
from search.finding.snippets import ELLIPSIS, LOOKED_AT, Segment, highlight, snippet

FILLER = "Gmina prowadzi wiele działań w różnych dziedzinach życia. "


def shown(segments: list[Segment] | None) -> str:
    assert segments is not None
    return "".join(segment.text for segment in segments)


def marked(segments: list[Segment] | None) -> list[str]:
    return [segment.text for segment in segments or [] if segment.matched]


def test_other_forms_of_the_wanted_words_are_marked() -> None:
    text = "Miasto zbudowało ścieżki rowerowe."
    assert snippet(text, "pl", terms("ścieżka rowerowa", "pl")) == [
        Segment("Miasto zbudowało ", False),
        Segment("ścieżki", True),
        Segment(" ", False),
        Segment("rowerowe", True),
        Segment(".", False),
    ]


def test_a_text_without_the_wanted_words_has_no_snippet() -> None:
    assert snippet("Nowy park", "pl", terms("smog", "pl")) is None
    assert snippet("Nowy park", "pl", ()) is None
    assert snippet("", "pl", terms("smog", "pl")) is None


def test_the_passage_with_most_of_the_wanted_words_is_chosen() -> None:
    text = f"Smog to problem. {FILLER * 10}Wymiana pieców zmniejszyła smog w mieście. {FILLER * 10}Piece, piece, piece."
    segments = snippet(text, "pl", terms("smog wymiana pieców", "pl"))
    assert marked(segments) == ["Wymiana", "pieców", "smog"]
    assert shown(segments).startswith(f"{ELLIPSIS}Wymiana pieców")
    assert shown(segments).endswith(ELLIPSIS)


def test_a_phrase_is_preferred_to_the_same_words_apart() -> None:
    text = f"Jakość wody i powietrza, jakość życia. {FILLER * 10}Poprawiła się jakość powietrza."
    phrase = terms("jakość powietrza", "pl")
    segments = snippet(text, "pl", ["wod", *phrase], phrases=[phrase])
    assert "Poprawiła się jakość powietrza." in shown(segments)
    assert marked(snippet("w jakości powietrza", "pl", (), phrases=[phrase])) == ["jakości", "powietrza"]


def test_function_words_are_marked_only_where_nothing_else_is_wanted() -> None:
    assert marked(snippet("W parku i na rynku", "pl", terms("w parku", "pl"))) == ["parku"]
    assert marked(snippet("W parku i na rynku", "pl", terms("na", "pl"))) == ["na"]


@pytest.mark.parametrize("length", [40, 100, 220])
def test_a_snippet_is_short_and_its_words_are_whole(length: int) -> None:
    text = f"{FILLER * 8}W szpitalu leczy się seniorów. {FILLER * 8}"
    segments = snippet(text, "pl", terms("szpital", "pl"), length=length)
    passage = shown(segments)
    assert len(passage) <= length + 2
    assert set(passage.strip(ELLIPSIS).split()) <= set(text.split())
    assert marked(segments) == ["szpitalu"]


def test_a_short_text_is_shown_whole_and_without_ellipses() -> None:
    assert shown(snippet("  Nowy park.\n", "pl", terms("park", "pl"))) == "  Nowy park."


def test_abbreviations_end_no_sentence() -> None:
    text = f"{FILLER * 5}Remont objął ul. Rynek oraz most. {FILLER * 5}"
    assert "Remont objął ul. Rynek" in shown(snippet(text, "pl", terms("rynek", "pl")))


def test_markup_stays_text() -> None:
    assert shown(snippet("<b>smog</b> & dym", "pl", terms("smog", "pl"))) == "<b>smog</b> & dym"


def test_decomposed_text_keeps_its_letters() -> None:
    text = "Nowa s\u0301ciez\u0307ka"
    assert marked(snippet(text, "pl", terms("ścieżki", "pl"))) == ["s\u0301ciez\u0307ka"]


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    assert snippet("x " * LOOKED_AT + "smog", "pl", terms("smog", "pl")) is None
    assert snippet("x" * 100_000, "pl", ["x" * 64]) is not None
    assert marked(highlight("smog " + "x " * LOOKED_AT + "smog", "pl", terms("smog", "pl"))) == ["smog"]


def test_a_title_is_shown_whole_with_matches_marked() -> None:
    assert highlight("Szkoła bez smogu", "pl", terms("smog", "pl")) == [
        Segment("Szkoła bez ", False),
        Segment("smogu", True),
    ]
    assert highlight("Szkoła", "pl", ()) == [Segment("Szkoła", False)]
    assert highlight("", "pl", ["smog"]) == []


WORDS = st.sampled_from(
    ["smog", "smogu", "piec", "w", "park.", "ul.", "\n\n", "(piece)", "s\u0301ciez\u0307ka", "x" * 50, "😀"]
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(1, 120))
def test_a_snippet_is_a_piece_of_its_text(text: str, length: int) -> None:
    segments = snippet(text, "pl", ["smog", "piec"], phrases=[["smog", "piec"]], length=length)
    if segments is None:
        assert not {"smog", "piec"} & set(terms(text, "pl"))
        return
    assert shown(segments).strip(ELLIPSIS) in text
    assert len(shown(segments)) <= length + 2
    assert marked(segments)
    assert all(segment.text for segment in segments)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_highlighting_loses_no_letter(text: str) -> None:
    assert shown(highlight(text, "pl", ["smog", "piec"])) == text
