"""The hits of a search as a file: read in batches, each row confirmed by the database when it is read, written as it is read.

What an export never does: hold the whole result in memory, hold a cursor of the database between batches, or say anything of a practice
that its public page does not say.
"""

from search.exporting.base import Export, Format
from search.exporting.formats import FORMATS

__all__ = ["FORMATS", "Export", "Format"]
