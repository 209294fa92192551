from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import InvalidRequest, Phrase, SearchRequest
from search.query.request import CHOICES, FACETS, SORTS

VALUES: Mapping[str, st.SearchStrategy[str]] = {
    "theme": st.text(min_size=1, max_size=100),
    "tag": st.text(min_size=1, max_size=100),
    "city": st.sampled_from(["przemysl", "krakow", "lodz"]),
    "voivodeship": st.from_regex("[0-9]{2}", fullmatch=True).filter(str.isascii),
    "language": st.sampled_from(["pl", "en", "uk"]),
    "year": st.sampled_from(["1999", "2024"]),
    **{name: st.sampled_from(values) for name, values in CHOICES.items()},
}
FACET_CHOICES = st.fixed_dictionaries(
    {}, optional={name: st.lists(value, max_size=4) for name, value in VALUES.items()}
)
REQUESTS = st.builds(
    lambda facets, **rest: SearchRequest(facets={name: tuple(values) for name, values in facets.items()}, **rest),
    facets=FACET_CHOICES,
    q=st.text(max_size=40),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 10),
    page_size=st.integers(1, 100),
    lang=st.sampled_from(["pl", "en"]),
)


def refusal(params: Mapping[str, Sequence[str]]) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as raised:
        SearchRequest.from_params(params)
    return raised.value


def test_parameters_become_a_request() -> None:
    request = SearchRequest.from_params(
        {"q": ['  "czyste powietrze" '], "tag": ["smog", "piece", "smog"], "status": ["running"], "page": ["2"]}
    )
    assert request.q == '"czyste powietrze"'
    assert request.query.clauses == (Phrase("czyste powietrze"),)
    assert request.facets == {"tag": ("piece", "smog"), "status": ("running",)}
    assert (request.page, request.page_size, request.sort, request.lang) == (2, 20, "relevance", "pl")


@pytest.mark.parametrize(
    ("params", "parameter", "code"),
    [
        ({"colour": ["red"]}, "colour", "unknown"),
        ({"q": ["a", "b"]}, "q", "repeated"),
        ({"q": ["a" * 1001]}, "q", "too_long"),
        ({"q": ["a " * 65]}, "q", "too_many"),
        ({"page": ["two"]}, "page", "integer"),
        ({"page": ["１"]}, "page", "integer"),
        ({"page": ["1" * 4000]}, "page", "integer"),
        ({"page": [""]}, "page", "integer"),
        ({"page": ["0"]}, "page", "range"),
        ({"page": ["-3"]}, "page", "range"),
        ({"page_size": ["101"]}, "page_size", "range"),
        ({"page": ["51"]}, "page", "window"),
        ({"page": ["11"], "page_size": ["100"]}, "page", "window"),
        ({"sort": ["oldest"]}, "sort", "choice"),
        ({"lang": ["polski"]}, "lang", "format"),
        ({"status": ["done"]}, "status", "choice"),
        ({"status": [""]}, "status", "choice"),
        ({"evidence": ["strong"]}, "evidence", "choice"),
        ({"population": ["1-2"]}, "population", "choice"),
        ({"kind": ["wiejska"]}, "kind", "choice"),
        ({"cost": ["50k"]}, "cost", "choice"),
        ({"staff": ["2"]}, "staff", "choice"),
        ({"sdg": ["18"]}, "sdg", "choice"),
        ({"sdg": ["01"]}, "sdg", "choice"),
        ({"freshness": ["2"]}, "freshness", "choice"),
        ({"documents": ["no"]}, "documents", "choice"),
        ({"sort": ["cost"]}, "sort", "choice"),
        ({"voivodeship": ["podkarpackie"]}, "voivodeship", "format"),
        ({"voivodeship": ["18\n"]}, "voivodeship", "format"),
        ({"year": ["24"]}, "year", "format"),
        ({"language": ["PL"]}, "language", "format"),
        ({"tag": ["x" * 101]}, "tag", "too_long"),
        ({"tag": [str(number) for number in range(51)]}, "tag", "too_many"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(params: dict[str, list[str]], parameter: str, code: str) -> None:
    error = refusal(params)
    assert (error.parameter, error.code) == (parameter, code)
    assert parameter in error.message or code == "window"
    assert len(error.message) < 300


def test_a_refusal_names_the_values_that_would_do() -> None:
    assert refusal({"status": ["done"]}).message == (
        'status cannot be "done"; use one of planned, running, finished, stopped.'
    )
    assert "last page is 50" in refusal({"page": ["51"]}).message


def test_the_last_page_of_the_window_is_allowed() -> None:
    assert SearchRequest(page=50).page == 50
    assert SearchRequest(page=10, page_size=100).page == 10


def test_any_slug_is_allowed_but_none_that_a_database_refuses() -> None:
    request = SearchRequest(facets={"tag": ("nie ma takiego", "a\x00b", "c\ud800", "")})
    assert request.facets == {"tag": ("a�b", "c�", "nie ma takiego")}
    assert SearchRequest(q="a\x00b\ud800").q == "a b"


def test_one_search_has_one_url() -> None:
    one = SearchRequest.from_params(
        {"tag": ["b", "a"], "q": [" smog  w mieście"], "page": ["1"], "status": ["stopped", "planned"]}
    )
    other = SearchRequest.from_params(
        {"status": ["planned", "stopped"], "q": ["smog w mieście"], "tag": ["a", "b", "a"]}
    )
    assert one == other
    assert list(one.to_params().items()) == [
        ("q", ["smog w mieście"]),
        ("tag", ["a", "b"]),
        ("status", ["planned", "stopped"]),
    ]


@settings(max_examples=150, deadline=None)
@given(REQUESTS)
def test_a_request_survives_its_url(request: SearchRequest) -> None:
    assert SearchRequest.from_params(request.to_params()) == request


def test_links_leave_out_what_they_are_told_to() -> None:
    assert SearchRequest(q="smog", lang="en").to_params(without=["lang"]) == {"q": ["smog"]}


def test_choosing_and_dropping_a_facet_value_starts_from_the_first_page() -> None:
    request = SearchRequest(q="smog", page=3).with_facet("tag", "piece").with_facet("tag", "piece")
    assert (request.page, request.facets) == (1, {"tag": ("piece",)})
    assert request.is_chosen("tag", "piece")
    dropped = request.with_page(2).without_facet("tag", "piece")
    assert dropped == SearchRequest(q="smog")
    assert request.with_facet("status", "running").without_facets() == SearchRequest(q="smog")


def test_sorting_starts_from_the_first_page() -> None:
    assert SearchRequest(page=3).with_sort("newest") == SearchRequest(sort="newest")


def test_every_facet_is_a_parameter() -> None:
    chosen = {"voivodeship": "18", "language": "pl"} | {name: values[0] for name, values in CHOICES.items()}
    for name in FACETS:
        assert SearchRequest.from_params({name: [chosen.get(name, "2024")]}).facets


def test_goals_are_in_the_order_of_their_numbers() -> None:
    assert SearchRequest(facets={"sdg": ("13", "2", "11")}).facets == {"sdg": ("2", "11", "13")}
