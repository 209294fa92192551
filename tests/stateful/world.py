"""What the state machine acts on: a few cities and people, texts that can be told apart, and what must hold at any moment."""

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from unittest.mock import patch

from django.core.management.color import no_style
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from network.models import City, Role
from network.outbox import draining
from network.outbox.models import OutboxRow
from network.outbox.wake import without_waking
from practices.content import PracticeContent
from practices.errors import Refused
from practices.importing.places import Places
from practices.importing.record import BadRecord, read_record
from practices.models import Practice, PracticeState, PracticeVersion
from practices.selectors.cards import practice_cards
from practices.selectors.changes import changes_after
from practices.services.importing import import_practice
from search import documents
from search.documents import Analysed
from search.engines import engine
from search.finding.find import find
from search.finding.page import SearchPage
from search.indexing import handler
from search.query.request import SearchRequest
from search.recommending.similar import similar_practices
from search.records import Record
from tests.factories import a_city, a_text, a_theme, a_user, content, give_role

TAGS = ("rower", "zieleń", "ścieżka", "woda pitna")
THEMES = ("transport", "klimat")
CITY_NAMES = ("Alfowo", "Betowo", "Gammowo", "Deltowo", "Zetowo")


class Died(BaseException):
    """The end of a process: nothing of ours may catch it."""


def empty_database() -> None:
    """Delete every row, as each example begins with nothing."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, reset_sequences=True))


@dataclass
class Reader:
    """A partner that copies what is public by the changes feed alone."""

    cursor: int = 0
    copy: dict[int, object] = field(default_factory=dict)

    def poll(self, limit: int) -> int:
        """Read up to `limit` changes; returns how many there were."""
        changes = changes_after(self.cursor, limit)
        for change in changes:
            assert change.number > self.cursor
            self.cursor = change.number
            self.copy[change.practice] = "tombstone" if change.tombstone else shown(change.practice)
            assert not (change.tombstone and change.slug), "a tombstone tells no title"
        return len(changes)


def shown(id: int) -> object:
    """What readers see of a public practice."""
    card = practice_cards([id], language="pl", include_archived=True).get(id)
    return card and (card.state, card.title, card.summary, card.tags, card.themes, card.city, card.evidence_level)


class World:
    """One example's database and index, with the steps that need more than one call."""

    def __init__(self, search_url: str) -> None:
        empty_database()
        self._settings = override_settings(SEARCH_URL=search_url, SEARCH_TIMEOUT=30.0)
        self._settings.enable()
        self._numbers = count(1)
        self.canaries: set[str] = set()
        self.says: dict[int, str] = {}
        self.reader = Reader()
        self.cities = [a_city("Alfowo", slug="alfowo"), a_city("Betowo", slug="betowo")]
        self.editor = a_user()
        for city in self.cities:
            give_role(self.editor, Role.CITY_COORDINATOR, city)
        self.reviewer, self.operator = a_user(Role.REVIEWER), a_user(Role.OPERATOR)
        for theme in THEMES:
            a_theme(theme)

    def close(self) -> None:
        """Leave no index on a shared server, and give the settings back."""
        for generation in engine().generations():
            engine().drop(generation)
        self._settings.disable()

    def act(self, step: Callable[[], object], *, wake: bool = False) -> object:
        """Take a step; with the wake-up lost unless `wake`. A refusal is an answer too."""
        with nullcontext() if wake else without_waking():
            try:
                return step()
            except (Refused, BadRecord):
                return None

    # --- texts that can be told apart ---------------------------------------------------------------------------------

    def content(self, tags: Collection[str], theme: str) -> tuple[PracticeContent, str]:
        """A complete content with a word of its own in title, summary and body, and that word."""
        canary = f"kanarek{next(self._numbers)}"
        text = a_text(f"Nowa ścieżka {canary}", summary=f"Rowery i {canary}.", solution=f"Miasto zbudowało {canary}.")
        return content(texts={"pl": text}, themes=(theme,), tags=tuple(tags)), canary

    def written(self, version: object, canary: str) -> None:
        """Remember which version says this word now; what it said before is said by nobody."""
        self.canaries.add(canary)
        if isinstance(version, PracticeVersion):
            self.says[version.pk] = canary

    def continued(self, version: object) -> None:
        """Remember that a next version begins with the words of the one before."""
        if isinstance(version, PracticeVersion):
            before = version.practice.versions.filter(pk__in=self.says).exclude(pk=version.pk)
            based_on = version.practice.live_id or before.order_by("-number").values_list("pk", flat=True)[0]
            self.says[version.pk] = self.says[based_on]

    def import_one(self, number: int, city: City, theme: str, *, publish: bool) -> None:
        """One record of a collection, new each time."""
        canary = f"kanarek{next(self._numbers)}"
        row = {
            "source_id": str(number), "language": "pl", "title": f"Import {canary}", "summary": f"Z pliku {canary}.",
            "city": city.slug, "themes": [theme], "tags": ["rower"],
        }  # fmt: skip
        record = read_record(json.dumps(row))
        import_practice(record=record, place=Places().find(record.place), source="zbiór", publish=publish)
        practice = Practice.objects.get(source="zbiór", source_id=str(number))
        self.written(practice.versions.order_by("-number").first(), canary)

    # --- the drain, and what may happen to it -------------------------------------------------------------------------

    @contextmanager
    def meanwhile(self, moment: str, event: Callable[[], object]) -> Iterator[None]:
        """Let `event` happen once, at this moment of a drain."""
        happened: list[bool] = []

        def once() -> None:
            if not happened:
                happened.append(True)
                event()

        with _hooked(moment, once):
            yield

    def expire_leases(self) -> None:
        """Time passes, until no lease lasts."""
        past = timezone.now() - timedelta(seconds=1)
        OutboxRow.objects.filter(lease__isnull=False).update(leased_until=past)

    # --- what must hold at any moment ---------------------------------------------------------------------------------

    def secrets(self) -> set[str]:
        """The words of everything that search must not serve: drafts, next versions, what is archived or withdrawn."""
        live = Practice.objects.filter(state=PracticeState.PUBLISHED).values_list("live_id", flat=True)
        return self.canaries - {self.says[version] for version in live if version is not None}

    def check_served(self, secret: int = 0) -> None:
        """Nothing secret is found, shown, counted or recommended by a request that begins now."""
        published = set(Practice.objects.filter(state=PracticeState.PUBLISHED).values_list("id", flat=True))
        secrets = self.secrets()
        everything = find(SearchRequest(page_size=100))
        assert {result.card.id for result in everything.results} <= published
        assert everything.count == len(everything.results)
        self._check_counts(everything)
        assert not (said := text_of(everything)) or not any(f"{word} " in said for word in secrets)
        if secrets:
            word = sorted(secrets)[secret % len(secrets)]
            page = find(SearchRequest(q=word))
            assert page.count == 0, f"{word} is no longer, or not yet, public, and is found"
        if published:
            similar = similar_practices(min(published), language="pl")
            assert {r.card.id for r in similar} <= published - {min(published)}

    def _check_counts(self, page: SearchPage) -> None:
        if page.facets:
            cities = {value.value: value.count for value in page.facets["city"]}
            assert sum(cities.values()) == page.count


