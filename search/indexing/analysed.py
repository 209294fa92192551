"""The analysed terms kept in the database, for when the engine cannot answer."""

from collections.abc import Collection, Sequence

from django.db import connection, transaction

from practices.models import PracticeState
from search.documents import BY_COST, BY_EVIDENCE, all_terms, terms_fingerprint, title_terms
from search.engines.base import Document
from search.models import AnalysedPractice
from search.records import listed

_BATCH = 100


def store_analysed(documents: Sequence[Document], *, gone: Collection[int] = ()) -> None:
    """Keep the terms of these practices unless the same or newer ones are there, and forget those that are gone."""
    with transaction.atomic():
        if gone:
            # Unless it has become public again since `gone` was read.
            rows = AnalysedPractice.objects.filter(practice_id__in=gone)
            rows.exclude(practice__state=PracticeState.PUBLISHED).delete()
        changed = _changed(documents)
        for start in range(0, len(changed), _BATCH):
            _upsert(changed[start : start + _BATCH])


def _changed(documents: Sequence[Document]) -> list[Document]:
    """Those whose terms are not kept yet: a rebuild finds nearly all of them there, and writing them costs as much as an engine does."""
    rows = AnalysedPractice.objects.filter(
        practice_id__in=listed([document.id for document in documents]), fingerprint=terms_fingerprint()
    )
    kept = dict(rows.values_list("practice_id", "version"))
    return [document for document in documents if kept.get(document.id, -1) < document.version]


def _upsert(batch: Sequence[Document]) -> None:
    """One statement, as an older analysis must not overwrite a newer one whatever the order (the ORM's upsert has no condition)."""
    table = connection.ops.quote_name(AnalysedPractice._meta.db_table)
    row = f"({', '.join(['%s'] * (1 + len(_COLUMNS)))})"
    replaced = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (practice_id, {', '.join(_COLUMNS)}) VALUES {', '.join([row] * len(batch))} "  # noqa: S608
            f"ON CONFLICT (practice_id) DO UPDATE SET {replaced} WHERE excluded.version >= {table}.version",
            [value for document in batch for value in (document.id, *_values(document))],
        )


_COLUMNS = ("version", "fingerprint", "title_terms", "terms", BY_EVIDENCE, BY_COST)


def _values(document: Document) -> tuple[int | str | None, ...]:
    places = (document.integer.get(order) for order in (BY_EVIDENCE, BY_COST))
    return document.version, terms_fingerprint(), title_terms(document), all_terms(document), *places
