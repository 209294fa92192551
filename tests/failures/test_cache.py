"""The shared cache without its server: what is asked of it is answered by the process's own memory, and by Redis again afterwards."""

from collections.abc import Iterator
from unittest.mock import patch
from uuid import uuid4

import pytest

redis = pytest.importorskip("redis")

from network.cache import SharedCache  # noqa: E402
from network.pauses import Pause  # noqa: E402
from tests.failures.silence import Silent  # noqa: E402
from tests.services.addresses import address  # noqa: E402


@pytest.fixture
def pause() -> Iterator[Pause]:
    """A pause of the test's own, longer than the test."""
    with patch("network.cache._pause", Pause(seconds=60)) as own:
        yield own


def _cache(url: str) -> SharedCache:
    options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
    return SharedCache(url, {"KEY_PREFIX": uuid4().hex, "OPTIONS": options})


def _use(cache: SharedCache) -> list[object]:
    """Everything that Django's cache can do."""
    cache.set("a", 1)
    cache.set_many({"b": [2], "c": "drei"})
    added = (cache.add("a", 5), cache.add("d", 4), cache.get_or_set("e", 5))
    cache.incr("a")
    cache.delete("d")
    cache.touch("a", 60)
    answers = [*added, cache.get("a"), cache.get_many(["b", "c", "d"]), "d" in cache, cache.get("d", "none")]
    cache.delete_many(["a", "b"])
    return [*answers, cache.get("a"), cache.get("c")]


_EXPECTED = [False, True, 5, 2, {"b": [2], "c": "drei"}, False, "none", None, "drei"]


def test_a_server_that_never_answers_is_asked_once_and_the_process_counts_by_itself(pause: Pause) -> None:
    with Silent() as silent:
        for _thread in range(3):
            assert _use(_cache(f"redis://127.0.0.1:{silent.port}/0")) == _EXPECTED and pause.on
        assert silent.connections == 1


def test_it_does_what_redis_does_and_is_redis_again_after_the_pause(pause: Pause) -> None:
    cache = _cache(address("TEST_REDIS_URL"))
    assert _use(cache) == _EXPECTED and not pause.on
    cache.set("kept", 1)
    with patch("network.cache._pause", Pause(seconds=60)) as later:
        later.begin()
        assert cache.get("kept") is None
    assert cache.get("kept") == 1
