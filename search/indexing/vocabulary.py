"""The vocabulary in the database: made with a generation, kept in memory by each process, overlaid with words that came later."""

import gc
import json
import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.expressions import RawSQL
from django.utils import timezone

from search import analysis
from search.correction import unknown_words
from search.documents import Analysed
from search.indexing.generations import Searched, live_generation, searched_generation
from search.lookalikes import an_error_apart
from search.models import Generation, NewWord, VocabularyTable
from search.vocabulary import InvalidVocabulary, Vocabulary, VocabularyBuilder

logger = logging.getLogger(__name__)

# Made anew when the collection has grown or shrunk by a quarter and by this many practices.
_GROWTH, _AT_LEAST = 0.25, 50


class VocabularyMaker:
    """Collects the vocabulary of practices while they pass by."""

    def __init__(self) -> None:
        self._builder = VocabularyBuilder()
        # Words noted up to here come from practices that are read after this, so the vocabulary will have them.
        self.noted_until: int = NewWord.objects.aggregate(last=Max("id"))["last"] or 0

    def add(self, words: VocabularyBuilder) -> None:
        """Count what was counted of some practices."""
        self._builder.merge(words)

    def made(self) -> Vocabulary:
        """The vocabulary of all that passed."""
        return self._builder.build()


def store_vocabulary(generation: Generation, maker: VocabularyMaker) -> None:
    """Keep what was collected with its generation."""
    vocabulary = maker.made()
    values = {
        "made_at": timezone.now(),
        "documents": vocabulary.documents,
        "packed": vocabulary.to_bytes(),
        "noted_until": maker.noted_until,
    }
    VocabularyTable.objects.update_or_create(generation=generation, defaults=values)


def forget_noted_words() -> None:
    """Drop the noted words that the live vocabulary has by now."""
    until = VocabularyTable.objects.filter(generation__state="live").values_list("noted_until", flat=True).first()
    NewWord.objects.filter(id__lte=until or 0).delete()


def live_vocabulary() -> Vocabulary:
    """The vocabulary of the generation that is searched; an empty one before the first build, and where it cannot be read."""
    return vocabulary_of(searched_generation())


def vocabulary_of(generation: Searched | None) -> Vocabulary:
    """As `live_vocabulary`, where the generation has been read already."""
    try:
        return _unpacked(*generation.vocabulary) if generation and generation.vocabulary else Vocabulary.empty()
    except VocabularyTable.DoesNotExist:  # its generation was dropped between the two readings
        return Vocabulary.empty()


@lru_cache(maxsize=2)
def _unpacked(id: int, made_at: object) -> Vocabulary:
    packed = bytes(VocabularyTable.objects.values_list("packed", flat=True).get(id=id))
    try:
        vocabulary = Vocabulary.from_bytes(packed)
    except InvalidVocabulary as error:
        # Another version of the program made it: search goes on without it until the next generation is promoted.
        logger.warning("The vocabulary of the live generation is not used: %s", error)
        return Vocabulary.empty()
    vocabulary.teach()
    # It stays for good, with the dictionaries of the analysis: a collection that looked through them stopped a search for 0.2 s.
    gc.collect()
    gc.freeze()
    return vocabulary


def vocabulary_for(words: Collection[str], generation: Searched | None) -> Vocabulary:
    """The vocabulary of the generation searched, with those later words that a question's unknown words may stand for, bare or mistyped."""
    known = vocabulary_of(generation)
    unknown = {analysis.bare(word) for word in words if not known.knows(word, "pl")}
    if not unknown:
        return known
    unknown = unknown.union(*(an_error_apart(analysis.bare(word)) for word in unknown_words(sorted(words), known)))
    later: dict[str, dict[str, int]] = {}
    rows = NewWord.objects.filter(bare__in=_listed(unknown))
    for language, word, count in rows.values_list("language", "word", "count"):
        later.setdefault(language, {})[word] = count
    return known.with_words(later) if later else known


def _listed(words: Collection[str]) -> RawSQL:
    """The words as one parameter: a misspelled one may stand for a thousand."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [list(words)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(words))])


def note_new_words(analysed: Sequence[Analysed]) -> None:
    """Remember words that the live vocabulary lacks, so that they are found without Polish letters at once."""
    known = live_vocabulary()
    counts: Counter[tuple[str, str]] = Counter()
    for a in analysed:
        for language, terms in a.terms.items():
            counts.update((language, word) for word in known.lacks(terms, language) if len(word) <= 64)
    if counts:
        with transaction.atomic():
            _add(counts)


def _add(counts: Mapping[tuple[str, str], int]) -> None:
    """Insert or add up, in the order of the unique key so that two drains cannot deadlock."""
    table = connection.ops.quote_name(NewWord._meta.db_table)
    items = sorted(counts.items())
    for start in range(0, len(items), 200):
        page = items[start : start + 200]
        values = [v for (language, word), n in page for v in (language, word, analysis.bare(word)[:64], n)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (language, word, bare, count) VALUES {', '.join(['(%s, %s, %s, %s)'] * len(page))} "  # noqa: S608
                f"ON CONFLICT (language, word) DO UPDATE SET count = {table}.count + excluded.count",
                values,
            )


def outgrown(documents: int) -> Generation | None:
    """The live generation, if its vocabulary was made of a collection of quite another size than `documents` practices."""
    generation = live_generation()
    if generation is None:
        return None
    made_of = VocabularyTable.objects.filter(generation=generation).values_list("documents", flat=True).first()
    changed = abs(documents - (made_of or 0))
    return generation if changed >= max(_AT_LEAST, _GROWTH * (made_of or 0)) else None
