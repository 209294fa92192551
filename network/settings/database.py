"""The database: SQLite on a laptop, PostgreSQL in production; and the cache that processes share."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .base import DEBUG, DEMO, VAR_DIR
from .environment import address, env, number

_example = "postgres://user:password@host:5432/name or sqlite:///path"
_url = address("DATABASE_URL", schemes=(), hostless={"postgres", "postgresql", "sqlite"}, example=_example)
if not _url:
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured(
            f"DATABASE_URL is not set. Write it as {_example}, or set DEMO=1 to try the platform on this computer."
        )
    _url = f"sqlite:///{VAR_DIR / 'network.sqlite3'}"

# Seconds that one statement may take; 0: as long as it wants.
_statement_seconds = number("DATABASE_TIMEOUT", 30)


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    # IMMEDIATE: a transaction that will write takes its lock at once instead of failing half way.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    return config | {"OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas}}


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    if not config["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL names no database; write it as {_example}.")
    bounds = f"-c statement_timeout={_statement_seconds}s -c idle_in_transaction_session_timeout=60s"
    # Without these a host that vanished would hold a request for as long as TCP hopes, which is a quarter of an hour.
    alive = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
    options = {"connect_timeout": 5, "options": bounds, **alive, **config.get("OPTIONS", {})}
    # No pool: a thread keeps its connection, and threads are few and counted.
    return config | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


_config = env.db_url_config(_url)
if _url.startswith("sqlite"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES = {"default": _sqlite(_config)}
else:
    DATABASES = {"default": _postgresql(_config)}

_MEMORY = "locmemcache"
_cache_url = address(
    "CACHE_URL", f"{_MEMORY}://", schemes={"redis", "rediss"}, hostless={_MEMORY}, example="redis://host:6379/1"
)
if _cache_url.startswith(_MEMORY):
    CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {"default": {"BACKEND": "network.cache.SharedCache", "LOCATION": _cache_url}}
