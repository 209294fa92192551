"""A shared cache that takes connections and never answers holds nobody for long, and what is counted in it is counted all the same."""

import pytest

from tests.failures.silence import Silent

pytest.importorskip("redis")

from network.cache import SharedCache


def test_a_cache_that_never_answers_is_asked_once_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SharedCache, "_asked_again_at", 0.0)
    monkeypatch.setattr("network.cache._REST_SECONDS", 60.0)
    with Silent() as silent:
        for thread in range(3):
            cache = SharedCache(f"redis://127.0.0.1:{silent.port}/0", {})
            assert cache.add("first", thread) == (thread == 0)
            cache.set("attempts", [thread])
            assert cache.get("attempts") == [thread]
            cache.delete("attempts")
            assert cache.get("attempts") is None
        cache.delete("first")
        assert silent.connections == 1
