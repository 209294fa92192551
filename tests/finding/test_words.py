"""Words, phrases, exclusions and scopes; what is demanded; what is shown of each hit."""

from collections.abc import Callable

import pytest

from network.models import Role
from practices.models import Tag
from practices.services.tags import merge_tags
from search.records import BODY
from tests.factories import a_city, a_published_practice, a_text, a_theme, a_user
from tests.finding.asking import ask, found, ids, index_everything, marked


def a_practice(title: str = "Praktyka", **texts: str) -> int:
    """The id of a practice that says nothing but this."""
    quiet = dict.fromkeys(("summary", "challenge", "solution", "results", "lessons", "conditions"), "Opis.")
    return a_published_practice(texts={"pl": a_text(title, **(quiet | texts))}).pk


def test_a_practice_is_found_by_another_form_of_its_word_in_any_of_its_fields() -> None:
    said = {field: a_practice(**{field: "Rozmawialiśmy z mieszkańcami."}) for field in ("title", "summary", *BODY)}
    index_everything()
    assert set(found("mieszkaniec")) == set(found("mieszkancow")) == set(said.values())


def test_titles_count_more_than_labels_and_summaries_and_those_more_than_bodies() -> None:
    body = a_practice(solution="Posadzono lipy.")
    summary = a_practice(summary="Posadzono lipy.")
    title = a_practice("Posadzono lipy")
    index_everything()
    assert found("lipa") == [title, summary, body]


def test_a_phrase_wants_its_words_side_by_side_in_any_form() -> None:
    together = a_practice(solution="Wytyczono ścieżki rowerowe nad rzeką.")
    a_practice(solution="Ścieżka jest długa, a parking rowerowy pełny.")
    index_everything()
    assert found('"ścieżka rowerowa"') == found('"sciezka rowerowa"') == [together]
    assert len(found("ścieżka rowerowa")) == 2
    assert ask('"rowerowa ścieżka"').unquoted


def test_exclusions_leave_out_words_phrases_and_scopes() -> None:
    lidzbark, other = a_city("Zmyślin"), a_city("Łąkowo Dolne")
    bus = a_published_practice(lidzbark, title="Autobusy na wodór", tags=("wodór",)).pk
    tram = a_published_practice(other, title="Tramwaje i autobusy", tags=("szyny",)).pk
    index_everything()
    assert found("autobus -tramwaj") == [bus]
    assert found('autobus -"autobusy na wodór" -szyny') == []
    assert found("autobus -city:zmyslin") == found("autobus -tag:wodór") == [tram]
    assert found('-city:"Łąkowo Dolne"') == [bus]
    assert set(found("-tag:nie-ma")) == {bus, tram}


_SCOPES = ("city:zmyslin", "city:Zmyślin", "miasto:ZMYŚLIN", "tag:retencja", "tag:RETENCJA", 'tag:"mała retencja"')
_THEMES = ("theme:woda", 'theme:"Woda w mieście"', 'temat:"Water in the city"')


@pytest.mark.parametrize("q", [*_SCOPES, *_THEMES])
def test_a_scope_takes_a_slug_or_a_name(q: str) -> None:
    a_theme("woda", name_pl="Woda w mieście", name_en="Water in the city")
    a_theme("ruch")
    mine = a_published_practice(a_city("Zmyślin"), tags=("retencja", "mała retencja")).pk
    a_published_practice(a_city("Łąkowo"), themes=("ruch",), tags=("rower",))
    index_everything()
    assert found(q) == [mine]


def test_an_unknown_scope_finds_nothing_and_says_so_with_zero() -> None:
    a_practice("Zielone dachy")
    index_everything()
    for q in ("tag:nie-ma", "dachy theme:nie-ma", "city:„Nie Ma”"):
        page = ask(q)
        assert (page.count, page.results) == (0, [])


def test_a_theme_includes_its_sub_themes() -> None:
    parent = a_theme("woda")
    a_theme("deszcz", parent=parent, name_pl="Deszczówka")
    below = a_published_practice(themes=("deszcz",)).pk
    above = a_published_practice(themes=("woda",)).pk
    index_everything()
    assert set(found("theme:woda")) == set(found(theme="woda")) == {above, below}
    assert found("theme:deszcz") == found(theme="deszcz") == [below]


