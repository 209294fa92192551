"""Which numbers of a collection a file has brought so far: on disk, so that a file of any length fits in memory."""

import sqlite3
from types import TracebackType


class SeenIds:
    """The `source_id`s of one run with the lines they stood in; kept in a temporary file that goes with it."""

    def __init__(self) -> None:
        # The empty name is SQLite's own temporary database: in memory while small, on disk beyond its cache.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("CREATE TABLE seen (source_id TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID")

    def __enter__(self) -> "SeenIds":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def line_of(self, source_id: str) -> int | None:
        """The line that brought this number, if one did."""
        row = self._database.execute("SELECT line FROM seen WHERE source_id = ?", (source_id,)).fetchone()
        return None if row is None else int(row[0])

    def add(self, source_id: str, line: int) -> None:
        """Remember a number that was taken in."""
        self._database.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (source_id, line))
