"""How well the forms of Polish words find each other: of all pairs of forms of a word, the share that meet (recall)."""

from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

import pytest

from search.analysis import bare, term, terms_by_word
from search.vocabulary import Vocabulary, VocabularyBuilder

Words = list[list[str]]


@pytest.fixture(scope="module")
def words() -> Words:
    lines = Path(__file__).with_name("word_forms.txt").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def vocabulary_of(forms: list[str]) -> Vocabulary:
    builder = VocabularyBuilder()
    builder.add("pl", terms_by_word(forms, "pl"))
    return builder.build()


def recall(words: Words, asked: Callable[[str, str], str]) -> float:
    """`asked`: the term of a typed form, given also the form that the document has."""
    met = [asked(typed, there) == term(there, "pl") for typed, there in pairs(words)]
    return sum(met) / len(met)


def pairs(words: Words) -> Iterator[tuple[str, str]]:
    for forms in words:
        yield from permutations(forms, 2)


def test_the_list_is_long_enough_to_say_something(words: Words) -> None:
    assert len(words) >= 110
    assert all(len(forms) == len(set(forms)) >= 3 for forms in words)


def test_forms_find_each_other(words: Words) -> None:
    reached = recall(words, lambda typed, there: term(typed, "pl"))
    print(f"recall of {len(words)} words, {len(list(pairs(words)))} pairs of forms: {reached:.3f}")
    assert reached >= 0.98


def test_forms_typed_without_polish_letters_find_each_other(words: Words) -> None:
    everything = vocabulary_of([form for forms in words for form in forms])
    reached = recall(words, lambda typed, there: term(everything.restore(bare(typed), "pl"), "pl"))
    print(f"typed without Polish letters: {reached:.3f}")
    assert reached >= 0.98


def test_forms_typed_without_polish_letters_find_a_form_that_is_alone_in_the_documents(words: Words) -> None:
    alone = {form: vocabulary_of([form]) for forms in words for form in forms}
    reached = recall(words, lambda typed, there: term(alone[there].restore(bare(typed), "pl"), "pl"))
    print(f"typed without Polish letters, only the other form known: {reached:.3f}")
    assert reached >= 0.97


def test_words_do_not_melt_together(words: Words) -> None:
    terms = [{term(form, "pl") for form in forms} for forms in words]
    # "ludzie" is the plural of "człowiek", so one pair may.
    assert sum(bool(one & other) for one, other in permutations(terms, 2)) <= 2
