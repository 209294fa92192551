"""What operators may write, what is refused with a sentence, and the packaged list that never overwrites them."""

import json
from pathlib import Path

import pytest

from network.errors import Refused
from network.models import Role, User
from search.finding.words import terms_of
from search.function_words import _WORDS
from search.models import SynonymGroup
from search.synonyms.editing import (
    SHIPPED,
    Contents,
    add_group,
    change_group,
    contents_of,
    delete_group,
    entries_of,
    load_synonyms,
)
from search.synonyms.groups import Group, Synonyms
from search.vocabulary import Vocabulary
from tests.factories import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    return a_user(Role.OPERATOR)


def add(operator: User, *entries: str, language: str = "", one_way: bool = False, active: bool = True) -> SynonymGroup:
    return add_group(actor=operator, contents=Contents(entries, language, one_way, active))


def test_a_group_is_kept_as_it_was_written_and_cleaned(operator: User) -> None:
    group = add(operator, "  rower ", "bicy\u00adcle\x00", language="")
    assert contents_of(SynonymGroup.objects.get(pk=group.pk)).entries == ("rower", "bicycle")
    assert str(group) == "rower = bicycle"
    assert entries_of("rower\r\n\n  \nbicycle\u2028bike") == ("rower", "bicycle", "bike")


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((), "od 2 do 12"),
        (("rower",), "od 2 do 12"),
        (("rower", " ", "\x00"), "od 2 do 12"),
        (tuple(f"słowo{n}" for n in range(13)), "od 2 do 12"),
        (("rower", "x" * 101), "za długie"),
        (("rower", "a b c d e f g h i"), "za długie"),
        (("rower", "&"), "nie zawiera słowa"),
        (("rower", "🚲"), "nie zawiera słowa"),
        (("rower", "i"), "łączy słowa"),
        (("rower", "rowery"), "tym samym"),
        (("OZE", "oze"), "tym samym"),
        (("MŚP", "MSP"), "tym samym"),
        (("ścieżka rowerowa", "sciezka-rowerowa"), "tym samym"),
    ],
)
def test_what_would_be_of_no_use_is_refused_with_a_sentence(
    operator: User, entries: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Refused) as refused:
        add(operator, *entries)
    assert said in str(refused.value)
    assert not SynonymGroup.objects.exists()


def test_a_language_that_there_is_not_and_a_note_that_is_too_long_are_refused(operator: User) -> None:
    for contents in (Contents(("rower", "bike"), "de"), Contents(("rower", "bike"), note="x" * 301)):
        with pytest.raises(Refused):
            add_group(actor=operator, contents=contents)


def test_an_entry_stands_for_others_in_one_group_in_use_alone(operator: User) -> None:
    group = add(operator, "rower", "bicycle")
    with pytest.raises(Refused) as refused:
        add(operator, "rowery", "bike", language="pl")
    assert "rower = bicycle" in str(refused.value)
    add(operator, "P+R", "rower", one_way=True)
    off = add(operator, "rower", "jednoślad", active=False)
    with pytest.raises(Refused):
        change_group(actor=operator, group=off, contents=Contents(("rower", "jednoślad")))
    change_group(actor=operator, group=group, contents=Contents(("rower", "bicycle", "jednoślad")))


def test_there_are_not_more_groups_than_a_process_can_hold(operator: User) -> None:
    SynonymGroup.objects.bulk_create(SynonymGroup(words=f"a{n}\nb{n}") for n in range(1_000))
    with pytest.raises(Refused) as refused:
        add(operator, "rower", "bicycle")
    assert refused.value.code == "too-many"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CITY_COORDINATOR])
