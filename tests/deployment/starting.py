"""Starting the program in an environment of its own, as a server does."""

import os
import subprocess
import sys

from tests.platform.compose import ROOT

# What a server sets; none of the services has to answer for the settings to be read.
PRODUCTION = {
    "SECRET_KEY": "nine-words-of-which-nobody-knows-more-than-six-or-seven",
    "SITE_URL": "https://praktyki.example",
    "DATABASE_URL": "postgres://network:network@127.0.0.1:1/network",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "CACHE_URL": "redis://127.0.0.1:1/1",
    "SEARCH_URL": "https://elastic:elastic@127.0.0.1:1/network",
    "EMAIL_URL": "smtp+tls://mail:mail@127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "praktyki@praktyki.example",
}


def manage(*arguments: str, **variables: str | None) -> "subprocess.CompletedProcess[str]":
    """`manage.py` in the environment of a server, with some variables changed, or taken out (None)."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | PRODUCTION | variables
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
