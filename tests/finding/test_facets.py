"""The facets of a search: what each counts, OR inside, AND between, and counts that are the hits behind them."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from network.models import Role
from network.outbox.draining import drain
from practices.content import CostContent, LinkContent, PracticeContent
from practices.models import Practice, PracticeVersion
from practices.services.themes import move_theme
from search.finding.page import SearchPage
from tests.factories import a_city, a_draft, a_text, a_theme, a_user, content, published
from tests.finding.asking import ask, counts, every_hit, found, index_everything, months_ago

_LANGUAGES = {"pl": a_text("Zielone dachy"), "en": a_text("Green roofs")}


def cost(amount: float | str, **rest: Any) -> CostContent:
    """A cost of so many złoty."""
    return CostContent(what={"pl": "Prace"}, amount=Decimal(amount), **rest)


@pytest.fixture
def practices() -> dict[str, int]:
    """Three practices that differ in every facet; the ids by name."""
    below = a_theme("deszcz", parent=a_theme("woda"))
    small = a_city("Małe", population=9_000, voivodeship="18", kind="urban-rural")
    middle = a_city("Średnie", population=50_000, voivodeship="18")
    large = a_city("Duże", population=700_000, voivodeship="14", kind="city-with-powiat-rights")
    report = LinkContent(kind="document", url="https://duze.example/", title={"pl": "Raport"})
    made = {
        "one": (small, "claimed", content(themes=(below.slug,), tags=("dach",), status="planned", started_on="2019-05", sdgs=(2, 11))),
        "two": (middle, "monitored", content(themes=("ruch",), tags=("dach", "rower"), status="running", started_on="2021",
                                         staff_fte=Decimal("0.5"), costs=(cost(300_000),), sdgs=(11,))),
        "three": (large, "external", content(themes=("ruch", "woda"), status="finished", texts=_LANGUAGES, links=(report,),
                                             staff_fte=Decimal(12), costs=(cost(9_000_000), cost(2_000_000, yearly=True)))),
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
        "kind": {"city-with-powiat-rights": 1, "urban-rural": 1},
        "cost": {"200k-1m": 1, "10m+": 1},
        "staff": {"0-1": 1, "10+": 1},
        "sdg": {"2": 1, "11": 2},
        "freshness": {"0-1": 3},
        "documents": {"yes": 1},
        "language": {"pl": 3, "en": 1},
        "year": {year: 1, "2021": 1, "2019": 1},
    }
    assert list(counts(page, "population")) == ["0-20k", "50-100k", "300k+"]
    assert list(counts(page, "status")) == ["planned", "running", "finished"]
    assert list(counts(page, "sdg")) == ["2", "11"]
    assert list(counts(page, "cost")) == ["200k-1m", "10m+"]
    assert list(counts(page, "year")) == [year, "2021", "2019"]


@pytest.mark.parametrize(
    ("costs", "values"),
    [
        ((), {}),
        ((("100", "PLN"), ("100", "EUR")), {}),
        ((("100", "EUR"),), {}),
        ((("0", "PLN"),), {"0-50k": 1}),
    ],
)
def test_a_cost_that_cannot_be_added_up_in_zloty_is_in_no_band(
    costs: tuple[tuple[str, str], ...], values: dict[str, int]
) -> None:
    published(a_draft(what=content(costs=tuple(cost(amount, currency=currency) for amount, currency in costs))))
    index_everything()
    assert counts(ask(), "cost") == values


def test_a_practice_grows_older_without_being_indexed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = published(a_draft())
    index_everything()
    seen = []
    for day in [months_ago(-months) for months in (0, 12, 13, 36, 37, 120)]:
        monkeypatch.setattr(timezone, "localdate", partial(date.fromordinal, day.toordinal()))
        page = ask()
        [(band, count)] = counts(page, "freshness").items()
        assert count == 1 and found(freshness=band) == [practice.pk]
        assert all(found(freshness=[other]) == [] for other in ("0-1", "1-3", "3+") if other != band)
        seen.append(band)
    assert seen == ["0-1", "0-1", "1-3", "1-3", "3+", "3+"]


def test_a_practice_that_was_confirmed_again_is_fresh(practices: dict[str, int]) -> None:
    old = PracticeVersion.objects.filter(practice=practices["one"])
    old.update(confirmed_on=months_ago(40))
    index_everything()
    assert found(freshness="3+") == [practices["one"]]
    assert set(found(freshness=["3+", "0-1"])) == set(practices.values())


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
    assert shown["theme"] == {("ruch", 1, False), ("woda", 0, False), ("deszcz", 0, True)}


def _tree(page: SearchPage) -> list[tuple[str, str, int]]:
    return [(value.parent, value.value, value.count) for value in page.facets["theme"]]


@pytest.fixture
def families() -> None:
    """Two main themes with sub-themes; one practice bears two sub-themes of one theme."""
    water, traffic = a_theme("woda"), a_theme("ruch")
    for slug, parent in (("deszcz", water), ("drzewa", water), ("rowery", traffic), ("parkowanie", traffic)):
        a_theme(slug, parent=parent)
    for themes in (("deszcz", "drzewa"), ("deszcz",), ("woda", "rowery"), ("rowery",)):
        published(a_draft(what=content(themes=themes)))


def test_sub_themes_come_after_their_theme_the_most_frequent_first_on_both_levels(families: None) -> None:
    index_everything()
    assert _tree(ask()) == [
        ("", "woda", 3), ("woda", "deszcz", 2), ("woda", "drzewa", 1), ("", "ruch", 2), ("ruch", "rowery", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("chosen", [(), ("deszcz",), ("woda",), ("drzewa", "ruch"), ("parkowanie",)])
def test_every_count_of_a_theme_or_sub_theme_is_what_choosing_it_alone_finds(
    families: None, chosen: tuple[str, ...]
) -> None:
    index_everything()
    shown = {value.value: value for value in ask(theme=chosen).facets["theme"]}
    assert {"woda", "ruch", "deszcz", "drzewa", "rowery", *chosen} == shown.keys()
    for slug, value in shown.items():
        assert len(every_hit(theme=slug)) == value.count, slug
        assert value.selected == (slug in chosen)


def test_a_chosen_sub_theme_keeps_its_theme_in_sight_where_neither_has_hits(families: None) -> None:
    index_everything()
    assert _tree(ask("nieznanesłowo", theme="deszcz")) == [("", "woda", 0), ("woda", "deszcz", 0)]
    assert _tree(ask("nieznanesłowo", theme="ruch")) == [("", "ruch", 0)]


def test_of_very_many_themes_those_above_the_shown_ones_are_shown_with_their_own_count(
    families: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.finding.facets._SHOWN", 1)
    index_everything()
    assert _tree(ask(theme="rowery")) == [("", "woda", 3), ("", "ruch", 2), ("ruch", "rowery", 2)]
    monkeypatch.setattr("search.finding.facets._ASKED", 1)
    assert _tree(ask(theme="drzewa")) == [("", "woda", 3), ("woda", "drzewa", 1)]
    assert _tree(ask(theme=["drzewa", "rowery"])) == [
        ("", "woda", 3), ("woda", "drzewa", 1), ("", "ruch", 2), ("ruch", "rowery", 2),
    ]  # fmt: skip


def test_a_theme_moved_by_an_operator_is_shown_in_its_new_place(families: None) -> None:
    index_everything()
    ask()
    move_theme(actor=a_user(Role.OPERATOR), theme=a_theme("drzewa"), parent=a_theme("ruch"))
    drain()
    assert _tree(ask()) == [
        ("", "ruch", 3), ("ruch", "rowery", 2), ("ruch", "drzewa", 1), ("", "woda", 3), ("woda", "deszcz", 2),
    ]  # fmt: skip


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
