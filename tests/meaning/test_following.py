"""What the database has accepted is found by meaning too, soon after, whatever fails in between."""

import pytest
from pytest_django import Settings

from network.models import Role
from network.outbox.draining import drain
from network.outbox.models import OutboxRow
from practices.models import Practice
from practices.services.lifecycle import withdraw_practice
from search.embedding import embedder
from search.embedding.base import Vectors
from search.finding.find import find
from search.indexing.building import build
from search.indexing.embedding import embed_pending, pending
from search.indexing.generations import promote
from search.indexing.meaning_generations import keep_meaning, reconcile_meaning
from search.models import MeaningGeneration, PassageVector, PracticePassages
from search.query.request import SearchRequest
from search.vectors import vector_store
from tests.factories import a_published_practice, a_user, content
from tests.meaning.model import Model, failing, well

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def live(model: Model) -> None:
    promote(build().generation)
    keep_meaning()


def everything() -> None:
    """What worker and beat do, until nothing is left to do."""
    drain()
    embed_pending()
    while drain().leased:
        pass


def versions() -> dict[int, int]:
    return dict(vector_store().versions(MeaningGeneration.objects.get(state="live").name))


def test_a_published_practice_is_found_by_words_at_once_and_by_meaning_after_its_vectors_were_made(
    model: Model,
) -> None:
    practice = a_published_practice()
    drain()
    assert find(SearchRequest(q="dachy")).count == 1
    assert not model.asked or all("query" not in texts for texts in model.asked)
    assert versions() == {}
    everything()
    assert versions() == {practice.id: Practice.objects.get().search_version}


def test_a_vector_is_made_once_for_a_content_whatever_is_rebuilt_or_edited_elsewhere(model: Model) -> None:
    a_published_practice()
    everything()
    made = len(model.asked)
    promote(build().generation)
    MeaningGeneration.objects.all().delete()
    keep_meaning()
    Practice.objects.update(search_version=Practice.objects.get().search_version + 1)
    reconcile_meaning()
    everything()
    assert len(model.asked) == made
    assert len(versions()) == 1


def test_a_withdrawn_practice_leaves_the_store(model: Model) -> None:
    practice = a_published_practice()
    everything()
    withdraw_practice(practice=practice, actor=a_user(Role.OPERATOR), reason="Projekt zakończony.")
    everything()
    assert versions() == {}


def test_a_model_that_is_down_stops_nothing_and_what_waited_is_made_later(model: Model) -> None:
    model.answering = failing
    a_published_practice()
    everything()
    assert find(SearchRequest(q="dachy")).count == 1
    assert PassageVector.objects.count() == 0 and OutboxRow.objects.count() == 0
    model.answering = well
    embedder_closes_its_circuit()
    everything()
    assert len(versions()) == 1


def embedder_closes_its_circuit() -> None:
    from search.embedding import _embedder

    _embedder.cache_clear()


def test_a_text_that_the_model_chokes_on_does_not_keep_the_others_from_being_embedded(model: Model) -> None:
    poisoned = a_published_practice(what=content("Trucizna"))
    others = [a_published_practice(what=content(f"Ogród {n}")) for n in range(3)]
    model.answering = lambda texts: failing(texts) if any("Trucizna" in text for text in texts) else well(texts)
    drain()
    for _ in range(5):
        embed_pending()
        embedder_closes_its_circuit()
    while drain().leased:
        pass
    assert set(versions()) == {practice.id for practice in others}
    row = PracticePassages.objects.get(practice=poisoned)
    assert row.attempts >= 1 and row.not_before is not None


def test_another_model_makes_a_store_of_its_own_and_the_vectors_of_the_first_are_kept(
    model: Model, settings: Settings
) -> None:
    a_published_practice()
    everything()
    before = PassageVector.objects.count()
    settings.EMBEDDING_URL = model.url.replace("letters", "others")
    keep_meaning()
    assert versions() == {}
    here = embedder()
    assert here is not None and pending(here).count() == 1
    everything()
    assert len(versions()) == 1
    assert PassageVector.objects.count() == 2 * before


def test_a_store_that_was_lost_is_made_again_from_the_database(model: Model) -> None:
    a_published_practice()
    everything()
    made = len(model.asked)
    vector_store().drop(MeaningGeneration.objects.get().name)
    assert keep_meaning()
    assert len(versions()) == 1 and len(model.asked) == made


def test_the_gate_mends_what_is_missing_and_what_is_too_much(model: Model) -> None:
    first, second = a_published_practice(), a_published_practice(what=content("Inny ogród"))
    everything()
    from search.vectors.base import PracticeVectors

    with vector_store().writer(MeaningGeneration.objects.get().name) as writer:
        writer.apply([PracticeVectors(first.id, 1, None), PracticeVectors(99, 1, vectors_of_one())])
    assert reconcile_meaning() == 2
    everything()
    assert set(versions()) == {first.id, second.id}
    assert reconcile_meaning() == 0


def vectors_of_one() -> Vectors:
    here = embedder()
    assert here is not None
    return here.passages(["cokolwiek"])


def test_a_store_that_cannot_be_written_makes_the_rows_wait_and_loses_none(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.vectors.base import StoreUnavailable

    a_published_practice()

    def refuse(generation: str) -> None:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(vector_store(), "writer", refuse)
        drain()
        embed_pending()
        drain()
        assert OutboxRow.objects.filter(topic="practice-meaning").exists()
        assert find(SearchRequest(q="dachy")).count == 1
    OutboxRow.objects.update(not_before=None)
    everything()
    assert len(versions()) == 1
