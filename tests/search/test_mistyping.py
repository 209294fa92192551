import pytest

from search.mistyping import UNLIKELY, price


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("roewr", "rower"),
        ("rowwer", "rower"),
        ("rowr", "rower"),
        ("riwer", "rower"),
        ("roqwer", "rower"),
        ("porzar", "pożar"),
        ("hodnik", "chodnik"),
        ("chulajnoga", "hulajnoga"),
        ("ogrud", "ogród"),
        ("piend", "pięd"),
        ("sciezak", "ścieżka"),
        ("rower", "rower"),
    ],
)
def test_what_fingers_and_ears_do_is_likely(typed: str, meant: str) -> None:
    assert price(typed, meant) < UNLIKELY


@pytest.mark.parametrize(
    ("typed", "meant"), [("romer", "rower"), ("rowper", "rower"), ("rowery", "rower"), ("rwoery", "rower")]
)
def test_any_other_error_is_not(typed: str, meant: str) -> None:
    assert price(typed, meant) >= UNLIKELY


def test_several_errors_cost_more_than_any_one() -> None:
    assert price("rwoery", "rower") > price("romer", "rower") > price("riwer", "rower") > price("roewr", "rower") == 0


def test_polish_letters_are_not_missed_by_who_has_none() -> None:
    assert price("sceizka", "ścieżka", marked=False) == 0 < price("sceizka", "ścieżka")


def test_a_mark_too_many_is_dearer_than_one_lost() -> None:
    assert price("róewr", "rower") > price("lodzik", "łodzik") > 0
    assert price("źycie", "życie") > 0
