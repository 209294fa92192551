"""Vectors in a file that every process maps: exact comparison with numpy, about 5 ms for 100,000 passages, no service.

A generation is a folder: `vectors.f32` (rows of float32, only ever added to), `languages.s2` (the language of each row, two letters),
`entries.bin` (which rows are whose, in the order written; the last entry of a practice counts) and `store.json`. An entry is added after
its rows are on the disk: a process that dies in the middle leaves at most rows that nobody looks at. Rows of replaced practices stay until
the next build.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import IO
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors

from .base import PracticeVectors, StoreUnavailable, check_fits
from .comparing import Held, MappedLikenesses

_ENTRY = np.dtype([("id", "<i8"), ("version", "<i8"), ("first", "<i8"), ("count", "<i8")])
_LANGUAGE = np.dtype("S2")
_VECTORS, _LANGUAGES, _ENTRIES, _DESCRIPTION, _LOCK = "vectors.f32", "languages.s2", "entries.bin", "store.json", "lock"
_FILES = (_VECTORS, _LANGUAGES, _ENTRIES, _LOCK)
_PATIENCE_SECONDS = 20.0
_FLOAT = 4


class MappedStore:
    """A folder of generations. Safe for threads and processes of one machine, or of several that share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[int, Held]] = {}
        self._loading = Lock()

    def create(self, generation: str, dimension: int, fingerprint: str) -> None:
        """As the contract says; appears whole, by one rename."""
        with _failures("creating it"):
            made = self._folder / f".new-{uuid4().hex}"
            made.mkdir(parents=True)
            for name in _FILES:
                (made / name).touch()
            (made / _DESCRIPTION).write_text(json.dumps({"dimension": dimension, "fingerprint": fingerprint}))
            made.rename(self._folder / generation)

    def drop(self, generation: str) -> None:
        """As the contract says; who has it mapped goes on reading what is no longer there."""
        with _failures("dropping it"):
            dropped = self._folder / f".dropped-{uuid4().hex}"
            try:
                (self._folder / generation).rename(dropped)
            except FileNotFoundError:
                return
            shutil.rmtree(dropped, ignore_errors=True)
            self._known.pop(generation, None)

    def generations(self) -> list[str]:
        """As the contract says."""
        with _failures("listing it"):
            return sorted(path.parent.name for path in self._folder.glob(f"[!.]*/{_DESCRIPTION}"))

    def fingerprint(self, generation: str) -> str:
        """As the contract says."""
        return str(self._description(generation)["fingerprint"])

    @contextmanager
    def writer(self, generation: str) -> Iterator[_Writer]:
        """As the contract says; waits some seconds for whoever writes now."""
        dimension = int(str(self._description(generation)["dimension"]))
        with ExitStack() as opened:
            with _failures("opening it"):
                files = [opened.enter_context((self._folder / generation / name).open("r+b")) for name in _FILES]
                _acquire(files[-1])
                writer = _Writer(files[0], files[1], files[2], dimension)
            yield writer

    def versions(self, generation: str) -> Mapping[int, int]:
        """As the contract says."""
        held = self._held(generation)
        return dict(zip(held.ids.tolist(), held.versions.tolist(), strict=True))

    def likenesses(self, generation: str, question: Vectors) -> MappedLikenesses:
        """As the contract says."""
        held = self._held(generation)
        if held.rows.shape[1] != len(question):
            raise StoreUnavailable(
                f"The question has {len(question)} dimensions, {generation} has {held.rows.shape[1]}."
            )
        return MappedLikenesses(held, held.rows @ question)

    def _description(self, generation: str) -> dict[str, object]:
        with _failures("reading it"):
            found = json.loads((self._folder / generation / _DESCRIPTION).read_text())
            return {"dimension": int(found["dimension"]), "fingerprint": str(found["fingerprint"])}

    def _held(self, generation: str) -> Held:
        """What is there now, read anew only where something was written since."""
        with _failures("reading it"):
            folder = self._folder / generation
            stamp = (folder / _DESCRIPTION).stat().st_ino
            size = (folder / _ENTRIES).stat().st_size
            known = self._known.get(generation)
            if known is None or known[0] != stamp or known[1].size != size:
                with self._loading:
                    known = (stamp, _read(folder, int(str(self._description(generation)["dimension"]))))
                    self._known[generation] = known
            return known[1]


