"""The cache that processes share: Redis, and the process's own memory while Redis does not answer.

What is kept here is counts (requests of an address, failed sign-ins), so counting by process for a while is better than refusing everybody,
and better than not counting. Only what those counts need is guarded: add, get, set, delete.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# A request waits once for at most a second, then none waits until Redis is asked again.
_PATIENCE_SECONDS, _REST_SECONDS = 1.0, 5.0

FAILURES = Counter(
    "network_cache_failures", "Times that the shared cache did not answer and was left alone for a while."
)
Answer = TypeVar("Answer")


class SharedCache(RedisCache):
    """Django's Redis cache, which no request waits long for and none fails for."""

    _asked_again_at = 0.0  # of the process: each thread has a cache object of its own

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        bounds = {"socket_timeout": _PATIENCE_SECONDS, "socket_connect_timeout": _PATIENCE_SECONDS}
        super().__init__(
            server, params | {"OPTIONS": {**bounds, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}}
        )
        self._stand_in = LocMemCache("stand-in", {})

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """See Django's cache."""
        return self._asked(
            lambda: super(SharedCache, self).add(key, value, timeout, version),
            lambda: self._stand_in.add(key, value, timeout, version),
        )

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """See Django's cache."""
        return self._asked(
            lambda: super(SharedCache, self).get(key, default, version),
            lambda: self._stand_in.get(key, default, version),
        )

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """See Django's cache."""
        self._asked(
            lambda: super(SharedCache, self).set(key, value, timeout, version),
            lambda: self._stand_in.set(key, value, timeout, version),
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        """See Django's cache."""
        return self._asked(
            lambda: super(SharedCache, self).delete(key, version), lambda: self._stand_in.delete(key, version)
        )

    def _asked(self, redis: Callable[[], Answer], stand_in: Callable[[], Answer]) -> Answer:
        if time.monotonic() >= SharedCache._asked_again_at:
            try:
                return redis()
            except RedisError as error:  # also one that answers but cannot write, as its disk is full
                SharedCache._asked_again_at = time.monotonic() + _REST_SECONDS
                FAILURES.inc()
                logger.warning("The cache does not answer (%s); this process counts by itself meanwhile.", error)
        return stand_in()
