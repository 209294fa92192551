"""What goes wrong in tantivy, said in one word of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..base import EngineUnavailable


@contextmanager
def engine_failures(doing: str) -> Iterator[None]:
    """Turn any failure of tantivy or of the disk inside the block into EngineUnavailable; keep code of our callers
    out of the block.
    """
    try:
        yield
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        raise EngineUnavailable(f"tantivy failed {doing}: {error}") from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise EngineUnavailable(f"tantivy panicked {doing}: {error}") from error


def is_panic(error: BaseException) -> bool:
    """Whether a Rust panic came through: its exception derives from BaseException and has no class to import."""
    return type(error).__name__ == "PanicException"
