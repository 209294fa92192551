"""When everything has been drained: database, index, analysed terms and the changes feed say the same, field by field."""

from network.outbox.draining import drain
from network.outbox.models import OutboxRow
from network.outbox.services import hurry
from practices.models import Practice, PracticeState, PublicChange
from practices.topics import PRACTICE, SEQUENCE
from search import analysis
from search.finding.find import find
from search.finding.visibility import hidden_ids
from search.indexing.gate import compare
from search.indexing.generations import live_generation
from search.models import Generation, GenerationState
from search.query.request import SearchRequest
from tests.stateful.indexed import analysed_differences, expected_documents, index_differences
from tests.stateful.world import CITY_NAMES, World, shown


def settle(world: World) -> None:
    """Let every lease end and every delay pass, and drain until nothing waits."""
    world.expire_leases()
    for topic in (PRACTICE, SEQUENCE):
        hurry(topic=topic)
    while drain().leased:
        for topic in (PRACTICE, SEQUENCE):
            hurry(topic=topic)
    waiting = OutboxRow.objects.filter(topic__in=(PRACTICE, SEQUENCE))
    assert not waiting.exists(), list(waiting.values("topic", "key", "error", "parked_at"))


def check_agreement(world: World) -> None:
    """Every written generation, the analysed terms and a reader's copy equal the database."""
    expected = expected_documents()
    words = {analysis.term(word, "pl") for word in (*world.canaries, *map(str.lower, CITY_NAMES), "rower")}
    # Not `written_generations()`, which the drain goes by.
    for generation in Generation.objects.exclude(state=GenerationState.RETIRED):
        if generation.built_at is not None:
            assert compare(generation).total == 0
            assert not (differences := index_differences(generation, expected, words)), differences
    assert not (differences := analysed_differences(expected)), differences
    _check_reader(world)
    assert hidden_ids() == ()
    page = find(SearchRequest(page_size=100))
    assert {result.card.id for result in page.results} == set(expected)
    assert bool(page.degraded) == (live_generation() is None)


def _check_reader(world: World) -> None:
    while world.reader.poll(limit=3):
        pass
    assert not PublicChange.objects.filter(number=None).exists()
    ever = Practice.objects.filter(first_published_at__isnull=False)
    now = {p.pk: "tombstone" if p.state == PracticeState.WITHDRAWN else shown(p.pk) for p in ever}
    assert world.reader.copy == now
