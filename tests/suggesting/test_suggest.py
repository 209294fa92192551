"""What is offered while somebody types: of every kind, in whatever form, and only what is public now."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from network.models import Role
from network.outbox.draining import drain
from practices.services.lifecycle import withdraw_practice
from practices.services.tags import rename_tag
from search.engines.base import EngineUnavailable
from search.suggesting.suggest import suggest
from tests.api.world import SECRET_WORDS, SECRETS, World, a_world
from tests.factories import a_city, a_published_practice, a_text, a_theme, a_user, content
from tests.finding.asking import index_everything

pytestmark = pytest.mark.django_db


def lines(q: str, language: str = "pl") -> dict[str, list[str]]:
    """The texts of the suggestions by kind."""
    found: dict[str, list[str]] = {}
    for line in suggest(q, language).lines:
        found.setdefault(line.kind, []).append(line.text)
    return found


def marked(q: str, language: str = "pl") -> list[list[str]]:
    """The marked pieces of every line."""
    return [[s.text for s in line.segments if s.matched] for line in suggest(q, language).lines]


@pytest.fixture
def gardens() -> None:
    """Practices about retention in two cities."""
    a_theme("upaly", name_pl="Upały i retencja", name_en="Heat and retention")
    first, second = a_city("Wzorcowice"), a_city("Łąkowo Dolne")
    a_published_practice(
        first, title="Retencja na dachach trzech przedszkoli", tags=("retencja", "dachy"), themes=("upaly",)
    )
    a_published_practice(
        first, title="Park, który jest zbiornikiem retencyjnym", tags=("mała retencja",), themes=("upaly",)
    )
    a_published_practice(second, title="Ścieżka rowerowa przez łąkę", tags=("retencja", "rowery"))
    index_everything()


@pytest.mark.parametrize("q", ["reten", "REtęn", "Retencja"])
def test_a_beginning_finds_practices_tags_themes(gardens: None, q: str) -> None:
    found = lines(q)
    assert found["practice"][0] == "Retencja na dachach trzech przedszkoli"
    assert found["tag"] == ["retencja", "mała retencja"]
    assert found["theme"] == ["Upały i retencja"]


def test_another_form_of_a_word_finds_the_same_titles(gardens: None) -> None:
    assert set(lines("reten")["practice"]) == set(lines("retencyjny")["practice"]) | set(lines("retencja")["practice"])
    assert "Park, który jest zbiornikiem retencyjnym" in lines("retencyjny")["practice"]


def test_what_was_typed_is_marked_and_the_rest_is_not(gardens: None) -> None:
    assert marked("reten")[0] == ["Reten"]
    assert marked("sciez row")[0] == ["Ścież", "row"]
    assert marked("laka")[0] == ["łąkę"]


def test_a_city_is_found_by_its_beginning_without_polish_letters_and_counted(gardens: None) -> None:
    [city] = [line for line in suggest("lakow", "pl").lines if line.kind == "city"]
    assert (city.text, city.slug, city.practices) == ("Łąkowo Dolne", "lakowo-dolne", 1)
    assert lines("dol")["city"] == ["Łąkowo Dolne"]


def test_all_words_must_be_there_in_any_order(gardens: None) -> None:
    assert lines("dach reten")["practice"] == ["Retencja na dachach trzech przedszkoli"]
    assert lines("rower reten") == {}
    assert lines("mala r")["tag"] == ["mała retencja"]


def test_a_name_with_more_practices_comes_first_and_none_beyond_three(gardens: None) -> None:
    for tag in ("retro", "retrospektywa", "returb"):
        a_published_practice(tags=(tag,))
    index_everything()
    tags = [(line.text, line.practices) for line in suggest("ret", "pl").lines if line.kind == "tag"]
    assert tags[0] == ("retencja", 2) and len(tags) == 3


def test_titles_and_themes_come_in_the_language_of_the_page_where_they_have_it(gardens: None) -> None:
    texts = {"pl": a_text("Cień na rynku"), "en": a_text("Shade in the market square")}
    a_published_practice(what=content(texts=texts))
    index_everything()
    assert lines("shade", "en")["practice"] == lines("shade", "pl")["practice"] == ["Shade in the market square"]
    assert lines("cien", "pl")["practice"] == ["Cień na rynku"]
    assert lines("heat", "en")["theme"] == ["Heat and retention"]


@pytest.mark.parametrize(
    "q",
    ["", " ", "r", "ret" * 40, '"reten"', "-reten", "tag:reten", "!!!", "\0", "🌳🌳", "a b c d e f g h i j", "i w"],
)
def test_what_cannot_be_a_beginning_has_no_suggestions(gardens: None, q: str) -> None:
    assert lines(q) == {}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(q=st.text(max_size=120))
def test_nothing_typed_is_an_error(q: str, gardens: None) -> None:
    for line in suggest(q, "pl").lines:
        assert line.text and any(segment.matched for segment in line.segments)


def test_nothing_hidden_is_suggested_whatever_of_it_is_typed(client: Client) -> None:
    a_world()
    index_everything()
    for word in [*SECRET_WORDS, *(secret[:length] for secret in SECRETS for length in (3, 5, len(secret)))]:
        for path in ("/api/v1/suggest/", "/szukaj/podpowiedzi/", "/en/search/suggestions/"):
            answer = client.get(path, {"q": word}).content.decode().casefold()
            assert not [secret for secret in SECRETS if secret.casefold() in answer], (word, path)


def test_what_was_withdrawn_a_moment_ago_is_suggested_no_more_nor_are_its_tag_theme_and_city() -> None:
    a_theme("jedyny", name_pl="Osobliwości", name_en="Oddities")
    city = a_city("Osobliwo")
    practice = a_published_practice(city, title="Osobliwa lipa", tags=("osobliwość",), themes=("jedyny",))
    index_everything()
    assert set(lines("osobl")) == {"practice", "tag", "theme", "city"}
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=practice, reason="Na prośbę miasta.")
    assert lines("osobl") == {}
    drain()
    assert lines("osobl") == {}


def test_a_title_that_was_changed_is_not_suggested_by_what_it_said_before(gardens: None) -> None:
    from practices.models import PracticeText

    PracticeText.objects.filter(title__startswith="Retencja").update(title="Coś innego")
    assert "Coś innego" not in lines("reten").get("practice", [])


def test_a_renamed_tag_is_suggested_by_its_new_name_at_once(gardens: None) -> None:
    from practices.models import Tag

    assert lines("rowery")["tag"] == ["rowery"]
    rename_tag(actor=a_user(Role.OPERATOR), tag=Tag.objects.get(name="rowery"), name="jednoślady")
    assert lines("jedno")["tag"] == ["jednoślady"] and "tag" not in lines("rowery")


def test_without_the_engine_nothing_is_suggested_and_it_says_so(gardens: None) -> None:
    with patch("search.suggesting.asked.engine_of", side_effect=EngineUnavailable("down")):
        found = suggest("reten", "pl")
    assert found.lines == [] and found.degraded


def test_a_database_that_is_down_is_unavailable_for_a_while() -> None:
    client = Client(raise_request_exception=False)
    with patch("search.suggesting.asked.begin", side_effect=OperationalError("down")):
        assert client.get("/api/v1/suggest/", {"q": "reten"}).status_code == 503
        assert client.get("/szukaj/podpowiedzi/", {"q": "reten"}).status_code == 503


def test_before_the_first_build_there_is_nothing_and_no_error(client: Client) -> None:
    assert client.get("/api/v1/suggest/", {"q": "reten"}).json() == {"degraded": True, "suggestions": []}


def test_suggestions_take_few_queries(gardens: None, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    suggest("reten", "pl")
    with django_assert_max_num_queries(8):
        suggest("reten", "pl")


def test_the_api_says_what_each_is_and_where(gardens: None, client: Client) -> None:
    found = client.get("/api/v1/suggest/", {"q": "reten"}).json()["suggestions"]
    kinds = [line["kind"] for line in found]
    assert kinds == sorted(kinds, key=["practice", "search", "tag", "theme", "city"].index)
    practice, tag = found[0], next(line for line in found if line["kind"] == "tag")
    assert practice["city"] == "Wzorcowice" and practice["count"] is None
    assert client.get(practice["url"].partition("//")[2].partition("/")[2].join(["/", ""])).status_code == 200
    assert (tag["slug"], tag["count"]) == ("retencja", 2) and tag["url"].endswith("?tag=retencja")
    assert practice["segments"][0] == {"text": "Reten", "matched": True}


@pytest.mark.parametrize(
    "asked", [{"q": "x" * 1001}, {"q": "a", "page": "2"}, {"q": "a", "lang": "polish"}, {"q": "a\0b"}]
)
def test_what_the_api_cannot_answer_it_refuses_with_a_reason(client: Client, asked: dict[str, str]) -> None:
    response = client.get("/api/v1/suggest/", asked)
    assert response.status_code == 400 and response["Content-Type"] == "application/problem+json"


def test_the_list_of_the_page_says_how_many_there_are_and_escapes_what_was_written(client: Client) -> None:
    a_published_practice(title="Retencja <script>alert(1)</script>")
    index_everything()
    page = client.get("/szukaj/podpowiedzi/", {"q": "reten", "box": "q-top"}).content.decode()
    assert 'id="q-top-s-1"' in page and "<script>" not in page and "<mark>Reten</mark>" in page
    assert "1 podpowiedź" in page
    assert "Brak podpowiedzi" in client.get("/szukaj/podpowiedzi/", {"q": "zzzz"}).content.decode()


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_every_search_box_knows_where_to_ask(client: Client, gardens: None, prefix: str) -> None:
    there = "/szukaj/podpowiedzi/" if prefix == "/" else "/en/search/suggestions/"
    for address in ("", "szukaj/" if prefix == "/" else "search/", "miasta/" if prefix == "/" else "cities/"):
        assert f'data-suggest="{there}"' in client.get(prefix + address).content.decode()


def test_the_world_is_suggested_as_far_as_it_is_public() -> None:
    world: World = a_world()
    index_everything()
    assert {line.id for line in suggest("zacieniony", "pl").lines if line.kind == "practice"} == {world.full.pk}
