"""Practices are cut into passages that together hold all of their text, each short enough for a model."""

import re

from hypothesis import given
from hypothesis import strategies as st

from search.passages import MOST_PASSAGES, PIECE_WORDS, passages_of, pieces

_SENTENCE = "Zbiornik pod boiskiem przyjmuje wodę z dachu szkoły i oddaje ją drzewom w czasie suszy. "


def test_a_short_text_is_one_passage_with_its_title() -> None:
    [passage] = passages_of({"pl": {"title": "Ogród deszczowy", "solution": "Woda zostaje w ziemi."}})
    assert passage.text == "Ogród deszczowy\nWoda zostaje w ziemi."
    assert passage.place == ("pl", "solution", 0, 21)


def test_every_section_of_every_language_is_a_passage_of_its_own() -> None:
    found = passages_of(
        {"pl": {"title": "T", "challenge": "A.", "results": "B."}, "en": {"title": "T", "challenge": "C."}}
    )
    assert [passage.place[:2] for passage in found] == [("pl", "challenge"), ("pl", "results"), ("en", "challenge")]


def test_a_long_section_is_cut_between_sentences_into_pieces_of_like_size() -> None:
    text = _SENTENCE * 40
    cut = [text[start:end] for start, end in pieces(text)]
    assert len(cut) == -(-len(text.split()) // PIECE_WORDS)
    assert all(piece.endswith(".") and piece.startswith("Zbiornik") for piece in cut)
    assert max(map(len, cut)) < 1.5 * min(map(len, cut))


def test_a_practice_of_a_title_alone_has_one_passage() -> None:
    [passage] = passages_of({"pl": {"title": "Ogród deszczowy", "summary": " \n "}})
    assert passage.text == "Ogród deszczowy" and passage.field == "title"


def test_nothing_has_no_passages() -> None:
    assert passages_of({"pl": {"title": "", "summary": ""}}) == ()


def test_a_practice_has_at_most_so_many_passages() -> None:
    assert len(passages_of({"pl": {"title": "T", "solution": _SENTENCE * 2000}})) == MOST_PASSAGES


def test_the_key_follows_the_content_and_nothing_else() -> None:
    one, two = (passages_of({code: {"title": "T", "solution": "Woda."}})[0] for code in ("pl", "en"))
    [other] = passages_of({"pl": {"title": "T", "solution": "Woda!"}})
    assert one.key == two.key != other.key


@given(st.text(st.sampled_from("ab.!? \n„”\u00a0\u200bż"), max_size=3000))
def test_the_pieces_of_any_text_hold_every_word_of_it_once_and_none_is_too_long(text: str) -> None:
    cut = [text[start:end] for start, end in pieces(text)]
    assert [word for piece in cut for word in re.findall(r"\S+", piece)] == re.findall(r"\S+", text)
    assert all(piece == piece.strip() and piece for piece in cut)
    assert all(len(piece.split()) <= 1.5 * PIECE_WORDS + 1 for piece in cut)