def text_of(page: SearchPage) -> str:
    """Every word of a page of results, each followed by a space."""
    parts = []
    for result in page.results:
        segments = [*result.title, *(s for snippet in result.snippets for s in snippet.segments)]
        parts += [result.card.title, result.card.summary.rstrip("."), *(segment.text for segment in segments)]
    return " ".join(parts) + " "


@contextmanager
def _hooked(moment: str, event: Callable[[], None]) -> Iterator[None]:
    match moment:
        case "leased":
            original_handle = draining._handle

            def handle(*arguments: object) -> object:
                event()
                return original_handle(*arguments)  # type: ignore[arg-type]

            with patch.object(draining, "_handle", handle):
                yield
        case "before write" | "after write":
            original_write = handler.write

            def write(*arguments: object) -> object:
                if moment == "before write":
                    event()
                results = original_write(*arguments)  # type: ignore[arg-type]
                if moment == "after write":
                    event()
                return results

            with patch.object(handler, "write", write):
                yield
        case "inside write":

            def analyse(record: Record) -> Analysed:
                event()
                return documents.analyse(record)

            with patch.object(handler, "analyse", analyse):
                yield
        case _:
            original_settle = draining._settle

            def settle(*arguments: object) -> None:
                event()
                original_settle(*arguments)  # type: ignore[arg-type]

            with patch.object(draining, "_settle", settle):
                yield
