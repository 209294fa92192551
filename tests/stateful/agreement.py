"""When everything has been drained: database, index, analysed terms and the changes feed say the same, field by field."""

from collections import defaultdict
from collections.abc import Collection

from network.outbox.draining import drain
from network.outbox.models import OutboxRow
from network.outbox.services import hurry
from practices.models import Practice, PracticeState, PublicChange
from practices.topics import PRACTICE, SEQUENCE
from search import analysis
from search.documents import SCHEMA, Analysed, all_terms, analyse, title_terms
from search.engines import engine
from search.engines.base import All, EngineQuery, Facet, Ids, Term
from search.finding.find import find
from search.finding.visibility import hidden_ids
from search.indexing.gate import compare
from search.indexing.generations import live_generation
from search.models import AnalysedPractice, Generation, GenerationState
from search.query.request import SearchRequest
from search.records import Record, read_records
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
    published = list(Practice.objects.filter(state=PracticeState.PUBLISHED).values_list("id", flat=True))
    expected = {r.id: analyse(r) for r in read_records(published) if isinstance(r, Record)}
    words = {analysis.term(word, "pl") for word in (*world.canaries, *map(str.lower, CITY_NAMES), "rower")}
    # Not `written_generations()`, which the drain goes by.
    for generation in Generation.objects.exclude(state=GenerationState.RETIRED):
        if generation.built_at is not None:
            assert compare(generation).total == 0
            _check_index(generation.name, expected, words)
    _check_analysed(expected)
    _check_reader(world)
    assert hidden_ids() == ()
    page = find(SearchRequest(page_size=100))
    assert {result.card.id for result in page.results} == set(published)
    assert bool(page.degraded) == (live_generation() is None)


def _check_index(generation: str, expected: dict[int, Analysed], words: Collection[str]) -> None:
    here = engine()
    assert dict(here.versions(generation)) == {id: a.document.version for id, a in expected.items()}
    terms: dict[tuple[str, str], set[int]] = defaultdict(set)
    for name in SCHEMA.text:
        terms |= {(name, word): set() for word in words}
    for id, analysed in expected.items():
        for name, text in analysed.document.text.items():
            for term in text.split():
                terms[name, term].add(id)
    for (name, term), ids in terms.items():
        found = here.search(generation, EngineQuery(Term(name, term), limit=1000)).hits
        assert {hit.id for hit in found} == ids, f"{term} in {name}"
    for id, analysed in expected.items():
        facets = {name: Facet(name, 100) for name in SCHEMA.keyword}
        answer = here.search(generation, EngineQuery(Ids((id,)), facets=facets))
        for name in SCHEMA.keyword:
            assert set(answer.facets[name]) == set(analysed.document.keyword.get(name, ())), name
    newest = sorted(expected.values(), key=lambda a: (a.document.integer["published"], a.document.id), reverse=True)
    hits = here.search(generation, EngineQuery(All(()), limit=1000, sort="published")).hits
    assert [hit.id for hit in hits] == [a.document.id for a in newest]


def _check_analysed(expected: dict[int, Analysed]) -> None:
    rows = AnalysedPractice.objects.filter(practice__state=PracticeState.PUBLISHED)
    found = {row.practice_id: (row.version, row.title_terms, set(row.terms.split())) for row in rows}
    documents = {id: analysed.document for id, analysed in expected.items()}
    assert found == {id: (a.version, title_terms(a), set(all_terms(a).split())) for id, a in documents.items()}


def _check_reader(world: World) -> None:
    while world.reader.poll(limit=3):
        pass
    assert not PublicChange.objects.filter(number=None).exists()
    ever = Practice.objects.filter(first_published_at__isnull=False)
    now = {p.pk: "tombstone" if p.state == PracticeState.WITHDRAWN else shown(p.pk) for p in ever}
    assert world.reader.copy == now
