"""What is looked for instead of what was typed: synonyms, compounds, numbers, abbreviations. No engine."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import terms_by_word, words
from search.finding.plan import Plan, plan
from search.query.parser import parse
from search.synonyms.groups import Group, Synonyms
from search.vocabulary import Vocabulary, VocabularyBuilder

_TEXTS = (
    "Fotowoltaika na dachu szkoły",
    "Rowerostrada i droga dla rowerów",
    "Panele słoneczne na dachach",
    "Odnawialne źródła energii: wiatr i słońce",
    "Naprawa chodników na prawym brzegu",
)


def vocabulary(*texts: str) -> Vocabulary:
    builder = VocabularyBuilder()
    for text in texts or _TEXTS:
        builder.add("pl", terms_by_word(words(text), "pl"))
    return builder.build()


def asked(q: str, *groups: Group, texts: tuple[str, ...] = ()) -> Plan:
    return plan(parse(q), vocabulary(*texts), {}, Synonyms.of(groups))


def polish(question: Plan) -> list[tuple[str, list[str]]]:
    """Each unit's Polish term, and what else it is found by."""
    return [
        (word.terms.get("pl", ""), [" ".join(o.terms["pl"]) for o in word.others if "pl" in o.terms])
        for word in question.words
    ]


_OZE = Group(("OZE", "odnawialne źródła energii"), "pl")


def test_an_abbreviation_is_one_word_that_stands_for_its_expansion() -> None:
    question = asked("oze", _OZE)
    assert polish(question) == [("oz", ["odnawialn zrodl energ"])]
    assert question.minimum == 1


def test_an_expansion_typed_in_any_form_stands_for_its_abbreviation_and_stays_words() -> None:
    for typed in ("odnawialnych źródeł energii", "odnawialne zrodla energii"):
        assert polish(asked(f"{typed} w szkole", _OZE))[:3] == [
            ("odnawialn", ["oz"]),
            ("zrodl", ["oz"]),
            ("energ", ["oz"]),
        ]


def test_the_longest_entry_that_is_typed_decides() -> None:
    groups = (Group(("energia", "prąd")), _OZE)
    assert polish(asked("odnawialne źródła energii", *groups))[2] == ("energ", ["oz"])
    assert polish(asked("energia", *groups)) == [("energ", ["prad"])]


def test_one_way_is_one_way() -> None:
    group = Group(("SIM", "społeczna inicjatywa mieszkaniowa"), "pl", one_way=True)
    assert polish(asked("SIM", group))[0][1]
    assert not any(others for _, others in polish(asked("społeczna inicjatywa mieszkaniowa", group)))


def test_what_a_word_stands_for_counts_less_than_the_word_and_never_more() -> None:
    [word] = asked("fotowoltaika", Group(("fotowoltaika", "panele słoneczne", "naprawa"))).words
    assert word.others and all(0 < other.weight < 1 for other in word.others)


def test_a_word_that_no_text_has_is_as_rare_as_what_it_stands_for() -> None:
    group = Group(("PV", "fotowoltaika"))
    assert asked("PV", group).whole_weight == pytest.approx(asked("fotowoltaika").whole_weight)


def test_an_abbreviation_like_a_function_word_counts_in_capitals_only() -> None:
    group = Group(("ITS", "inteligentne systemy transportowe"), "pl")
    assert polish(asked("the city and its parks", group))[3] == ("its", [])
    [word] = asked("ITS", group).words
    assert word.signal and word.others and "en" not in word.terms


def test_what_is_in_half_the_texts_makes_no_hit_of_a_rare_word() -> None:
    common = tuple(f"Park numer {n} miejski" for n in range(80))
    [word] = asked("zieleniec", Group(("zieleniec", "park", "skwer")), texts=common).words
    assert [other.terms["pl"] for other in word.others] == [("skwer",)]


