"""A question that is a practice's number, a city's name or a tag brings what it names first, and nothing that is not public."""

from collections.abc import Callable

import pytest

from network.models import Role
from network.outbox.draining import drain
from practices.models import Tag
from practices.services.cities import rename_city
from practices.services.lifecycle import withdraw_practice
from practices.services.tags import merge_tags
from search.finding.find import count_hits
from search.query.request import SearchRequest
from tests.factories import a_city, a_draft, a_published_practice, a_text, a_user
from tests.finding.asking import ask, every_hit, found, ids, index_everything

pytestmark = pytest.mark.django_db


def about(title: str) -> dict[str, object]:
    return {"texts": {"pl": a_text(title, summary=f"{title}. {title}.", solution=f"{title}. " * 5)}}


def test_a_number_brings_its_practice_first(indexed: Callable[[], None]) -> None:
    practice = a_published_practice()
    n = practice.pk
    others = [a_published_practice(**about(f"{n} drzew, {n} ławek")).pk for _ in range(3)]  # type: ignore[arg-type]
    indexed()
    for typed in (f"{n}", f"#{n}", f"nr {n}", f"Nr. {n}", f"no {n}"):
        assert found(typed)[0] == n, typed
    page = ask(str(n))
    assert set(ids(page)) == {n, *others}
    assert page.count == 4


def test_the_number_of_what_is_not_public_brings_nothing(indexed: Callable[[], None]) -> None:
    draft = a_draft().practice_id
    gone = a_published_practice()
    index_everything()
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")
    for typed in (str(draft), f"#{gone.pk}", "999999999", "9" * 18):
        page = ask(typed)
        assert (page.count, page.results) == (0, []), typed
    indexed()
    for typed in (str(draft), f"#{gone.pk}"):
        assert ask(typed).count == 0


@pytest.mark.parametrize("typed", ["Nowy Łęg", "nowy łęg", "nowy leg", "NOWY LEG"])
def test_a_city_brings_its_practices_first(indexed: Callable[[], None], typed: str) -> None:
    city = a_city("Nowy Łęg")
    mine = [a_published_practice(city).pk for _ in range(2)]
    other = a_published_practice(a_city("Wola"), **about("Nowy Łęg, łęg nowy")).pk  # type: ignore[arg-type]
    indexed()
    hits = found(typed)
    assert set(hits[:2]) == set(mine)
    assert other in hits[2:]


def test_cities_of_one_name_come_together_and_a_new_or_renamed_one_is_known_at_once() -> None:
    first, second = a_city("Piaski", slug="piaski-lubelskie"), a_city("Piaski", slug="piaski")
    one = a_published_practice(first).pk
    other = a_published_practice(second).pk
    word = a_published_practice(**about("Piaski i piaski")).pk  # type: ignore[arg-type]
    index_everything()
    assert set(found("piaski")[:2]) == {one, other}
    third = a_city("Piaski", slug="piaski-nowe")
    newest = a_published_practice(third).pk
    rename_city(actor=a_user(Role.OPERATOR), city=first, name="Góry")
    drain()
    hits = found("piaski")
    assert set(hits[:2]) == {other, newest} and hits[2] == word
    assert found("góry")[0] == one


def test_a_city_in_another_case_or_among_other_words_is_a_word_like_any_other() -> None:
    city = a_city("Brzeg")
    mine = a_published_practice(city).pk
    other = a_published_practice(a_city("Wola"), **about("Brzeg rzeki, brzegi rzek i brzegowe lipy")).pk  # type: ignore[arg-type]
    index_everything()
    assert found("brzeg") == [mine, other]
    assert found("brzegu")[0] == found("brzeg rzeki")[0] == found('"brzeg"')[0] == other


@pytest.mark.parametrize("typed", ["mała retencja", "MAŁA RETENCJA", "mala retencja", "deszczyk"])
def test_a_tag_or_one_merged_into_it_brings_its_practices_first(indexed: Callable[[], None], typed: str) -> None:
    old = a_published_practice(tags=("deszczyk",)).pk
    tagged = a_published_practice(tags=("mała retencja",)).pk
    other = a_published_practice(**about("Mała retencja, deszczyk")).pk  # type: ignore[arg-type]
    merge_tags(
        actor=a_user(Role.OPERATOR), tag=Tag.objects.get(name="deszczyk"), into=Tag.objects.get(name="mała retencja")
    )
    indexed()
    hits = found(typed)
    assert set(hits[:2]) == {old, tagged}
    assert hits[2:] == [other]


def test_a_count_equals_the_hits_behind_it_whatever_is_named() -> None:
    city = a_city("Nowy Łęg")
    for n in range(3):
        a_published_practice(city if n else a_city("Wola"), tags=("łęg",), **about("Łęg"))  # type: ignore[arg-type]
    a_published_practice(tags=("łęg",))
    index_everything()
    for typed in ("nowy łęg", "łęg", str(a_published_practice().pk)):
        drain()
        page = ask(typed)
        assert page.count == len(every_hit(typed)) == count_hits(SearchRequest(q=typed))
        for name, values in page.facets.items():
            for value in values:
                assert value.count == ask(typed, **{name: value.value}).count, (name, value)


def test_the_score_is_the_same_on_every_page_and_under_every_filter() -> None:
    city = a_city("Nowy Łęg")
    for _ in range(3):
        a_published_practice(city, **about("Łęg nowy"))  # type: ignore[arg-type]
    a_published_practice(**about("Nowy łęg"))  # type: ignore[arg-type]
    index_everything()
    whole = {result.card.id: result.score for result in ask("nowy łęg").results}
    assert len(set(whole.values())) > 1
    for page in (ask("nowy łęg", page_size=1, page=2), ask("nowy łęg", city=city.slug)):
        for result in page.results:
            assert result.score == whole[result.card.id]
