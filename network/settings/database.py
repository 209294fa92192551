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

CACHE_URL = secret("CACHE_URL", "locmemcache://")
CACHES = {"default": env.cache_url_config(CACHE_URL)}
