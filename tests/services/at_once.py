"""Steps that each mostly wait for something else, done side by side."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor


def all_at_once(steps: Sequence[Callable[[], object]]) -> None:
    """Return when all are done; raises what the first of them that failed raised."""
    with ThreadPoolExecutor(len(steps)) as pool:
        for done in [pool.submit(step) for step in steps]:
            done.result()
