"""Through a whole search: every form of a word finds the practices that use its other forms, however it is typed."""

from collections.abc import Callable
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest

from practices.models import Practice
from search.analysis import bare
from tests.factories import a_city, a_published_practice, a_text
from tests.finding.asking import found, index_everything

_LIST = Path(__file__).parents[1] / "search" / "word_forms.txt"


@pytest.fixture
def words() -> list[list[str]]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


@pytest.fixture
def practices(words: list[list[str]]) -> list[Practice]:
    """The n-th practice uses the n-th form of every word that has so many."""
    city = a_city("Zmyślin")
    quiet = dict.fromkeys(("title", "summary", "challenge", "results", "lessons", "conditions"), "Opis.")
    said = (" ".join(form for form in forms if form) for forms in zip_longest(*words, fillvalue=""))
    made = [a_published_practice(city, texts={"pl": a_text(**(quiet | {"solution": text}))}) for text in said]
    index_everything()
    return made


@pytest.mark.slow
def test_forms_find_each_other_with_and_without_polish_letters(
    words: list[list[str]], practices: list[Practice]
) -> None:
    assert len(words) >= 110
    hits = cache(lambda form: set(found(form)))
    as_written = _recall(words, practices, hits)
    without = _recall(words, practices, lambda form: hits(bare(form)))
    print(f"recall through find(), {len(words)} words: {as_written:.3f}; typed without Polish letters: {without:.3f}")
    assert as_written >= 0.98
    assert without >= 0.98


def _recall(words: list[list[str]], practices: list[Practice], hits: Callable[[str], set[int]]) -> float:
    """Of all (form, practice with another form of its word), the share that is found."""
    met = wanted = 0
    for forms in words:
        for place, form in enumerate(forms):
            others = {practice.pk for n, practice in enumerate(practices[: len(forms)]) if n != place}
            met += len(others & hits(form))
            wanted += len(others)
    return met / wanted