def test_only_operators_write(role: Role) -> None:
    person, group = a_user(role if role is Role.REVIEWER else None), SynonymGroup.objects.create(words="a\nb")
    contents = Contents(("rower", "bicycle"))
    for write in (
        lambda: add_group(actor=person, contents=contents),
        lambda: change_group(actor=person, group=group, contents=contents),
        lambda: delete_group(actor=person, group=group),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert refused.value.code == "forbidden"


def test_the_packaged_list_is_whole_and_without_contradictions() -> None:
    report = load_synonyms()
    assert report.created == len(json.loads(SHIPPED.read_text())) >= 100
    assert (report.updated, report.kept, report.left_out) == (0, 0, 0)
    assert load_synonyms().unchanged == report.created


@pytest.mark.parametrize(
    ("typed", "stands_for"),
    [
        ("oze", "odnawialne źródła energii"),
        ("PSZOK", "punkt selektywnego zbierania odpadów komunalnych"),
        ("MŚP", "małe i średnie przedsiębiorstwa"),
        ("rower", "bicycle"),
        ("bicycle", "rower"),
        ("MOPS", "ośrodek pomocy społecznej"),
        ("P+R", "parkuj i jedź"),
        ("AI", "sztuczna inteligencja"),
        ("ITS", "inteligentne systemy transportowe"),
    ],
)
def test_the_packaged_list_knows_the_abbreviations_of_cities(typed: str, stands_for: str) -> None:
    load_synonyms()
    found = [
        group.entries for group in SynonymGroup.objects.all() if typed.casefold() in map(str.casefold, group.entries)
    ]
    assert any(stands_for in entries for entries in found)


def test_no_word_of_a_sentence_stands_for_anything_in_the_packaged_list() -> None:
    load_synonyms()
    synonyms = Synonyms.of(group.as_group() for group in SynonymGroup.objects.all())
    known = Vocabulary.empty()
    for word in {word for words in _WORDS.values() for word in words.split()}:
        assert synonyms.beginning([terms_of(word, known)], in_capitals=False) is None, word


def listed(tmp_path: Path, *groups: tuple[str, list[str]]) -> Path:
    path = tmp_path / "synonyms.json"
    rows = [{"key": key, "language": "", "one_way": False, "words": words, "note": ""} for key, words in groups]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def test_loading_again_brings_what_is_new_and_leaves_what_operators_changed(operator: User, tmp_path: Path) -> None:
    load_synonyms(path=listed(tmp_path, ("a", ["rower", "bike"]), ("b", ["drzewo", "tree"]), ("c", ["woda", "water"])))
    mine = SynonymGroup.objects.get(shipped="a")
    change_group(actor=operator, group=mine, contents=Contents(("rower", "jednoślad")))
    off = SynonymGroup.objects.get(shipped="c")
    change_group(actor=operator, group=off, contents=Contents(off.entries, active=False))
    report = load_synonyms(
        path=listed(
            tmp_path,
            ("a", ["rower", "bike", "bicycle"]),
            ("b", ["drzewo", "tree", "drzewko"]),
            ("c", ["woda", "water", "H2O"]),
            ("d", ["jednoślad", "motorower"]),
        )
    )
    assert (report.created, report.updated, report.kept, report.left_out) == (0, 1, 2, 1)
    assert {g.shipped: (g.entries, g.active) for g in SynonymGroup.objects.all()} == {
        "a": (("rower", "jednoślad"), True),
        "b": (("drzewo", "tree", "drzewko"), True),
        "c": (("woda", "water"), False),
    }


def test_a_packaged_group_is_switched_off_and_not_removed(operator: User, tmp_path: Path) -> None:
    load_synonyms(path=listed(tmp_path, ("a", ["rower", "bike"])))
    with pytest.raises(Refused) as refused:
        delete_group(actor=operator, group=SynonymGroup.objects.get())
    assert refused.value.code == "shipped"
    own = add(operator, "drzewo", "tree")
    delete_group(actor=operator, group=own)
    assert SynonymGroup.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "null",
        "[1]",
        '[{"key": "a"}]',
        '[{"key":"a","language":"","one_way":false,"words":["rower"],"note":""}]',
    ],
)
def test_a_file_that_is_no_such_list_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"list\.json"):
        load_synonyms(path=path)


def test_groups_know_which_grammars_their_words_are_of() -> None:
    synonyms = Synonyms.of([Group(("AI", "sztuczna inteligencja")), Group(("LED", "ledowy"))])
    assert synonyms.beginning([{"pl": "byc", "en": "be", "xx": "is"}], in_capitals=False) is None
    assert synonyms.beginning([{"pl": "leadu", "en": "lead", "xx": "lead"}], in_capitals=False) is None
    assert synonyms.beginning([{"pl": "ai", "en": "be", "xx": "ai"}], in_capitals=True)