class _Writer:
    """Adds rows, then entries; the caller holds the lock."""

    def __init__(self, rows: IO[bytes], languages: IO[bytes], entries: IO[bytes], dimension: int) -> None:
        self._rows, self._languages, self._entries, self._dimension = rows, languages, entries, dimension
        # What a writer that died left behind its last whole row or entry.
        _cut(rows, dimension * _FLOAT)
        _cut(entries, _ENTRY.itemsize)

    def apply(self, writes: Iterable[PracticeVectors]) -> None:
        """As the contract says."""
        first = self._rows.seek(0, os.SEEK_END) // (self._dimension * _FLOAT)
        entries: list[tuple[int, int, int, int]] = []
        for write in writes:
            check_fits(write, self._dimension)
            vectors = write.vectors if write.vectors is not None else np.empty((0, self._dimension), np.float32)
            with _failures("writing it"):
                self._rows.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
                self._languages.seek(first * _LANGUAGE.itemsize)
                self._languages.write(np.array(write.languages or [""] * len(vectors), dtype=_LANGUAGE).tobytes())
            entries.append((write.id, write.version, first, len(vectors)))
            first += len(vectors)
        with _failures("writing it"):
            _to_disk(self._rows)
            _to_disk(self._languages)
            self._entries.seek(0, os.SEEK_END)
            self._entries.write(np.array(entries, dtype=_ENTRY).tobytes())
            _to_disk(self._entries)


def _read(folder: Path, dimension: int) -> Held:
    """The entries first, and then the rows: whatever an entry names is there."""
    content = (folder / _ENTRIES).read_bytes()
    entries = np.frombuffer(content[: len(content) // _ENTRY.itemsize * _ENTRY.itemsize], dtype=_ENTRY)
    # The last entry of each practice: the first one when read backwards.
    _, latest = np.unique(entries["id"][::-1], return_index=True)
    kept = entries[len(entries) - 1 - latest]
    kept = kept[kept["count"] > 0]
    kept = kept[np.argsort(kept["first"])]
    ids: NDArray[np.int64] = np.ascontiguousarray(kept["id"])
    rows = _mapped(folder / _VECTORS, dimension)
    languages, names = _languages(folder / _LANGUAGES, len(rows))
    return Held(
        size=len(content),
        ids=ids,
        versions=np.ascontiguousarray(kept["version"]),
        first=np.ascontiguousarray(kept["first"]),
        end=kept["first"] + kept["count"],
        places={id: place for place, id in enumerate(ids.tolist())},
        rows=rows,
        languages=languages,
        language_names=names,
    )


def _mapped(path: Path, dimension: int) -> Vectors:
    count = path.stat().st_size // (dimension * _FLOAT)
    if not count:  # nothing cannot be mapped
        return np.empty((0, dimension), dtype=np.float32)
    return np.memmap(path, dtype="<f4", mode="r", shape=(count, dimension))


def _languages(path: Path, count: int) -> tuple[NDArray[np.intp], list[str]]:
    """The language of each row as a number, and the names by number; of rows that were not written to their end whatever is there."""
    found = np.zeros(count, dtype=_LANGUAGE)
    written = np.fromfile(path, dtype=_LANGUAGE, count=count)
    found[: len(written)] = written
    names, numbers = np.unique(found, return_inverse=True)
    return numbers, [bytes(name).decode("ascii", "replace") for name in names]


def _cut(file: IO[bytes], size: int) -> None:
    whole = file.seek(0, os.SEEK_END) // size * size
    file.truncate(whole)


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _acquire(lock: IO[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StoreUnavailable("Somebody else has been writing vectors for too long.") from None
            time.sleep(0.05)


@contextmanager
def _failures(doing: str) -> Iterator[None]:
    """What the disk and a damaged file may raise, as the contract's error."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreUnavailable(f"The store of vectors failed {doing}: {error}") from error
