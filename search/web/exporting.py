"""The files in which the results of a page can be taken along."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from search.query.request import SearchRequest


@dataclass(frozen=True, slots=True)
class ExportLink:
    """One kind of file, and where it is made."""

    label: str
    url: str


def export_links(asked: SearchRequest) -> list[ExportLink]:
    """The formats that people know by name, each with what it is for."""
    names = {
        "csv": _("CSV, arkusz"),
        "xlsx": _("XLSX, arkusz Excel"),
        "json": _("JSON, dane"),
        "ris": _("RIS, bibliografia"),
    }
    return [ExportLink(label, _address(asked, format)) for format, label in names.items()]


def _address(asked: SearchRequest, format: str) -> str:
    search = asked.to_params(without=("page", "page_size"))
    return f"{reverse('api-search-export')}?{urlencode({'format': format, **search}, doseq=True)}"
