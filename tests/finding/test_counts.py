"""For any collection and any search: every count is the number of hits behind it, on however many pages they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from network.models import City
from practices.content import CostContent, LinkContent
from practices.models import PracticeVersion
from search.engines.base import EngineUnavailable
from search.query.request import FACETS
from tests.factories import a_city, a_draft, a_text, a_theme, content, published
from tests.finding.asking import ask, counts, every_hit, index_everything, months_ago

# (name, voivodeship, population, band, kind)
_CITIES = (
    ("alfa", "18", 9_000, "0-20k", "urban-rural"), ("beta", "18", 120_000, "100-300k", "city-with-powiat-rights"),
    ("gamma", "14", 120_000, "100-300k", ""),
)  # fmt: skip
_COSTS = {"": (), "0-50k": ("50000",), "50-200k": ("50000.01", "20000"), "10m+": ("10000001",)}
_STAFF = {"": None, "0-1": "1", "1-3": "1.25"}
_AGES = {"0-1": 12, "1-3": 13, "3+": 37}
_WORDS = ("lipa", "rower", "kamera")


@dataclass(frozen=True)
class Spec:
    """A practice to be made, and what the facets should say of it."""

    city: int
    themes: frozenset[str]
    tags: frozenset[str]
    status: str
    evidence: str
    year: str
    english: bool
    cost: str
    staff: str
    goals: frozenset[int]
    freshness: str
    documents: bool
    words: frozenset[str]

    @property
    def values(self) -> dict[str, set[str]]:
        name, voivodeship, _, band, kind = _CITIES[self.city]
        return {
            "theme": _with_parents(self.themes), "tag": set(self.tags), "city": {name}, "voivodeship": {voivodeship}, "population": {band},
            "status": {self.status}, "evidence": {self.evidence}, "year": {self.year},
            "language": {"pl", "en"} if self.english else {"pl"}, "kind": {kind} - {""}, "cost": {self.cost} - {""},
            "staff": {self.staff} - {""}, "sdg": set(map(str, self.goals)), "freshness": {self.freshness},
            "documents": {"yes"} if self.documents else set(),
        }  # fmt: skip


def _with_parents(themes: Iterable[str]) -> set[str]:
    return set(themes) | ({"woda"} if "deszcz" in themes else set())


SPECS = st.builds(
    Spec,
    city=st.integers(0, 2),
    themes=st.frozensets(st.sampled_from(["woda", "deszcz", "ruch"]), min_size=1, max_size=2),
    tags=st.frozensets(st.sampled_from(["dach", "rynek", "most"]), max_size=2),
    status=st.sampled_from(["running", "finished"]),
    evidence=st.sampled_from(["claimed", "external"]),
    year=st.sampled_from(["2019", "2021"]),
    english=st.booleans(),
    cost=st.sampled_from(list(_COSTS)),
    staff=st.sampled_from(list(_STAFF)),
    goals=st.frozensets(st.sampled_from([1, 11, 13]), max_size=2),
    freshness=st.sampled_from(list(_AGES)),
    documents=st.booleans(),
    words=st.frozensets(st.sampled_from(_WORDS), max_size=2),
)
_OFFERED = {
    "theme": ["woda", "deszcz", "ruch"], "tag": ["dach", "rynek", "most", "brak"], "city": ["alfa", "beta", "gamma"],
    "voivodeship": ["18", "14"], "population": ["0-20k", "100-300k"], "status": ["running", "finished"],
    "evidence": ["claimed", "external"], "year": ["2019", "2021"], "language": ["pl", "en"],
    "kind": ["urban", "urban-rural", "city-with-powiat-rights"], "cost": ["0-50k", "50-200k", "1-10m", "10m+"],
    "staff": ["0-1", "1-3", "10+"], "sdg": ["1", "11", "13", "17"], "freshness": ["0-1", "1-3", "3+"], "documents": ["yes"],
}  # fmt: skip
CHOICES = st.dictionaries(st.sampled_from(FACETS), st.none(), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries({n: st.lists(st.sampled_from(_OFFERED[n]), min_size=1, max_size=2, unique=True) for n in names})
)  # fmt: skip
QUESTIONS = st.one_of(st.just(""), st.sampled_from([*_WORDS, "lipa rower", "lipa -rower", '"lipa"']))


def _make(spec: Spec, cities: list[City]) -> None:
    said = " ".join(sorted(spec.words)) or "nic"
    texts = {"pl": a_text(f"Praktyka {said}")} | ({"en": a_text("In English")} if spec.english else {})
    about = content(
        texts=texts, themes=tuple(sorted(spec.themes)), tags=tuple(sorted(spec.tags)), status=spec.status, started_on=spec.year,
        costs=tuple(CostContent(what={"pl": "Prace"}, amount=Decimal(amount)) for amount in _COSTS[spec.cost]),
        staff_fte=Decimal(posts) if (posts := _STAFF[spec.staff]) else None, sdgs=tuple(sorted(spec.goals)),
        links=(LinkContent(kind="document" if spec.documents else "website", url="https://miasto.example/", title={"pl": "Raport"}),) * 2,
    )  # fmt: skip
    practice = published(a_draft(cities[spec.city], what=about), evidence_level=spec.evidence)
    confirmed = months_ago(_AGES[spec.freshness])
    live = practice.live
    assert live is not None
    PracticeVersion.objects.filter(pk=live.pk).update(confirmed_on=confirmed)


def _says(spec: Spec, q: str) -> bool:
    asked = q.replace('"', "").split()
    wanted, unwanted = {w for w in asked if w[0] != "-"}, {w[1:] for w in asked if w[0] == "-"}
    return (not wanted or bool(wanted & spec.words)) and not unwanted & spec.words


def _matches(spec: Spec, chosen: dict[str, list[str]]) -> bool:
    return all(set(values) & spec.values[name] for name, values in chosen.items())


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(specs=st.lists(SPECS, max_size=6), asked=st.lists(st.tuples(QUESTIONS, CHOICES), min_size=3, max_size=3))
def test_every_count_is_the_number_of_hits_behind_it(
    specs: list[Spec], asked: list[tuple[str, dict[str, list[str]]]], settings: Settings, tmp_path: Path
) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path / uuid4().hex}"
    with transaction.atomic():
        a_theme("deszcz", parent=a_theme("woda"))
        cities = [a_city(name, voivodeship=v, population=p, kind=kind) for name, v, p, _, kind in _CITIES]
        for spec in specs:
            _make(spec, cities)
        index_everything()
        for q, chosen in asked:
            _check(specs, q, chosen)
        transaction.set_rollback(True)


def _check(specs: list[Spec], q: str, chosen: dict[str, list[str]]) -> None:
    page = ask(q, page_size=2, **chosen)
    said = [spec for spec in specs if _says(spec, q)]
    hits = every_hit(q, **chosen)
    assert len(set(hits)) == page.count == sum(_matches(spec, chosen) for spec in said)
    with patch("search.finding.find.engine_of", side_effect=EngineUnavailable):
        assert sorted(every_hit(q, **chosen)) == sorted(hits)
    for name in FACETS:
        others = {other: values for other, values in chosen.items() if other != name}
        shown = counts(page, name)
        offered = {value for spec in said if _matches(spec, others) for value in spec.values[name]}
        assert shown.keys() == offered | _with_parents(chosen.get(name, []))
        for value, count in shown.items():
            alone = {**others, name: [value]}
            assert count == sum(_matches(spec, alone) for spec in said)
            assert count == ask(q, **alone).count
