"""`python -m tests.operations.living STEP`: what cities and a partner do between the steps of an operator."""

import json
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import django


def begin() -> None:
    """Ten practices of a city."""
    from tests.factories import a_city, a_published_practice, content

    city = a_city("Zmyślin")
    for n in range(10):
        a_published_practice(city, what=content(f"Zielone dachy {n}"))


def go_on() -> None:
    """Everything that changes an index or a copy: published, changed, archived, withdrawn."""
    from network.models import City, Role
    from practices.models import Practice
    from practices.services.cities import rename_city
    from practices.services.lifecycle import archive, withdraw_practice
    from tests.factories import a_published_practice, a_user, content

    operator, city = a_user(Role.OPERATOR), City.objects.get(slug="zmyslin")
    first, second, *_ = Practice.objects.filter(state="published").order_by("pk")
    rename_city(actor=operator, city=city, name=f"{city.name}-Zdrój")
    archive(actor=operator, practice=first)
    withdraw_practice(actor=operator, practice=second, reason="Na prośbę miasta.")
    for n in range(3):
        a_published_practice(city, what=content(f"Łąki kwietne {n}"))


def follow() -> None:
    """The partner reads the feed to its end, as docs/api.md shows."""
    from django.conf import settings
    from django.test import Client

    store, client = Path(settings.VAR_DIR) / "copy.json", Client(SERVER_NAME="127.0.0.1")
    copy: dict[str, Any] = json.loads(store.read_text()) if store.exists() else {"after": 0, "practices": {}}
    more = True
    while more:
        answer = client.get("/api/v1/changes/", {"limit": 4, "after": copy["after"]})
        if answer.status_code == 410:
            copy = {"after": 0, "practices": {}}
            continue
        piece = answer.json()
        for change in piece["results"]:
            if change["tombstone"]:
                copy["practices"].pop(str(change["id"]), None)
            else:
                copy["practices"][str(change["id"])] = change["practice"]
        copy["after"], more = piece["next_after"], piece["more"]
        store.write_text(json.dumps(copy))


def compare() -> None:
    """Say whether the partner's copy holds what the API gives, and a search finds what is published."""
    from django.conf import settings
    from django.test import Client

    from practices.models import Practice
    from practices.selectors.items import public_ids
    from tests.finding.asking import every_hit

    copy = json.loads((Path(settings.VAR_DIR) / "copy.json").read_text())["practices"]
    client = Client(SERVER_NAME="127.0.0.1")
    items = {str(id): client.get(f"/api/v1/practices/{id}/").json() for id in public_ids(after=0, limit=1000)}
    published = sorted(Practice.objects.filter(state="published").values_list("pk", flat=True))
    print(json.dumps({"copy": copy == items, "search": sorted(every_hit()) == published, "practices": len(items)}))


_STEPS: dict[str, Callable[[], None]] = {"begin": begin, "go-on": go_on, "follow": follow, "compare": compare}

if __name__ == "__main__":
    django.setup()
    from tests import factories

    # Each step is a process, and what it makes must have names of its own.
    factories._numbers = count(time.time_ns())
    _STEPS[sys.argv[1]]()
