import pytest

from search.spellings import MAX_LENGTH, spellings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sciezkami", "ścieżkami"), ("zolw", "żółw"), ("ściezkę", "ścieżkę"), ("wdrozono", "wdrożono"), ("sacz", "sącz")],
)
def test_a_word_typed_without_polish_letters_has_its_spelling(typed: str, meant: str) -> None:
    assert meant in spellings(typed)


def test_the_likelier_spelling_comes_first() -> None:
    assert spellings("prosze")[0] == "proszę"


@pytest.mark.parametrize("typed", ["drodze", "xqz", "", "zażółć", "c" * (MAX_LENGTH + 1), "acelnosz" * 3])
def test_a_word_that_stands_for_no_other_has_none(typed: str) -> None:
    assert spellings(typed) == ()
