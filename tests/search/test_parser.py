import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import Not, Phrase, Query, Scoped, Word, parse, unparse

NAMES = st.text(st.characters(codec="utf-8", exclude_characters='"„”“‟«»'), min_size=1).map(
    lambda text: " ".join(text.split())
)
SCOPES = st.builds(Scoped, st.sampled_from(["tag", "theme", "city"]), NAMES.filter(bool))
PHRASES = st.builds(Phrase, NAMES.filter(bool))
WORDS = st.builds(Word, st.from_regex(r"[a-ząćęłńóśźż0-9][a-ząćęłńóśźż0-9.,&/-]{0,8}", fullmatch=True))
POSITIVE = st.one_of(WORDS, PHRASES, SCOPES)
QUERIES = st.lists(st.one_of(POSITIVE, st.builds(Not, POSITIVE)), max_size=8).map(lambda c: Query(tuple(c)))
TYPED = st.lists(
    st.one_of(st.text(max_size=6), st.sampled_from(['"', "-", "„", "”", "tag:", "Miasto:", "city:", " ", "smog"])),
    max_size=12,
).map("".join)


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    assert parse('rower -samochód "ścieżka rowerowa" -"piec węglowy"').clauses == (
        Word("rower"),
        Not(Word("samochód")),
        Phrase("ścieżka rowerowa"),
        Not(Phrase("piec węglowy")),
    )


@pytest.mark.parametrize(
    "text", ['"jakość powietrza"', "„jakość powietrza”", "„jakość  powietrza“", "«jakość powietrza»"]
)
def test_polish_and_other_quotes_make_a_phrase(text: str) -> None:
    assert parse(text).clauses == (Phrase("jakość powietrza"),)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("tag:smog", Scoped("tag", "smog")),
        ("theme:transport", Scoped("theme", "transport")),
        ("temat:transport", Scoped("theme", "transport")),
        ('city:"Nowy Sącz"', Scoped("city", "Nowy Sącz")),
        ("miasto:„Nowy Sącz”", Scoped("city", "Nowy Sącz")),
        ("TAG:Smog", Scoped("tag", "Smog")),
        ("-tag:smog", Not(Scoped("tag", "smog"))),
        ('-city:"Nowy Sącz"', Not(Scoped("city", "Nowy Sącz"))),
    ],
)
def test_a_scope_names_a_tag_theme_or_city(text: str, clause: object) -> None:
    assert parse(text).clauses == (clause,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bielsko-Biała", ["Bielsko-Biała"]),
        ("smog - piece", ["smog", "piece"]),
        ("smog --", ["smog"]),
        ('5" rura', ["5", "rura"]),
        ("autor:Kowalski", ["autor:Kowalski"]),
        ("http://example.org/tag:x", ["http://example.org/tag:x"]),
        ("tag:", ["tag:"]),
        ("tag: smog", ["tag:", "smog"]),
        ('"" tag:""', []),
        ("a AND (b OR c)*~^", ["a", "AND", "(b", "OR", "c)*~^"]),
    ],
)
def test_what_the_parser_does_not_know_is_plain_text(text: str, words: list[str]) -> None:
    assert parse(text).clauses == tuple(Word(word) for word in words)


def test_a_query_tells_what_it_asks_for_from_what_it_excludes() -> None:
    query = parse('rower -auto tag:x "a b" -city:y')
    assert query.positive == (Word("rower"), Scoped("tag", "x"), Phrase("a b"))
    assert query.exclusions == (Word("auto"), Scoped("city", "y"))
    assert (query.words, query.phrases, query.scopes) == ((Word("rower"),), (Phrase("a b"),), (Scoped("tag", "x"),))
    assert query.text == "rower a b"
    assert not parse(" - ")


@settings(max_examples=200, deadline=None)
@given(TYPED)
def test_any_text_parses_and_writing_it_out_changes_nothing(text: str) -> None:
    query = parse(text)
    assert parse(unparse(query)) == query


@settings(max_examples=200, deadline=None)
@given(QUERIES)
def test_a_query_written_out_parses_to_itself(query: Query) -> None:
    assert parse(unparse(query)) == query


def test_a_hostile_text_is_parsed_in_linear_steps() -> None:
    assert parse("-" * 200_000) == Query()
    assert len(parse("tag:" * 50_000).clauses) == 1
