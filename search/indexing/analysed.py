"""The analysed terms kept in the database, for when the engine cannot answer."""

from collections.abc import Collection, Sequence

from django.db import connection, transaction

from practices.models import PracticeState
from search.documents import Analysed
from search.models import AnalysedPractice

_BATCH = 100


def store_analysed(analysed: Sequence[Analysed], *, gone: Collection[int] = ()) -> None:
    """Keep the terms of these practices unless newer ones are there, and forget those that are gone."""
    with transaction.atomic():
        if gone:
            # Unless it has become public again since `gone` was read.
            rows = AnalysedPractice.objects.filter(practice_id__in=gone)
            rows.exclude(practice__state=PracticeState.PUBLISHED).delete()
        for start in range(0, len(analysed), _BATCH):
            _upsert(analysed[start : start + _BATCH])


def _upsert(batch: Sequence[Analysed]) -> None:
    """One statement, as an older analysis must not overwrite a newer one whatever the order (the ORM's upsert has no condition)."""
    table = connection.ops.quote_name(AnalysedPractice._meta.db_table)
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
    values = [v for a in batch for v in (a.document.id, a.document.version, a.title_terms, a.terms)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (practice_id, version, title_terms, terms) VALUES {rows} "  # noqa: S608
            "ON CONFLICT (practice_id) DO UPDATE SET version = excluded.version, title_terms = excluded.title_terms, "
            f"terms = excluded.terms WHERE excluded.version >= {table}.version",
            values,
        )
