"""Who and what a run works with: cities, people, themes, tags, and texts that can be told apart."""

import re
from dataclasses import replace
from random import Random

from network.models import City, Role, User
from practices.content import PracticeContent, Text
from practices.models import Theme
from tests.factories import a_city, a_text, a_theme, a_user, give_role

PASSWORD = "hasło do testów"
COORDINATOR, REVIEWER, OPERATOR = (f"{who}@example.org" for who in ("koordynator", "recenzent", "operator"))

CITIES = tuple(f"{name}owo" for name in ("Alf", "Bet", "Gamm", "Delt", "Zet", "Ome", "Kapp", "Lambd", "Sigm", "Taur"))
THEMES = ("transport", "klimat", "zdrowie", "kultura")
SUB_THEMES = ("piesi", "rowery", "woda", "ciepło", "zieleń", "czytelnictwo")
SUB_SLUGS = tuple(f"pod-{number}" for number in range(len(SUB_THEMES)))
TAGS = tuple(
    f"{what} {how}" for what in ("ławki", "drzewa", "ścieżki", "place", "okna") for how in ("miejskie", "nowe", "ciche")
)

# Every text of a practice bears the practice's word, and the version's: six digits, so that none begins another.
CANARY = re.compile(rb"kanarek\d{6}")
_VERSION_WORD = re.compile(r"wersja\d{6}")


def make_world() -> None:
    """Write cities, people and themes into an empty database."""
    coordinator = a_user(email=COORDINATOR)
    for number, name in enumerate(CITIES):
        give_role(coordinator, Role.CITY_COORDINATOR, a_city(name, population=20_000 * (number + 1)))
    a_user(Role.REVIEWER, email=REVIEWER)
    a_user(Role.OPERATOR, email=OPERATOR)
    for slug in THEMES:
        a_theme(slug)
    for number, (slug, name) in enumerate(zip(SUB_SLUGS, SUB_THEMES, strict=True)):
        a_theme(slug, parent=Theme.objects.get(slug=THEMES[number % len(THEMES)]), name_pl=name)


def person(email: str) -> User:
    """One of the people."""
    return User.objects.get(email=email)


def canary_of(number: int) -> str:
    """The word of the practice that an operation of this number makes."""
    return f"kanarek{number:06d}"


def version_word(number: int) -> str:
    """The word of what an operation of this number writes."""
    return f"wersja{number:06d}"


def word_in(title: str) -> str:
    """The version's word in a title; empty where there is none."""
    found = _VERSION_WORD.search(title)
    return found.group() if found else ""


def text_of(canary: str, word: str) -> Text:
    """Everything that publication requires, with both words where they are shown."""
    return a_text(
        f"Praktyka {canary} {word}",
        summary=f"Miasto naprawiło {canary} i {word}.",
        solution=f"Zbudowano {canary}, {word}.",
    )


def new_content(number: int, random: Random) -> PracticeContent:
    """A complete content for a new practice."""
    return PracticeContent(
        texts={"pl": text_of(canary_of(number), version_word(number))},
        themes=tuple(random.sample([*THEMES, *SUB_SLUGS], 2)),
        tags=tuple(random.sample(TAGS, random.randint(0, 3))),
        status=random.choice(("planned", "running", "finished")),
        started_on=str(random.randint(2015, 2025)),
        contact_mailbox="urzad@miasto.example",
    )


def edited(content: PracticeContent, number: int, random: Random) -> PracticeContent:
    """The same practice, said otherwise: with the word of this operation, and other tags."""
    word = version_word(number)
    texts = {
        language: replace(
            text,
            title=_VERSION_WORD.sub(word, text.title),
            summary=_VERSION_WORD.sub(word, text.summary),
            solution=_VERSION_WORD.sub(word, text.solution),
        )
        for language, text in content.texts.items()
    }
    return replace(content, texts=texts, tags=tuple(random.sample(TAGS, random.randint(0, 3))))


def themes() -> list[Theme]:
    """The themes of the run, as they are called now."""
    return list(Theme.objects.filter(slug__in=[*THEMES, *SUB_SLUGS]).order_by("pk"))


def cities() -> list[City]:
    """The cities of the run, as they are called now."""
    return list(City.objects.filter(slug__in=[name.lower() for name in CITIES]).order_by("pk"))