def test_a_merged_tag_is_asked_for_by_either_name() -> None:
    mine = a_published_practice(tags=("zielen",)).pk
    a_published_practice(tags=("zieleń",))
    tag, into = Tag.objects.get(name="zielen"), Tag.objects.get(name="zieleń")
    merge_tags(actor=a_user(Role.OPERATOR), tag=tag, into=into)
    index_everything()
    for hits in (found("tag:zielen"), found("tag:zieleń"), found(tag=tag.slug), found(tag=into.slug)):
        assert len(hits) == 2 and mine in hits


_EIGHT = ("wiata", "lipa", "rozchodnik", "kamera", "parking", "tramwaj", "dworzec", "kładka")


@pytest.mark.parametrize(("asked", "demanded"), [(1, 1), (2, 1), (4, 1), (7, 1), (8, 2)])
def test_a_quarter_of_the_telling_words_is_demanded_and_one_at_least(
    indexed: Callable[[], None], asked: int, demanded: int
) -> None:
    words = _EIGHT[:asked]
    by_number = {n: a_practice(solution=" ".join(["Opis.", *words[:n]])) for n in range(asked + 1)}
    indexed()
    expected = {id for n, id in by_number.items() if n >= demanded}
    page = ask(" ".join(words))
    assert (page.count, set(ids(page))) == (len(expected), expected)
    assert ids(page)[0] == by_number[asked]


def test_words_that_hold_sentences_together_make_no_hit_beside_a_telling_one(indexed: Callable[[], None]) -> None:
    a_practice(solution="To jest w mieście i na rynku.")
    mine = a_practice(solution="Rynek obsadzono lipami.")
    indexed()
    assert found("co to jest lipa i w") == [mine]


def test_a_question_of_such_words_alone_still_finds_them(indexed: Callable[[], None]) -> None:
    mine = a_practice(solution="Jak i dlaczego.")
    indexed()
    assert mine in found("dlaczego")


@pytest.mark.parametrize("q", ["", "   ", "-", "& / -- !", '""', '"&"', '-"&"', 'tag:""'])
def test_a_question_without_words_shows_everything_the_newest_first(indexed: Callable[[], None], q: str) -> None:
    practices = [a_practice(f"Praktyka {n}") for n in range(3)]
    indexed()
    page = ask(q)
    assert (page.count, ids(page)) == (3, practices[::-1])
    assert all(result.snippets == [] and result.score == 0 for result in page.results)


def test_newest_first_is_an_order_of_its_own(indexed: Callable[[], None]) -> None:
    best = a_practice("Lipy i jeszcze raz lipy")
    newest = a_practice(solution="Obok rosły lipy.")
    indexed()
    assert found("lipy") == [best, newest]
    assert found("lipy", sort="newest") == [newest, best]


def test_snippets_show_the_words_that_were_found_in_their_own_form() -> None:
    a_practice("O lipach", summary="Nic o drzewach.", solution="Najpierw kopano. Potem posadzono lipy przy ścieżkach.")
    index_everything()
    page = ask("lipa sciezka")
    assert marked(page) == ["solution: lipy", "solution: ścieżkach"]
    assert [(part.text, part.matched) for part in page.results[0].title] == [("O ", False), ("lipach", True)]


def test_a_result_comes_in_the_language_that_was_asked_for_if_there_is_one() -> None:
    both = a_published_practice(
        texts={"pl": a_text("Lipy na rynku"), "en": a_text("Lindens in the square", summary="Trees, not concrete.")}
    ).pk
    a_published_practice(texts={"pl": a_text("Lipy przy szkole")})
    index_everything()
    english = {r.card.id: r.card for r in ask("lipy", lang="en").results}
    assert (english[both].language, english[both].title) == ("en", "Lindens in the square")
    assert {card.language for id, card in english.items() if id != both} == {"pl"}
    assert {r.card.language for r in ask("lipy").results} == {"pl"}


def test_a_word_of_another_language_is_shown_in_that_language() -> None:
    a_published_practice(texts={"pl": a_text("Rynek"), "en": a_text("A square", solution="We planted lindens.")})
    index_everything()
    page = ask("linden")
    assert page.results[0].card.language == "pl"
    assert [(s.language, s.field) for s in page.results[0].snippets] == [("en", "solution")]
    assert marked(page) == ["solution: lindens"]
