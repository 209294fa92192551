"""While the engine cannot answer, the database does, publishing goes on, and later everything is indexed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from network.models import Role
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from network.outbox.services import hurry
from practices.services.lifecycle import withdraw_practice
from practices.topics import PRACTICE
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.finding.find import count_hits, find
from search.finding.page import Degraded
from search.indexing.gate import compare
from search.indexing.upkeep import keep_up
from search.models import Generation
from search.query.request import SearchRequest
from search.recommending.similar import similar_practices
from tests.factories import a_city, a_published_practice, a_user, content
from tests.indexing.conftest import a_live_generation, hits

pytestmark = pytest.mark.django_db

Drain = Callable[[], Drained]


def _refuse(*arguments: object, **named: object) -> None:
    raise EngineUnavailable("down")


def _silence(folder: Path, patch: pytest.MonkeyPatch) -> None:
    for name in ("search", "writer", "versions", "count", "generations", "scores"):
        patch.setattr(engine(), name, _refuse)


def _remove(folder: Path, patch: pytest.MonkeyPatch) -> None:
    shutil.move(folder, folder.with_name("elsewhere"))


def _spoil(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Files that cannot be read: as root reads whatever its mode, other contents stand for other rights."""
    shutil.copytree(folder, folder.with_name("elsewhere"))
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00broken")


def _block(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """A file where the folder was."""
    shutil.move(folder, folder.with_name("elsewhere"))
    folder.write_text("in the way")


def _restore(folder: Path) -> None:
    if (elsewhere := folder.with_name("elsewhere")).exists():
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
        shutil.move(elsewhere, folder)


@pytest.mark.parametrize("outage", [_silence, _remove, _spoil, _block])
def test_the_database_answers_publishing_goes_on_and_later_all_is_indexed(
    live: Generation,
    drained: Drain,
    index_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    outage: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    here, there = a_city("Alfowo", voivodeship="18"), a_city("Betowo", voivodeship="06")
    practices = [a_published_practice(city, what=content("Rowery miejskie")) for city in (here, here, there)]
    a_published_practice(there, what=content("Zielone dachy"))
    drained()
    with monkeypatch.context() as patch:
        outage(index_folder, patch)
        page = find(SearchRequest(q="rower", page_size=2))
        assert page.degraded is Degraded.ENGINE
        assert (page.count, len(page.results), page.facets) == (3, 2, {})
        assert len(find(SearchRequest(q="rower", page_size=2, page=2)).results) == 1
        assert hits("rower", city="alfowo") == hits("rower city:Alfowo") == [p.pk for p in practices[:2]]
        assert hits('"rowery miejskie" -alfowo') == hits("rower", voivodeship="06") == [practices[2].pk]
        withdraw_practice(actor=a_user(Role.OPERATOR), practice=practices[0], reason="Na prośbę miasta.")
        assert hits("rower", city="alfowo") == [practices[1].pk]
        assert similar_practices(practices[1].pk, language="pl") == []
        assert count_hits(SearchRequest(q="rower")) == 0
        late = a_published_practice(there, what=content("Rowery cargo"))
        drained()
        assert hits("rower") == [practices[1].pk, practices[2].pk, late.pk]
        waiting = OutboxRow.objects.filter(topic=PRACTICE, parked_at=None)
        assert sorted(waiting.values_list("key", flat=True)) == [practices[0].pk, late.pk]
        assert keep_up() == 0
    _restore(index_folder)
    hurry(topic=PRACTICE)
    drained()
    page = find(SearchRequest(q="rower"))
    assert page.degraded is Degraded.NO
    assert sorted(r.card.id for r in page.results) == [practices[1].pk, practices[2].pk, late.pk]
    assert compare(live).total == 0


def test_before_the_first_build_the_database_answers_and_nothing_waits(drained: Drain) -> None:
    practice = a_published_practice(what=content("Rowery"))
    drained()
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists()
    page = find(SearchRequest(q="rower"))
    assert (page.degraded, page.count) == (Degraded.ENGINE, 1)
    a_live_generation()
    assert hits("rower") == [practice.pk]
    assert find(SearchRequest(q="rower")).degraded is Degraded.NO


def test_a_removed_index_is_healed_by_a_new_build(live: Generation, drained: Drain, index_folder: Path) -> None:
    practice = a_published_practice(what=content("Rowery"))
    shutil.rmtree(index_folder)
    drained()
    a_live_generation()
    drained()
    page = find(SearchRequest(q="rower"))
    assert (page.degraded, [r.card.id for r in page.results]) == (Degraded.NO, [practice.pk])
    assert not OutboxRow.objects.filter(topic=PRACTICE).exists()
