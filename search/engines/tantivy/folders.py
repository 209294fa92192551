"""Generations on disk: `<folder>/<generation>/` holds `index/` and, beside it, `generation.json` (fingerprint and
schema).

A generation appears and disappears by one rename, so nobody ever sees half of one. Who kept files of a removed
generation open goes on reading them; its next question finds the folder gone.
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from ..base import EngineUnavailable, GenerationExists, Schema
from ..checks import generation_name, schema_fields
from .failures import engine_failures
from .fields import create_index

_DESCRIPTION = "generation.json"
_LEFTOVER_SECONDS = (
    3600  # a process that died while creating or removing leaves a folder; nobody takes an hour for either
)

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Description:
    """What a generation was created with."""

    fingerprint: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder of all generations."""

    root: Path

    def create(self, generation: str, schema: Schema, fingerprint: str) -> None:
        """Make an empty generation; GenerationExists, ValueError or EngineUnavailable."""
        target = self.root / generation_name(generation)
        schema_fields(schema)
        with engine_failures(f"creating generation {generation}"):
            self._sweep()
            made = self.root / f".new-{uuid4().hex}"
            (made / "index").mkdir(parents=True)
            create_index(made / "index", schema)
            description = json.dumps(
                {"fingerprint": fingerprint, "schema": asdict(schema)}, ensure_ascii=False, indent=1
            )
            (made / _DESCRIPTION).write_text(description, encoding="utf-8")
        try:
            made.rename(target)
        except OSError as error:
            shutil.rmtree(made, ignore_errors=True)
            if target.exists():
                raise GenerationExists(
                    f"Generation {generation} exists: drop it first or choose another name."
                ) from error
            raise EngineUnavailable(f"tantivy failed creating generation {generation}: {error}") from error

    def remove(self, generation: str) -> None:
        """Take a generation away; the caller holds its writer's lock."""
        removed = self.root / f".dropped-{uuid4().hex}"
        with engine_failures(f"dropping generation {generation}"):
            try:
                (self.root / generation_name(generation)).rename(removed)
            except FileNotFoundError:
                return
            shutil.rmtree(removed, ignore_errors=True)

    def names(self) -> list[str]:
        """All generations, in the order of their names."""
        with engine_failures("listing generations"):
            if not self.root.exists():
                return []
            return sorted(
                path.name
                for path in self.root.iterdir()
                if not path.name.startswith(".") and (path / _DESCRIPTION).exists()
            )

    def description(self, generation: str) -> Description | None:
        """What it was created with; None where there is no such generation, EngineUnavailable where it cannot be
        read.
        """
        path = self.root / generation_name(generation) / _DESCRIPTION
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            fields = {kind: tuple(names) for kind, names in read["schema"].items()}
            return Description(read["fingerprint"], Schema(**fields))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise EngineUnavailable(
                f"{path} cannot be read ({error}): drop this generation and build another."
            ) from error

    def index(self, generation: str) -> Path:
        """Where tantivy's own files are."""
        return self.root / generation_name(generation) / "index"

    def stamp(self, generation: str) -> Stamp:
        """Tells a generation from another of the same name made after it was dropped; EngineUnavailable where there
        is none.
        """
        try:
            found = (self.root / generation_name(generation) / _DESCRIPTION).stat()
        except OSError as error:
            raise EngineUnavailable(f"There is no generation {generation} in {self.root}: build one.") from error
        return found.st_ino, found.st_mtime_ns

    def _sweep(self) -> None:
        for path in (*self.root.glob(".new-*"), *self.root.glob(".dropped-*")):
            try:
                old = time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS
            except FileNotFoundError:
                continue
            if old:
                shutil.rmtree(path, ignore_errors=True)
