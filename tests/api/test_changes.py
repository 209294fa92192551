"""Whoever follows the feed of changes ends with what the database holds, whatever happens in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.models import City, Role, User
from network.outbox.draining import drain
from network.outbox.wake import without_waking
from practices.models import Practice, PracticeState, PublicChange
from practices.selectors.changes import last_change_number
from practices.selectors.items import public_ids
from practices.services.changes import restart_feed
from practices.services.cities import rename_city
from practices.services.drafts import save_draft, start_next_version
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.services.review import publish_practice
from tests.api.conftest import Get
from tests.api.world import World
from tests.factories import a_city, a_published_practice, a_user, content, give_role, submitted

_STEPS = ("publish", "renew", "archive", "unarchive", "withdraw", "rename", "draft", "drain", "read", "read")


def test_the_feed_tells_the_last_state_of_each_practice_once(world: World, get: Get) -> None:
    feed = get("changes/")
    told = {change["id"]: change for change in feed["results"]}
    assert len(told) == len(feed["results"]) and set(told) == {*world.public, world.gone.pk}
    assert [change["number"] for change in feed["results"]] == sorted(change["number"] for change in feed["results"])
    assert told[world.full.pk]["change"] == "published" and told[world.archived.pk]["change"] == "archived"
    assert told[world.full.pk]["practice"] == get(f"practices/{world.full.pk}/")
    gone = told[world.gone.pk]
    assert (gone["change"], gone["practice"], gone["tombstone"]["id"]) == ("withdrawn", None, world.gone.pk)


def test_pieces_of_the_feed_join_without_gap_or_double(world: World, get: Get) -> None:
    numbers: list[int] = []
    after, more = 0, True
    while more:
        piece = get("changes/", after=after, limit=2)
        numbers += [change["number"] for change in piece["results"]]
        after, more = piece["next_after"], piece["more"]
    assert numbers == [change["number"] for change in get("changes/")["results"]]
    assert get("changes/", after=after) == {"results": [], "next_after": after, "more": False}


def test_a_withdrawn_text_is_not_served_even_where_the_row_says_otherwise(world: World, client: Client) -> None:
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=world.full, reason="Na prośbę miasta.")
    last = last_change_number()
    PublicChange.objects.filter(practice=world.full).update(kind="published", number=last + 1)
    response = client.get("/api/v1/changes/", {"after": last})
    [change] = response.json()["results"]
    assert (change["change"], change["practice"], change["tombstone"]["id"]) == ("withdrawn", None, world.full.pk)
    assert "Zacieniony" not in response.content.decode()


class Harvester:
    """A partner that keeps a copy by following the feed."""

    def __init__(self, client: Client) -> None:
        self.client, self.after = client, 0
        self.copy: dict[int, Any] = {}
        self.gone: set[int] = set()

    def read(self, limit: int = 2) -> bool:
        """One piece; whether there is more."""
        answer = self.client.get("/api/v1/changes/", {"after": self.after, "limit": limit})
        piece = answer.json()
        if answer.status_code == 410:
            assert piece["type"].endswith(":feed-restarted") and "after=0" in piece["detail"]
            self.after, self.copy, self.gone = 0, {}, set()
            return True
        for change in piece["results"]:
            if change["tombstone"]:
                self.copy.pop(change["id"], None)
                self.gone.add(change["id"])
            else:
                self.copy[change["id"]] = change["practice"]
        self.after = piece["next_after"]
        return bool(piece["more"])


class Network:
    """Cities at work, one step at a time; a step that does not fit is passed over."""

    def __init__(self) -> None:
        self.city: City = a_city()
        self.coordinator = a_user(Role.CITY_COORDINATOR, self.city)
        self.operator: User = a_user(Role.OPERATOR)
        self.reviewer = a_user(Role.REVIEWER)
        give_role(self.operator, Role.REVIEWER)
        self.count = 0

    def take(self, step: str, place: int) -> None:
        """One step; `place` chooses among the practices that it fits."""
        self.count += 1
        if step == "publish":
            a_published_practice(self.city, title=f"Tytuł {self.count}")
        elif step == "rename":
            rename_city(actor=self.operator, city=self.city, name=f"Miasto nr {self.count}")
        elif practice := self._choose(step, place):
            getattr(self, f"_{step}")(practice)

    def _choose(self, step: str, place: int) -> Practice | None:
        states = {"archive": ["published"], "unarchive": ["archived"], "withdraw": ["published", "archived"]}
        fit = Practice.objects.filter(state__in=states.get(step, ["published"])).exclude(
            versions__state__in=["draft"] if step in {"renew", "draft"} else []
        )
        found = list(fit.order_by("id"))
        return found[place % len(found)] if found else None

    def _renew(self, practice: Practice) -> None:
        version = self._draft(practice)
        publish_practice(actor=self.reviewer, version=submitted(version), evidence_level="claimed")

    def _draft(self, practice: Practice) -> Any:
        version = start_next_version(actor=self.coordinator, practice=practice)
        what = content(f"Tytuł {self.count}")
        return save_draft(actor=self.coordinator, version=version, content=what, revision=version.revision)

    def _archive(self, practice: Practice) -> None:
        archive(actor=self.operator, practice=practice)

    def _unarchive(self, practice: Practice) -> None:
        unarchive(actor=self.operator, practice=practice)

    def _withdraw(self, practice: Practice) -> None:
        withdraw_practice(actor=self.operator, practice=practice, reason="Błąd.")


@contextmanager
def undone() -> Iterator[None]:
    """Nothing that happens within remains."""
    with without_waking(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(_STEPS), st.integers(0, 3)), min_size=4, max_size=10))
def test_a_reader_ends_with_what_the_database_holds(client: Client, steps: list[tuple[str, int]]) -> None:
    with undone():
        network, reader = Network(), Harvester(client)
        for step, place in [("publish", 0), ("publish", 0), *steps]:
            if step == "drain":
                drain()
            elif step == "read":
                reader.read(limit=place + 1)
            else:
                network.take(step, place)
        drain()
        while reader.read():
            pass
        public = public_ids(after=0, limit=100)
        assert reader.copy == {id: client.get(f"/api/v1/practices/{id}/").json() for id in public}
        withdrawn = Practice.objects.filter(state=PracticeState.WITHDRAWN)
        assert reader.gone == set(withdrawn.values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("forgotten", [False, True])
def test_a_reader_ends_with_what_a_restored_database_holds(client: Client, forgotten: bool) -> None:
    network, reader = Network(), Harvester(client)
    with undone():
        for _ in range(3):
            network.take("publish", 0)
        drain()
        with undone():
            # What happens between the backup and the failure.
            for step in ("publish", "renew", "archive", "publish"):
                network.take(step, 1)
            drain()
            while reader.read():
                pass
            assert len(reader.copy) == 5
        if not forgotten:
            restart_feed()
            for _ in range(5):
                network.take("publish", 0)
            drain()
        while reader.read():
            pass
        public = public_ids(after=0, limit=100)
        assert reader.copy == {id: client.get(f"/api/v1/practices/{id}/").json() for id in public}
