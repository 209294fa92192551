"""From the publish button to the index, in any order of what people do and of what dies, sleeps or overtakes.

`STATEFUL_EXAMPLES` (default 16) and `STATEFUL_STEPS` (default 30) make it longer; then the examples are random, and a failure prints the
blob that repeats it.
"""

import logging
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from django.db.models import Model, QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from network.outbox.draining import drain
from practices.models import EvidenceLevel, Practice, PracticeState, PracticeVersion, Tag, Theme, VersionState
from practices.services.cities import rename_city
from practices.services.drafts import create_practice, discard_draft, save_draft, start_next_version
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.services.review import publish_practice, return_for_changes, submit_practice
from practices.services.tags import merge_tags, rename_tag, undo_merge
from practices.services.themes import rename_theme
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.indexing.building import build
from search.indexing.gate import compare, reconcile
from search.indexing.generations import live_generation, promote, roll_back
from search.models import Generation, GenerationState
from tests.services.addresses import address
from tests.stateful.agreement import check_agreement, settle
from tests.stateful.world import CITY_NAMES, TAGS, THEMES, Died, World

_EXAMPLES, _STEPS = (int(os.environ.get(f"STATEFUL_{n}", d)) for n, d in (("EXAMPLES", "16"), ("STEPS", "30")))
_LONGER = "STATEFUL_EXAMPLES" in os.environ or "STATEFUL_STEPS" in os.environ

_SETTINGS = settings(
    max_examples=_EXAMPLES,
    stateful_step_count=_STEPS,
    deadline=None,
    derandomize=not _LONGER,
    print_blob=True,
    database=None,
    phases=[Phase.generate, Phase.shrink] if _LONGER else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)

_wake = st.booleans()
_which = st.integers(0, 9)
_tags = st.lists(st.sampled_from(TAGS), max_size=2, unique=True)
_theme = st.sampled_from(THEMES)
_moments = st.sampled_from(["leased", "before write", "inside write", "after write", "before deleting"])
# Within the writer's lock no second drain can write.
_unlocked = st.sampled_from(["leased", "before write", "after write", "before deleting"])
_events = st.sampled_from(["drain", "overtake", "withdraw", "rename", "publish", "promote", "look"])

Row = TypeVar("Row", bound=Model)


def _pick(rows: "QuerySet[Row]", which: int) -> Row | None:
    found = list(rows.order_by("pk"))
    return found[which % len(found)] if found else None


