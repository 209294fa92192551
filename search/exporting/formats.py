"""The formats there are, by the names that `format` takes."""

from collections.abc import Mapping

from search.exporting.as_csv import Csv
from search.exporting.as_json import Json
from search.exporting.as_ris import Ris
from search.exporting.as_xlsx import Xlsx
from search.exporting.base import Format

_ALL: tuple[Format, ...] = (Csv(), Xlsx(), Json(), Ris())
FORMATS: Mapping[str, Format] = {one.name: one for one in _ALL}
