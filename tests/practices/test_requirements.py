"""What is missing, said to the author field by field."""

from dataclasses import replace

import pytest

from practices.content import LinkContent, PracticeContent, Text
from practices.requirements import complete_languages, completeness, is_incomplete, language_complete, missing
from practices.selectors.content import facts_of
from tests.factories import a_text

WHOLE = PracticeContent(
    texts={"pl": a_text()}, themes=("woda",), status="finished", contact_mailbox="zielen@miasto.example"
)
TEXTS = ("title", "summary", "challenge", "solution", "results", "lessons", "conditions")
_IMAGE = LinkContent(kind="image", url="https://example.org/d.jpg", title={"pl": "Dach"})


def _gaps(content: PracticeContent) -> list[tuple[str, str]]:
    return [(gap.field, gap.language) for gap in missing(facts_of(content))]


def test_nothing_is_missing_of_a_complete_practice() -> None:
    assert _gaps(WHOLE) == [] and completeness(facts_of(WHOLE)) == 100 and not is_incomplete(facts_of(WHOLE))


def test_of_an_empty_practice_everything_required_is_missing() -> None:
    facts = facts_of(PracticeContent())
    required = [*((name, "pl") for name in TEXTS), ("themes", ""), ("status", ""), ("contact_mailbox", "")]
    assert [(gap.field, gap.language) for gap in missing(facts)] == required
    assert completeness(facts) == 0


@pytest.mark.parametrize("name", TEXTS)
def test_each_required_text_is_asked_for_in_the_original_language(name: str) -> None:
    german = replace(
        WHOLE, original_language="de", texts={"de": a_text(**{name: ""}) if name != "title" else a_text("")}
    )
    assert _gaps(german) == [(name, "de")]
    assert 85 <= completeness(facts_of(german)) < 100 and is_incomplete(facts_of(german))


@pytest.mark.parametrize(
    ("change", "field"),
    [({"themes": ()}, "themes"), ({"status": ""}, "status"), ({"contact_mailbox": ""}, "contact_mailbox")],
)
def test_each_required_fact_is_asked_for(change: dict[str, object], field: str) -> None:
    assert _gaps(replace(WHOLE, **change)) == [(field, "")]  # type: ignore[arg-type]


def test_an_image_is_described_in_the_original_language() -> None:
    bare, described = (
        replace(WHOLE, links=(_IMAGE,)),
        replace(WHOLE, links=(replace(_IMAGE, alt={"pl": "Dach wiaty"}),)),
    )
    assert _gaps(bare) == [("links", "pl")] and _gaps(described) == []
    assert _gaps(replace(WHOLE, links=(replace(_IMAGE, alt={"en": "Roof"}),))) == [("links", "pl")]


def test_too_long_is_mended_before_publication_but_is_not_incomplete() -> None:
    long = replace(
        WHOLE, texts={"pl": a_text("t" * 121, summary="s" * 301), "en": a_text("t" * 120, summary="s" * 300)}
    )
    assert _gaps(long) == [("title", "pl"), ("summary", "pl")]
    assert not is_incomplete(facts_of(long))


def test_a_translation_without_a_title_is_asked_for_one() -> None:
    assert _gaps(replace(WHOLE, texts={"pl": a_text(), "en": Text(summary="In short.")})) == [("title", "en")]


def test_a_language_is_complete_when_it_says_all_that_the_original_says() -> None:
    original = {"title": "Dachy", "summary": "Krótko.", "partners": ""}
    assert language_complete({"title": "Roofs", "summary": "In short."}, original)
    assert not language_complete({"title": "Roofs", "partners": "A school"}, original)
    assert not language_complete({"summary": "In short."}, {"summary": "Krótko."})
    assert complete_languages({"pl": original, "en": {"title": "Roofs"}, "de": original}, "pl") == ["de", "pl"]
