"""The analysed terms kept in the database, for when the engine cannot answer."""

from collections.abc import Collection, Sequence

from django.db import connection, transaction

from practices.models import PracticeState
from search.documents import all_terms, terms_fingerprint, title_terms
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
    rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(batch))
    fingerprint = terms_fingerprint()
    values = [v for d in batch for v in (d.id, d.version, fingerprint, title_terms(d), all_terms(d))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (practice_id, version, fingerprint, title_terms, terms) VALUES {rows} "  # noqa: S608
            "ON CONFLICT (practice_id) DO UPDATE SET version = excluded.version, fingerprint = excluded.fingerprint, "
            f"title_terms = excluded.title_terms, terms = excluded.terms WHERE excluded.version >= {table}.version",
            values,
        )
