"""A generation compared with the database field by field, through nothing but the engine's contract."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from practices.models import Practice, PracticeState
from search.documents import SCHEMA, Analysed, all_terms, analyse, title_terms
from search.engines.base import All, Any, Engine, EngineQuery, Facet, Ids, Term
from search.indexing.generations import engine_of
from search.models import AnalysedPractice, Generation
from search.records import Record, read_records

_PAGE = 500
_MOST = 1000


@dataclass(slots=True)
class Differences:
    """Ids of practices that are `lost` (public and not there), `stale` (there and not as they are now), `extra` (there and not
    public); and in words what differs.
    """

    lost: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    extra: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.said)

    def differs(self, ids: Collection[int], what: str) -> None:
        """These are there, and something of them is not as it should be."""
        self.stale |= set(ids)
        self.said.append(what)


def expected_documents() -> dict[int, Analysed]:
    """What every generation should hold: all public practices, analysed."""
    published = list(Practice.objects.filter(state=PracticeState.PUBLISHED).order_by("id").values_list("id", flat=True))
    pages = (published[start : start + _PAGE] for start in range(0, len(published), _PAGE))
    return {r.id: analyse(r) for page in pages for r in read_records(page) if isinstance(r, Record)}


def index_differences(generation: Generation, expected: dict[int, Analysed], words: Collection[str]) -> Differences:
    """Versions, every term of every text field, every facet value, the order of the newest.

    `words` are terms that may have been in some text before: where they should not be any more, they must not be. Every document has all
    its terms, and every term as many documents as it should: so no document has a term too many.
    """
    found = Differences()
    here = engine_of(generation)
    _compare_versions(here, generation.name, expected, found)
    for id, analysed in expected.items():
        if id not in found.lost:
            _compare_document(here, generation.name, id, analysed, found)
    _compare_terms(here, generation.name, expected, words, found)
    newest = sorted(expected.values(), key=lambda a: (a.document.integer["published"], a.document.id), reverse=True)
    hits = here.search(generation.name, EngineQuery(All(()), limit=_MOST, sort="published")).hits
    if [hit.id for hit in hits] != [a.document.id for a in newest[:_MOST]]:
        found.differs((), "the newest stand in another order")
    return found


def analysed_differences(expected: dict[int, Analysed]) -> Differences:
    """The terms kept in the database for when the engine cannot answer."""
    found = Differences()
    rows = AnalysedPractice.objects.filter(practice__state=PracticeState.PUBLISHED)
    kept = {row.practice_id: (row.version, row.title_terms, set(row.terms.split())) for row in rows}
    documents = {id: analysed.document for id, analysed in expected.items()}
    should = {id: (d.version, title_terms(d), set(all_terms(d).split())) for id, d in documents.items()}
    for id in should.keys() | kept.keys():
        if id not in kept:
            found.lost.add(id)
            found.said.append(f"{id} has no analysed terms")
        elif kept[id] != should.get(id):
            found.differs({id}, f"{id} has other analysed terms")
    return found


def _compare_versions(here: Engine, name: str, expected: dict[int, Analysed], found: Differences) -> None:
    indexed = dict(here.versions(name, limit=1_000_000))
    versions = {id: analysed.document.version for id, analysed in expected.items()}
    found.lost |= versions.keys() - indexed.keys()
    found.extra |= indexed.keys() - versions.keys()
    found.stale |= {id for id in versions.keys() & indexed.keys() if versions[id] != indexed[id]}
    found.said += [
        f"{id}: version {versions.get(id)} in the database, {indexed.get(id)} in {name}"
        for id in sorted(found.lost | found.extra | found.stale)
    ]


def _compare_document(here: Engine, name: str, id: int, analysed: Analysed, found: Differences) -> None:
    """It has every term that it should have, and exactly its facet values."""
    terms = {(part, term) for part, text in analysed.document.text.items() for term in text.split()}
    whole = All((Ids((id,)), *(Term(part, term) for part, term in sorted(terms))))
    answer = here.search(name, EngineQuery(whole, facets={part: Facet(part, 100) for part in SCHEMA.keyword}))
    if answer.total != 1:
        found.differs({id}, f"{id} lacks some of its terms in {name}")
    elif wrong := [p for p in SCHEMA.keyword if set(answer.facets[p]) != set(analysed.document.keyword.get(p, ()))]:
        found.differs({id}, f"{id} has other values of {', '.join(wrong)} in {name}")


def _compare_terms(
    here: Engine, name: str, expected: dict[int, Analysed], words: Collection[str], found: Differences
) -> None:
    """Every term is in as many documents as it should be, and a word that should be in none is in none."""
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for id, analysed in expected.items():
        for part, text in analysed.document.text.items():
            for term in text.split():
                holders[part, term].add(id)
    for (part, term), ids in holders.items():
        total = here.search(name, EngineQuery(Term(part, term), limit=0)).total
        if total != len(ids):
            hits = here.search(name, EngineQuery(Term(part, term), limit=_MOST)).hits
            found.differs(ids ^ {hit.id for hit in hits}, f"{term} is in {total} documents of {name}, not {len(ids)}")
    for part in SCHEMA.text:
        nowhere = [Term(part, word) for word in words if (part, word) not in holders]
        for start in range(0, len(nowhere), _PAGE):
            some = nowhere[start : start + _PAGE]
            for hit in here.search(name, EngineQuery(Any(tuple(some)), limit=_MOST)).hits:
                found.differs({hit.id}, f"{hit.id} says in {part} of {name} what it says no more")