@pytest.mark.parametrize("typed", ["P+R", "p+r", "P + R", "p r"])
def test_letters_that_are_one_entry_are_looked_for_side_by_side(typed: str) -> None:
    [word] = asked(typed, Group(("P+R", "parkuj i jedź"))).words
    assert word.terms == {}
    assert [other.terms["pl"] for other in word.others] == [("p", "rok"), ("parkow", "i", "jech")]


@pytest.mark.parametrize("typed", ["LED-owe", "LED-owych", "LED-u", "led"])
def test_the_ending_of_an_abbreviation_asks_for_nothing(typed: str) -> None:
    assert polish(asked(typed)) == [("led", [])]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("foto woltaika", [("fotowoltaik", ["fot woltaik"])]),
        ("foto-woltaiki", [("fotowoltaik", ["fot woltaik"])]),
        ("rower strada", [("rowerostrad", ["rower strad"])]),
        ("fotowoltaikadachu", [("fotowoltaikad", ["fotowoltaik dach"])]),
        ("na prawa", [("na", []), ("praw", [])]),
        ("foto 2", [("fot", []), ("2", [])]),
    ],
)
def test_compounds_are_what_the_texts_have(typed: str, found: list[tuple[str, list[str]]]) -> None:
    question = polish(asked(typed))
    assert len(question) == len(found)
    for (term, others), (wanted, wanted_others) in zip(question, found, strict=True):
        assert term == wanted
        assert len(others) == len(wanted_others)


def test_two_words_of_which_texts_have_all_three_count_joined_as_well() -> None:
    texts = ("mikro ogród", "instalacje", "mikroinstalacje")
    assert [term for term, _ in polish(asked("mikro instalacje", texts=texts))] == ["mikr", "instalacj"]
    assert all(others == ["mikroinstalacj"] for _, others in polish(asked("mikro instalacje", texts=texts)))


def test_a_joined_word_stands_for_its_synonyms() -> None:
    [(_, others)] = polish(asked("foto woltaika", Group(("fotowoltaika", "PV"))))
    assert others[-1] == "pv"


@pytest.mark.parametrize("typed", ["2500", "2 500", "2.500", "2,500", "2\u00a0500"])
def test_a_number_is_the_same_however_its_thousands_are_parted(typed: str) -> None:
    assert polish(asked(typed)) == [("2500", ["2 500"])]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("3,5", [("", ["3 5"])]),
        ("30 km/h", [("30", []), ("kilometr", []), ("h", [])]),
        ("2 tys.", [("2", []), ("tysi", [])]),
        ("12 34", [("12", []), ("34", [])]),
        ("2024", [("2024", ["2 024"])]),
        ("1 000 000", [("1000000", ["1 000 000"])]),
    ],
)
def test_other_numbers_are_looked_for_as_they_stand(typed: str, found: list[tuple[str, list[str]]]) -> None:
    assert polish(asked(typed)) == found


def test_quotes_and_exclusions_stand_for_nothing_else() -> None:
    question = asked('"odnawialne źródła energii" -oze', _OZE)
    assert question.words == ()
    assert question.phrases[0]["pl"] == ("odnawialn", "zrodl", "energ")
    assert [excluded["pl"] for excluded in question.excluded if isinstance(excluded, dict)] == [("oz",)]


def test_words_with_something_between_them_are_no_phrase() -> None:
    assert not any(others for _, others in polish(asked("odnawialne -węgiel źródła energii", _OZE)))


_PIECES = st.sampled_from(
    ["OZE", "odnawialne", "źródła", "energii", "P+R", "2", "500", "foto", "woltaika", "-x", '"', "ß", "🌳"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=90).map(" ".join))
def test_whatever_is_typed_the_plan_is_bounded(typed: str) -> None:
    groups = [_OZE, Group(("P+R", *(f"parking {n}" for n in range(11)))), Group(tuple(f"foto {n}" for n in range(12)))]
    question = asked(typed, *groups)
    assert len(question.words) <= 64
    assert sum(len(word.others) for word in question.words) <= 32 + 64
    assert all(word.terms or word.others for word in question.words)
    assert all(word.rarity > 0 for word in question.words)