class Spine(RuleBasedStateMachine):
    """People, the drain and the operator, in any order."""

    # The engine's address; each example puts its own number in it.
    search_url: str
    numbers = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.search_url.format(next(self.numbers)))

    @initialize(generations=st.integers(0, 2))
    def begin(self, generations: int) -> None:
        self.create(city=0, tags=["rower"], theme="transport", publish=True, wake=False)
        for _ in range(generations):
            promote(build().generation)

    # --- the city and the reviewer ------------------------------------------------------------------------------------

    @rule(city=st.integers(0, 1), tags=_tags, theme=_theme, publish=st.booleans(), wake=_wake)
    def create(self, city: int, tags: list[str], theme: str, publish: bool, wake: bool) -> None:
        world = self.world
        what, canary = world.content(tags, theme)
        place = world.cities[city]
        version = world.act(lambda: create_practice(actor=world.editor, city=place, content=what), wake=wake)
        world.written(version, canary)
        if publish and isinstance(version, PracticeVersion):
            self._publish(version, wake)

    @rule(which=_which, tags=_tags, theme=_theme, wake=_wake)
    def edit(self, which: int, tags: list[str], theme: str, wake: bool) -> None:
        version = self._version(which, VersionState.DRAFT, VersionState.CHANGES_REQUESTED)
        if version is not None:
            what, canary = self.world.content(tags, theme)
            saved = self.world.act(
                lambda: save_draft(actor=self.world.editor, version=version, content=what, revision=version.revision),
                wake=wake,
            )
            self.world.written(saved, canary)

    @rule(which=_which, step=st.sampled_from(["submit", "return", "publish", "discard"]), wake=_wake)
    def review(self, which: int, step: str, wake: bool) -> None:
        world = self.world
        submitted = self._version(which, VersionState.SUBMITTED)
        draft = self._version(which, VersionState.DRAFT, VersionState.CHANGES_REQUESTED)
        if step == "publish" and (version := submitted or draft):
            self._publish(version, wake)
        elif step == "return" and submitted:
            world.act(lambda: return_for_changes(actor=world.reviewer, version=submitted, reason="Popraw."), wake=wake)
        elif step == "submit" and draft:
            world.act(lambda: submit_practice(actor=world.editor, version=draft), wake=wake)
        elif step == "discard" and draft:
            world.act(lambda: discard_draft(actor=world.editor, version=draft), wake=wake)

    @rule(which=_which, wake=_wake)
    def next_version(self, which: int, wake: bool) -> None:
        if practice := self._practice(which, PracticeState.PUBLISHED, PracticeState.ARCHIVED):
            editor = self.world.editor
            version = self.world.act(lambda: start_next_version(actor=editor, practice=practice), wake=wake)
            self.world.continued(version)

    @rule(which=_which, step=st.sampled_from([archive, unarchive]), wake=_wake)
    def put_away(self, which: int, step: Callable[..., object], wake: bool) -> None:
        if practice := self._practice(which, PracticeState.PUBLISHED, PracticeState.ARCHIVED):
            self.world.act(lambda: step(actor=self.world.operator, practice=practice), wake=wake)

    @rule(which=_which, wake=_wake)
    def withdraw(self, which: int, wake: bool) -> None:
        if practice := self._practice(which, PracticeState.PUBLISHED, PracticeState.ARCHIVED):
            operator = self.world.operator
            self.world.act(lambda: withdraw_practice(actor=operator, practice=practice, reason="Bo tak."), wake=wake)

    @rule(number=st.integers(1, 3), city=st.integers(0, 1), theme=_theme, publish=st.booleans(), wake=_wake)
    def import_a_row(self, number: int, city: int, theme: str, publish: bool, wake: bool) -> None:
        where = self.world.cities[city]
        self.world.act(lambda: self.world.import_one(number, where, theme, publish=publish), wake=wake)

    # --- names --------------------------------------------------------------------------------------------------------

    @rule(which=_which, name=st.sampled_from([*TAGS, "drzewa", "jezdnia"]), wake=_wake)
    def rename_a_tag(self, which: int, name: str, wake: bool) -> None:
        if tag := _pick(Tag.objects.all(), which):
            self.world.act(lambda: rename_tag(actor=self.world.operator, tag=tag, name=name), wake=wake)

    @rule(which=_which, into=_which, undo=st.booleans(), wake=_wake)
    def merge_or_undo(self, which: int, into: int, undo: bool, wake: bool) -> None:
        tag, target = _pick(Tag.objects.all(), which), _pick(Tag.objects.all(), into)
        if tag and target and undo:
            self.world.act(lambda: undo_merge(actor=self.world.operator, tag=tag), wake=wake)
        elif tag and target:
            self.world.act(lambda: merge_tags(actor=self.world.operator, tag=tag, into=target), wake=wake)

    @rule(slug=_theme, name=st.sampled_from(["Mobilność", "Klimat", "Ruch"]), wake=_wake)
    def rename_a_theme(self, slug: str, name: str, wake: bool) -> None:
        theme = Theme.objects.get(slug=slug)
        operator = self.world.operator
        self.world.act(
            lambda: rename_theme(actor=operator, theme=theme, name_pl=name, name_en=f"{name} (en)"), wake=wake
        )

    @rule(city=st.integers(0, 1), name=st.sampled_from(CITY_NAMES), wake=_wake)
    def rename_a_city(self, city: int, name: str, wake: bool) -> None:
        renamed = self.world.cities[city]
        self.world.act(lambda: rename_city(actor=self.world.operator, city=renamed, name=name), wake=wake)

    # --- the drain ----------------------------------------------------------------------------------------------------

    @rule(limit=st.sampled_from([1, 3, 2000]))
    def drain_some(self, limit: int) -> None:
        drain(limit=limit)

    @rule(moment=_moments)
    def drain_dies(self, moment: str) -> None:
        def die() -> None:
            raise Died

        with self.world.meanwhile(moment, die):
            try:
                drain()
            except Died:
                self.world.check_served()

    @rule()
    def time_passes(self) -> None:
        self.world.expire_leases()

    @rule(moment=_unlocked, event=_events, which=_which)
    def drain_meanwhile(self, moment: str, event: str, which: int) -> None:
        with self.world.meanwhile(moment, lambda: self._happen(event, which)):
            drain()

    @rule()
    def the_engine_is_down_for_a_drain(self) -> None:
        def refuse(generation: str) -> object:
            raise EngineUnavailable("down")

        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(engine(), "writer", refuse)
            drain()
            self.world.check_served()

    # --- the operator -------------------------------------------------------------------------------------------------

    @rule(event=_events, which=_which, dies=st.booleans(), batch=st.sampled_from([1, 2, 1000]))
    def build_meanwhile(self, event: str, which: int, dies: bool, batch: int) -> None:
        def progress(done: int, total: int) -> None:
            if event != "promote":
                self._happen(event, which)
            if dies:
                raise Died

        try:
            build(progress=progress, batch=batch)
        except Died:
            self.world.check_served()

    @rule()
    def promote_what_is_built(self) -> None:
        for generation in Generation.objects.filter(state=GenerationState.BUILDING, built_at__isnull=False):
            promote(generation)

    @precondition(lambda self: Generation.objects.filter(state=GenerationState.PREVIOUS).exists())
    @rule()
    def go_back(self) -> None:
        previous = Generation.objects.get(state=GenerationState.PREVIOUS)
        assert roll_back() == live_generation() == previous

    @rule()
    def look_after_the_index(self) -> None:
        if generation := live_generation():
            drift = compare(generation)
            assert drift.total == 0, "what is on its way is not drift"
            reconcile(drift)

    # --- the partner --------------------------------------------------------------------------------------------------

    @rule(limit=st.integers(1, 4))
    def the_partner_polls(self, limit: int) -> None:
        self.world.reader.poll(limit)

    @invariant()
    def nothing_secret_is_served(self) -> None:
        self.world.check_served()

    def teardown(self) -> None:
        try:
            settle(self.world)
            check_agreement(self.world)
        finally:
            self.world.close()

    # --- what the rules share -----------------------------------------------------------------------------------------

    def _version(self, which: int, *states: VersionState) -> PracticeVersion | None:
        return _pick(PracticeVersion.objects.filter(state__in=states), which)

    def _practice(self, which: int, *states: PracticeState) -> Practice | None:
        return _pick(Practice.objects.filter(state__in=states), which)

    def _publish(self, version: PracticeVersion, wake: bool) -> None:
        world = self.world
        world.act(lambda: submit_practice(actor=world.editor, version=version), wake=wake)
        level = EvidenceLevel.MONITORED
        world.act(lambda: publish_practice(actor=world.reviewer, version=version, evidence_level=level), wake=wake)

    def _happen(self, event: str, which: int) -> None:
        match event:
            case "drain":
                drain()
            case "overtake":
                self.world.expire_leases()
                drain()
            case "withdraw":
                self.withdraw(which=which, wake=False)
            case "rename":
                self.rename_a_tag(which=which, name="drzewa", wake=False)
            case "publish":
                self.review(which=which, step="publish", wake=False)
            case "promote":
                self.promote_what_is_built()
        self.world.check_served(which)


@pytest.fixture(params=["tantivy", "elasticsearch"])
def search_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each engine's address, with a place for a number."""
    if request.param == "tantivy":
        return f"tantivy://{tmp_path}/{{}}"
    return f"{address('TEST_ELASTICSEARCH_URL')}/spine-{uuid4().hex[:8]}-{{}}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whatever_happens_index_database_and_feed_agree_and_nothing_secret_is_served(
    search_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.root.manager, "disable", logging.WARNING)
    monkeypatch.setattr(Spine, "search_url", search_url, raising=False)
    run_state_machine_as_test(Spine, settings=_SETTINGS)
