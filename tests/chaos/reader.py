"""A reader that asks all the time: nothing that was withdrawn before a request began may be in its answer."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from random import Random
from threading import Event
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from tests.chaos.asking import Answer, Browser
from tests.chaos.world import CANARY, CITIES, PASSWORD, SUB_SLUGS, TAGS, THEMES

# After no answer, in seconds.
_PAUSE = 0.1
_WORDS = ("przystanek", "miasto naprawiło", "dachy", "zbudowano rośliny", '"miasto naprawiło"', "praktyka -konstrukcja")


@dataclass(frozen=True, slots=True)
class Question:
    """An address, the practice's word it repeats if it does, and the status that a withdrawn practice must have there (0: any)."""

    path: str
    echo: str = ""
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, and what was wrong with it, if anything."""

    answer: Answer
    shown: str = ""


class Known(Protocol):
    """What is known at this moment of what people did."""

    @property
    def withdrawn(self) -> Mapping[int, str]:
        """The words of withdrawn practices by their ids."""
        ...

    @property
    def latest(self) -> int:
        """The highest id of a practice, about."""
        ...


def look_for(browser: Browser, practice: int, canary: str) -> Iterator[Asked]:
    """Look for one withdrawn practice wherever it could be."""
    withdrawn = {practice: canary}
    for question in _about(practice, canary):
        yield ask(browser, question, withdrawn)


def read(port: int, seed: int, known: Known, say: Callable[[Asked], None], stop: Event) -> None:
    """Ask one question after the other until told to stop."""
    browser, dice = Browser(port), Random(seed)
    while not stop.is_set():
        gone = dict(known.withdrawn)
        asked = ask(browser, _question(dice, gone, known.latest), gone)
        say(asked)
        if asked.answer.status in {0, 503}:
            time.sleep(_PAUSE)
        if dice.random() < 0.01:
            # In a browser of its own, as the signed-in one would read other pages.
            say(Asked(Browser(port).sign_in(f"nikt{dice.random()}@example.org", PASSWORD)))


def ask(browser: Browser, question: Question, withdrawn: Mapping[int, str]) -> Asked:
    """Ask, and look for the words of what was withdrawn before."""
    answer = browser.get(question.path)
    if answer.status == 301:
        answer = browser.get(answer.location)
    return Asked(answer, leak(question, answer, set(withdrawn.values())))


def leak(question: Question, answer: Answer, secrets: Set[str]) -> str:
    """What of the secrets an answer shows; empty where it shows none."""
    if answer.status in {0, 500, 503}:
        return ""
    found = {match.decode() for match in CANARY.findall(answer.body)} & secrets
    if question.echo:
        found -= {question.echo}
        if answer.status == 200 and _found_anything(json.loads(answer.body)):
            found |= {question.echo}
    if question.expected and answer.status != question.expected:
        return f"{question.path} answers {answer.status}, not {question.expected}"
    return f"{question.path} shows {', '.join(sorted(found))}" if found else ""


def _found_anything(page: Mapping[str, Any]) -> bool:
    """Whether a page of results has hits, or counts some, in all or behind a value of a facet."""
    counted = [value["count"] for values in page["facets"].values() for value in values]
    return bool(page["count"] or page["results"] or any(counted))


def _about(practice: int, canary: str) -> list[Question]:
    return [
        Question(f"/api/v1/search/?q={canary}", echo=canary),
        Question(f"/api/v1/practices/{practice}/", expected=410),
        Question(f"/praktyki/{practice}-x/", expected=410),
        Question(f"/api/v1/practices/{practice}/similar/", expected=410),
        Question("/api/v1/search/?page_size=50"),
        Question("/api/v1/practices/?page_size=100"),
    ]


def _question(dice: Random, withdrawn: Mapping[int, str], latest: int) -> Question:
    if withdrawn and dice.random() < 0.3:
        practice = dice.choice(list(withdrawn)[-40:])
        return dice.choice(_about(practice, withdrawn[practice]))
    return Question(dice.choice(_PLACES)(dice, dice.randint(1, latest + 1)))


def _search(dice: Random) -> str:
    asked: dict[str, str] = {"page_size": "50", "q": dice.choice(("", *_WORDS, *CITIES, *TAGS))}
    if dice.random() < 0.4:
        name, value = dice.choice(
            (("theme", dice.choice(THEMES)), ("city", dice.choice(CITIES).lower()), ("status", "finished"))
        )
        asked[name] = value
    return urlencode(asked)


def _theme(dice: Random) -> str:
    return dice.choice((*THEMES, *SUB_SLUGS))


def _city(dice: Random) -> str:
    return dice.choice(CITIES).lower()


# Of dice, and of the id of a practice that may be public, withdrawn, unpublished or nothing.
_PLACES: tuple[Callable[[Random, int], str], ...] = (
    lambda dice, id: f"/api/v1/search/?{_search(dice)}",
    lambda dice, id: f"/api/v1/search/?{_search(dice)}",
    lambda dice, id: f"/szukaj/?q={quote(dice.choice(_WORDS))}",
    lambda dice, id: f"/api/v1/practices/{id}/",
    lambda dice, id: f"/api/v1/practices/{id}/similar/",
    lambda dice, id: f"/praktyki/{id}-x/",
    lambda dice, id: f"/api/v1/cities/{_city(dice)}/recommendations/",
    lambda dice, id: f"/api/v1/cities/{_city(dice)}/",
    lambda dice, id: f"/miasta/{_city(dice)}/",
    lambda dice, id: f"/tematy/{_theme(dice)}/",
    lambda dice, id: "/api/v1/practices/?page_size=100",
    lambda dice, id: f"/api/v1/changes/?limit=200&after={id}",
    lambda dice, id: dice.choice(("/", "/en/", "/miasta/", "/tematy/", "/health/", "/api/v1/tags/", "/api/v1/themes/")),
)
