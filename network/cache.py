"""The cache that processes share, in which limits are counted; it outlives the death of its server."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter
from redis.exceptions import RedisError

from network.pauses import Pause

logger = logging.getLogger(__name__)

FAILURES = Counter(
    "network_cache_failures", "Times that the shared cache did not answer and was left alone for a while."
)
# Threads have a cache object each; what one has found out serves all.
_pause = Pause()


def _whoever_answers(name: str) -> Callable[..., Any]:
    """The method of this name of Redis, or of the process's own memory while Redis does not answer."""

    def ask(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        if not _pause.on:
            try:
                return getattr(super(SharedCache, self), name)(*args, **kwargs)
            except RedisError as error:
                _pause.begin()
                FAILURES.inc()
                logger.warning("The shared cache does not answer, so each process counts by itself: %s", error)
        return getattr(self.own, name)(*args, **kwargs)

    return ask


class SharedCache(RedisCache):
    """Redis; while it does not answer, the memory of the process.

    Sign-in and API go on then, and their limits hold, though each process counts alone. Keep here only what may be lost.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.own = LocMemCache("while-redis-is-away", {name: params[name] for name in params if name != "OPTIONS"})

    get = _whoever_answers("get")
    set = _whoever_answers("set")
    add = _whoever_answers("add")
    touch = _whoever_answers("touch")
    incr = _whoever_answers("incr")
    delete = _whoever_answers("delete")
    has_key = _whoever_answers("has_key")
    get_many = _whoever_answers("get_many")
    set_many = _whoever_answers("set_many")
    delete_many = _whoever_answers("delete_many")
    clear = _whoever_answers("clear")
