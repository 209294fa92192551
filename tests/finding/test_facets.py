"""The facets of a search: what each counts, OR inside, AND between, and counts that are the hits behind them."""

import pytest

from practices.content import PracticeContent
from practices.models import Practice
from tests.factories import a_city, a_draft, a_text, a_theme, content, published
from tests.finding.asking import ask, counts, every_hit, found, index_everything

_LANGUAGES = {"pl": a_text("Zielone dachy"), "en": a_text("Green roofs")}


@pytest.fixture
def practices() -> dict[str, int]:
    """Three practices that differ in every facet; the ids by name."""
    below = a_theme("deszcz", parent=a_theme("woda"))
    small = a_city("Małe", population=9_000, voivodeship="18")
    middle = a_city("Średnie", population=50_000, voivodeship="18")
    large = a_city("Duże", population=700_000, voivodeship="14")
    made = {
        "one": (small, "claimed", content(themes=(below.slug,), tags=("dach",), status="planned", started_on="2019-05")),
        "two": (middle, "monitored", content(themes=("ruch",), tags=("dach", "rower"), status="running", started_on="2021")),
        "three": (large, "external", content(themes=("ruch", "woda"), status="finished", texts=_LANGUAGES)),
    }  # fmt: skip
    return {name: _publish(*about).pk for name, about in made.items()}


def _publish(city: object, evidence: str, what: PracticeContent) -> Practice:
    return published(a_draft(city, what=what), evidence_level=evidence)  # type: ignore[arg-type]


def test_every_facet_counts_its_values(practices: dict[str, int]) -> None:
    index_everything()
    page = ask()
    year = str(Practice.objects.get(pk=practices["three"]).first_published_at.year)  # type: ignore[union-attr]
    assert {name: counts(page, name) for name in page.facets} == {
        "theme": {"woda": 2, "ruch": 2, "deszcz": 1},
        "tag": {"dach": 2, "rower": 1},
        "city": {"duze": 1, "male": 1, "srednie": 1},
        "voivodeship": {"18": 2, "14": 1},
        "population": {"0-20k": 1, "50-100k": 1, "300k+": 1},
        "status": {"planned": 1, "running": 1, "finished": 1},
        "evidence": {"external": 1, "monitored": 1, "claimed": 1},
        "language": {"pl": 3, "en": 1},
        "year": {year: 1, "2021": 1, "2019": 1},
    }
    assert list(counts(page, "population")) == ["0-20k", "50-100k", "300k+"]
    assert list(counts(page, "status")) == ["planned", "running", "finished"]
    assert list(counts(page, "year")) == [year, "2021", "2019"]


def test_values_of_one_facet_are_alternatives_and_facets_narrow_each_other(practices: dict[str, int]) -> None:
    index_everything()
    one, two, three = practices["one"], practices["two"], practices["three"]
    assert set(found(city=["male", "srednie"])) == {one, two}
    assert set(found(city=["male", "srednie"], theme="ruch")) == {two}
    assert set(found(theme=["deszcz", "ruch"], language="en")) == {three}
    assert found(theme="deszcz", tag="rower") == []


def test_a_facet_leaves_out_its_own_choice_when_it_counts(practices: dict[str, int]) -> None:
    index_everything()
    page = ask(voivodeship="18", status="planned")
    assert counts(page, "voivodeship") == {"18": 1}
    assert counts(page, "status") == {"planned": 1, "running": 1}
    assert counts(page, "city") == {"male": 1}
    assert [v.value for v in page.facets["status"] if v.selected] == ["planned"]


def test_a_chosen_value_without_hits_stays_visible_with_its_count(practices: dict[str, int]) -> None:
    index_everything()
    page = ask(theme="deszcz", tag=["rower", "nie-ma"])
    assert page.count == 0
    shown = {name: {(v.value, v.count, v.selected) for v in page.facets[name]} for name in ("tag", "theme")}
    assert shown["tag"] == {("dach", 1, False), ("rower", 0, True), ("nie-ma", 0, True)}
    assert shown["theme"] == {("ruch", 1, False), ("deszcz", 0, True)}


@pytest.mark.parametrize(
    ("name", "beginning"), [("theme", "temat-"), ("tag", "tag-"), ("city", "miasto-"), ("year", "201")]
)
def test_of_very_many_values_the_chosen_ones_are_shown(
    name: str, beginning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.finding.facets._SHOWN", 2)
    for number in range(4):
        themes, tags = (f"temat-{number}",), (f"tag-{number}",)
        published(
            a_draft(a_city(f"Miasto-{number}"), what=content(themes=themes, tags=tags, started_on=f"201{number}"))
        )
    index_everything()
    shown = [value.value for value in ask().facets[name]]
    hidden = next(value for n in range(4) if (value := f"{beginning}{n}") not in shown)
    assert len(shown) == 2
    assert counts(ask(**{name: hidden}), name)[hidden] == 1


def test_a_value_beyond_those_the_engine_lists_is_counted_on_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.finding.facets._ASKED", 1)
    for tags in (("dach",), ("dach",), ("dach",), ("rower",), ("most",), ("most",)):
        published(a_draft(what=content(tags=tags)))
    index_everything()
    assert counts(ask(tag="rower"), "tag") == {"dach": 3, "rower": 1}
    assert counts(ask(tag=["rower", "most"]), "tag") == {"dach": 3, "most": 2, "rower": 1}
    assert len(every_hit(tag="rower")) == 1


def test_values_are_labelled_in_the_language_of_the_page() -> None:
    a_theme("woda", name_pl="Woda", name_en="Water")
    published(a_draft(a_city("Nowy Sącz", population=83_000, voivodeship="12"), what=content(tags=("Mała retencja",))))
    index_everything()

    def labels(lang: str) -> dict[str, list[str]]:
        page = ask(lang=lang)
        return {name: [v.label for v in page.facets[name]] for name in ("theme", "tag", "city", "status", "language")}

    same = {"tag": ["Mała retencja"], "city": ["Nowy Sącz"]}
    assert labels("pl") == same | {"theme": ["Woda"], "status": ["zakończona"], "language": ["polski"]}
    assert labels("en") == same | {"theme": ["Water"], "status": ["finished"], "language": ["Polish"]}
