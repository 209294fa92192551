"""How long suggestions take: `PRACTICES_DATA=... python -m tests.benchmarks.suggesting [--questions 300]`.

Types random titles of the present database as people do (two, three, five, eight letters of a word, the second word begun) and asks
suggest() and `GET /api/v1/suggest/` in this process, one client, after one round to warm up.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable

from tests.benchmarks.overhead import say  # first: it sets Django up

from django.conf import settings  # isort: skip
from django.test import Client  # isort: skip
from practices.models import Practice, PracticeText  # isort: skip
from search import analysis  # isort: skip
from search.engines import engine  # isort: skip
from search.suggesting.suggest import suggest  # isort: skip


def main() -> int:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    analysis.warm_up()
    typed = beginnings(options.questions, options.seed)
    published = Practice.objects.filter(state="published").count()
    client = Client()
    ways: dict[str, Callable[[str], object]] = {
        "suggest()": lambda q: suggest(q, "pl"),
        "GET /api/v1/suggest/": lambda q: client.get("/api/v1/suggest/", {"q": q}),
    }
    found = [len(suggest(q, "pl").lines) for q in typed]
    print(
        f"{published} practices, {engine().name}, {len(typed)} beginnings, {sum(found) / len(found):.1f} lines each\n"
    )
    print("| ms | p50 | p95 |\n| --- | --- | --- |")
    for name, ask in ways.items():
        for letters in ("all", 2, 3):
            asked = [q for q in typed if letters in ("all", len(q))]
            spent = []
            for q in asked:
                begun = time.perf_counter()
                ask(q)
                spent.append((time.perf_counter() - begun) * 1000)
            say(f"{name}, {letters if letters == 'all' else f'{letters} letters'}", spent)
    return 0


def beginnings(count: int, seed: int) -> list[str]:
    """What people would have typed when the list opens."""
    chance = random.Random(seed)
    titles = list(PracticeText.objects.order_by("id").values_list("title", flat=True)[:50_000])
    found: list[str] = []
    while len(found) < count:
        words = [word for word in chance.choice(titles).split() if len(word) > 3 and word.isalpha()]
        if len(words) < 2:
            continue
        place = chance.randrange(len(words) - 1)
        letters = chance.choice((2, 3, 5, 8, 0))
        found.append(words[place][:letters] if letters else f"{words[place]} {words[place + 1][:3]}")
    return found


if __name__ == "__main__":
    sys.exit(main())
