"""One rebuild by django-elasticsearch-dsl, timed: `python -m tests.benchmarks.peer [--parallel]`; `tests.benchmarks.rebuild` runs it."""

import json
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.peer.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.benchmarks.peer.documents import PracticeDocument  # noqa: E402

began = time.perf_counter()
call_command("search_index", "--rebuild", "-f", *sys.argv[1:], stdout=sys.stderr)
PracticeDocument._index.refresh()
took = time.perf_counter() - began
found = PracticeDocument.search().count()
PracticeDocument._index.delete()
print(json.dumps({"written": found, "filling": took}))
