"""One line: what is taken as it is, what is refused and with which words, and that nothing whatever breaks it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.models import City
from practices.importing.record import BadRecord, read_record
from practices.models import (
    Practice,
    PracticeState,
    PracticeText,
    PracticeVersion,
    Tag,
    VersionState,
    WorkflowEvent,
)
from tests.factories import a_theme
from tests.importing.rows import a_file, a_row, imported, reasons


def read(**fields: Any) -> Any:
    return read_record(json.dumps(a_row(**fields)))


def refusal(**fields: Any) -> str:
    with pytest.raises(BadRecord) as refused:
        read(**fields)
    return str(refused.value)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": None}, "'title' is a required property"),
        ({"place": None}, "There is no place"),
        ({"colour": "red"}, "colour"),
        ({"source_id": 7}, "source_id"),
        ({"source_id": " \t "}, "source_id"),
        ({"source_id": "x" * 201}, "source_id"),
        ({"language": "pl\n"}, "language"),
        ({"language": "polski"}, "language"),
        ({"status": "done"}, "status"),
        ({"started_on": "2024-13"}, "started_on"),
        ({"started_on": "２０２４"}, "started_on"),
        ({"published_on": "2024-02-30"}, "published_on"),
        ({"themes": ["a", "b", "c", "d"]}, "themes"),
        ({"costs": [{"what": "Beton", "amount": -1}]}, "costs[0].amount"),
        ({"costs": [{"what": "Beton", "amount": 1e300}]}, "costs[0].amount"),
        ({"indicators": [{"name": "Liczba", "value": 1e300}]}, "too large"),
        ({"links": [{"url": "javascript:alert(1)", "title": "x"}]}, "links[0].url"),
        ({"links": [{"url": "https://example.org", "title": "x", "block": 0}]}, "building blocks"),
        ({"url": "https://"}, "url"),
        ({"url": "http://exa mple.org"}, "url"),
        ({"summary": "x\0y"}, "NUL"),
        ({"place": {"organisation": "\ud800", "country": "PL", "scope": "city"}}, "surrogate"),
        ({"translations": {"pl": {"title": "x"}}}, "translations"),
    ],
)
def test_a_refusal_names_the_field(fields: dict[str, Any], said: str) -> None:
    assert said in refusal(**fields)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"\xff\xfe{\x00", "not UTF-8"),
        (b"[1, 2]", "not of type 'object'"),
        (b"7", "not of type 'object'"),
        (b"null", "not of type 'object'"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "not a number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"source_id": "1"', "not JSON"),
    ],
)
def test_a_line_that_is_no_record_is_refused(line: bytes, said: str) -> None:
    with pytest.raises(BadRecord) as refused:
        read_record(line)
    assert said in str(refused.value)


def test_a_refusal_stays_readable_however_long_the_value() -> None:
    assert len(refusal(title="x" * 100_000)) < 400


def test_the_text_of_an_escape_is_not_the_character() -> None:
    assert read(summary=r"Zapis \u0000 w tekście").content.texts["pl"].summary == r"Zapis \u0000 w tekście"


def test_whole_numbers_may_be_written_with_a_point() -> None:
    block = {"name": "Część"}
    link = {"url": "https://example.org/a", "title": "x", "block": 0.0}
    record = read(months_to_implement=3.0, sdgs=[11.0], building_blocks=[block], links=[link])
    assert (record.content.months_to_implement, record.content.sdgs) == (3, (11,))
    assert record.content.links[0].block == 0


def test_texts_of_a_part_are_in_the_language_of_the_record_unless_they_say_otherwise() -> None:
    costs = [{"what": "Beton", "amount": 1.5}, {"what": {"en": "Concrete", "pl": ""}, "amount": 2}]
    first, second = read(costs=costs).content.costs
    assert (first.what, second.what) == ({"pl": "Beton"}, {"en": "Concrete"})


@pytest.mark.parametrize("title", ["", " ", "\u009a", "\u0085\u001f", "\u2028 "])
def test_a_title_without_anything_to_read_is_refused_rather_than_stored_as_none(title: str) -> None:
    with pytest.raises(BadRecord, match="title"):
        read(title=title)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=8), parts, max_size=4),
    max_leaves=12,
)
texts = st.text(max_size=40)
place = st.one_of(
    st.fixed_dictionaries({"country": texts, "name": texts}, optional={"geonames": st.integers() | st.floats()}),
    st.fixed_dictionaries({"country": st.sampled_from(["PL", "DE"]), "name": texts}),
    st.fixed_dictionaries({"organisation": texts, "country": st.just("PL"), "scope": st.just("city")}),
    texts,
)
# Nearly right: the fields are there, their values are anything.
nearly = st.fixed_dictionaries(
    {"source_id": texts, "language": st.sampled_from(["pl", "en", "p"]), "title": texts, "place": place},
    optional={
        "summary": texts,
        "tags": st.lists(texts, max_size=3),
        "themes": st.lists(st.sampled_from(["woda", "nie-ma"]) | texts, max_size=2),
        "costs": st.lists(
            st.fixed_dictionaries(
                {"what": texts, "amount": st.floats() | st.integers()}, optional={"price_year": json_values}
            ),
            max_size=2,
        ),
        "indicators": st.lists(
            st.fixed_dictionaries({"name": texts, "value": st.floats() | st.integers()}), max_size=2
        ),
        "links": st.lists(
            st.fixed_dictionaries({"url": texts, "title": texts}, optional={"block": json_values}), max_size=2
        ),
        "started_on": st.sampled_from(["2024", "2024-02-31", "0000", "x"]),
        "published_on": st.dates().map(str) | texts,
        "review_by": st.dates().map(str),
        "contact": st.dictionaries(st.sampled_from(["unit", "mailbox", "person"]), texts, max_size=2),
        "translations": st.dictionaries(texts, st.dictionaries(st.just("title"), texts), max_size=2),
        "staff_fte": st.floats() | st.integers(),
        "url": texts,
        "licence": texts,
    },
)
lines = (
    st.binary(max_size=200)
    | json_values.map(lambda value: json.dumps(value).encode())
    | nearly.map(lambda row: json.dumps(row).encode())
    | nearly.map(lambda row: json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass"))
)


@pytest.mark.django_db
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(hostile=st.lists(lines, min_size=1, max_size=4))
def test_whatever_stands_in_a_file_nothing_breaks_and_nothing_is_half_stored(
    tmp_path: Path, hostile: list[bytes]
) -> None:
    a_theme("woda")
    bodies = [line.replace(b"\n", b" ") for line in hostile]
    path = a_file(tmp_path, [*bodies, a_row(source_id="the last")])
    before = Practice.objects.count()
    counts = imported(path)
    again = imported(path)
    stored = Practice.objects.count() - before
    assert counts.created == stored and counts.created + counts.unchanged >= 1
    assert (again.created, again.updated, again.rejected) == (0, 0, counts.rejected)
    assert len(reasons(path)) == counts.rejected if counts.rejected else True
    assert not Practice.objects.exclude(state=PracticeState.PUBLISHED).exists()
    assert not Practice.objects.filter(live__isnull=True).exists()
    whole = PracticeVersion.objects.filter(texts__isnull=False).distinct().count()
    assert whole == PracticeVersion.objects.count()
    # A row of an earlier example may come again changed: then it has two versions, of which one is live.
    assert PracticeVersion.objects.filter(state=VersionState.PUBLISHED).count() == Practice.objects.count()
    for model in (PracticeText, WorkflowEvent, Tag, City):
        assert list(model._default_manager.all()[:50]) is not None
