"""Making an export of a search, and the name of its file."""

from datetime import datetime

from django.utils import timezone

from network.slugs import ascii_slug
from search.exporting.base import Export, Format
from search.exporting.rows import read_rows
from search.finding.find import candidates
from search.query.request import SearchRequest

_LONGEST_SLUG = 40


def export_of(request: SearchRequest) -> Export:
    """The hits that `find` would page through, in the same order; the search is made now, the rows are read as they are written."""
    found = candidates(request)
    return Export(
        request=request,
        count=found.count,
        degraded=found.degraded,
        made_at=timezone.now(),
        rows=read_rows(found.ids, language=request.lang),
    )


def file_name(request: SearchRequest, format: Format, made_at: datetime) -> str:
    """ "praktyki-2026-11-26-zielone-dachy.csv": what, when, and the question, in ASCII."""
    what = "praktyki" if request.lang == "pl" else "practices"
    day = timezone.localtime(made_at).date().isoformat()
    return f"{'-'.join(filter(None, (what, day, ascii_slug(request.q, _LONGEST_SLUG))))}.{format.name}"
