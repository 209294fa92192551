"""The project's settings as the tests run them: everything of its own, nothing of the machine's."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("DEBUG", "1")
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="network-tests-")
os.environ.pop("CELERY_BROKER_URL", None)
# Tests of meaning name a model of their own; all others search by words, as where no model is installed.
os.environ["EMBEDDING_URL"] = "none://"
# Where the real services are up, the whole suite runs on PostgreSQL; else on SQLite, as a laptop does.
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from network.settings import *

# Fast, because tests sign in often and keep no secrets.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files are looked for when they are asked for, not listed anew for every client of a test.
WHITENOISE_AUTOREFRESH = True

# A file, because a database in memory cannot be used by two threads or two processes at once.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
