"""The database: SQLite on a laptop, PostgreSQL in production; and the cache that throttles share."""

from django.core.exceptions import ImproperlyConfigured

from .base import VAR_DIR
from .environment import env, secret

_url = secret("DATABASE_URL", f"sqlite:///{VAR_DIR / 'network.sqlite3'}")
try:
    _default = env.db_url_config(_url)
except Exception:
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read; write it as postgres://user:password@host:5432/name or sqlite:///path."
    ) from None

if _default.get("ENGINE", "").endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE: a transaction that will write takes its lock at once instead of failing half way.
    _default["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _default["CONN_MAX_AGE"] = 60
    _default["CONN_HEALTH_CHECKS"] = True
    # Without these a host that vanished would hold a request for as long as TCP hopes, which is a quarter of an hour.
    _bounds = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    _default["OPTIONS"] = _bounds | {"tcp_user_timeout": 30_000} | _default.get("OPTIONS", {})

DATABASES = {"default": _default}

# Redis, shared by all processes, or else the memory of each.
_cache_url = secret("CACHE_URL", "locmemcache://")
if _cache_url.startswith(("redis://", "rediss://")):
    _patience = {"socket_timeout": 1, "socket_connect_timeout": 1}
    CACHES = {"default": {"BACKEND": "network.cache.SharedCache", "LOCATION": _cache_url, "OPTIONS": _patience}}
elif _cache_url.startswith("locmemcache:"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    raise ImproperlyConfigured("CACHE_URL cannot be read; write it as redis://host:6379/1.")
