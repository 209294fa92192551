"""The vocabulary: made with a generation, overlaid with later words, renewed when the collection has outgrown it."""

from collections.abc import Callable

import pytest

from network.outbox.draining import Drained
from network.outbox.services import hurry
from practices.models import Practice
from practices.topics import PRACTICE
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.indexing import vocabulary
from search.indexing.upkeep import renew_vocabulary
from search.indexing.vocabulary import live_vocabulary
from search.models import Generation, NewWord, VocabularyTable
from tests.factories import a_published_practice, content
from tests.indexing.conftest import hits

pytestmark = pytest.mark.django_db

Drain = Callable[[], Drained]


def _publish(*titles: str) -> list[Practice]:
    return [a_published_practice(what=content(title)) for title in titles]


def test_a_word_no_dictionary_knows_is_found_typed_bare_right_after_its_drain(live: Generation, drained: Drain) -> None:
    [practice] = _publish("Miejskie Źrębczykówko")
    drained()
    assert NewWord.objects.filter(word="źrębczykówko").exists()
    assert hits("zrebczykowko") == hits("źrebczykówko") == [practice.pk]


def test_the_vocabulary_is_counted_anew_when_the_collection_has_outgrown_it(
    live: Generation, drained: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_AT_LEAST", 3)
    practices = _publish("Źrębczykówko", "Żłobczykówko")
    drained()
    assert not renew_vocabulary()
    practices += _publish("Ćmielówczyn")
    drained()
    assert renew_vocabulary()
    assert live_vocabulary().documents == 3
    assert live_vocabulary().knows("źrębczykówko", "pl")
    assert not NewWord.objects.exists(), "what the vocabulary has by now need not be noted"
    assert hits("cmielowczyn") == [practices[2].pk]
    assert not renew_vocabulary()


def test_waiting_for_the_engine_does_not_make_a_word_seem_commoner(
    live: Generation, drained: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(generation: str) -> object:
        raise EngineUnavailable("down")

    with monkeypatch.context() as down:
        down.setattr(engine(), "writer", refuse)
        _publish("Źrębczykówko")
        drained()
    hurry(topic=PRACTICE)
    drained()
    assert NewWord.objects.get(word="źrębczykówko").count == 1


def test_a_vocabulary_of_another_version_of_the_program_does_not_stop_search(live: Generation, drained: Drain) -> None:
    [practice] = _publish("Rowery")
    VocabularyTable.objects.update(packed=b"vocabulary 99\n")
    vocabulary._unpacked.cache_clear()
    drained()
    assert hits("rower") == [practice.pk]
    vocabulary._unpacked.cache_clear()
