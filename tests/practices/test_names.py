"""Names are remembered by each process, and yet every change of one shows at once, whichever process made it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from network.models import City, Renaming, Role
from network.register import TOWNS
from network.services.memberships import join_network
from network.services.register import load_register
from network.services.renaming import note_renaming
from practices.models import Practice, Tag, Theme
from practices.selectors.cards import practice_cards
from practices.selectors.names import names_now
from practices.services.cities import rename_city
from practices.services.tags import merge_tags, rename_tag, undo_merge
from practices.services.themes import THEMES, load_themes, move_theme, rename_theme
from tests.factories import a_city, a_published_practice, a_theme, a_user

# Inside the transaction of an ordinary test nothing is remembered.
pytestmark = pytest.mark.django_db(transaction=True)

_MANAGE = Path(__file__).parents[2] / "manage.py"


@pytest.fixture
def practice() -> Practice:
    """A practice of Brzeg with the theme and the tag "woda", whose names the process has read."""
    practice = a_published_practice(a_city("Brzeg"), tags=("woda",))
    shown(practice)
    return practice


def shown(practice: Practice) -> tuple[str, str, list[str]]:
    """City, theme and tags on the card, and in lists of labels."""
    card = practice_cards([practice.pk], language="pl")[practice.pk]
    assert card.city
    [theme] = card.themes
    expected = [("city", card.city.slug, card.city.name), ("theme", theme.slug, theme.name_pl)]
    for kind, slug, name in (*expected, *(("tag", tag.slug, tag.name) for tag in card.tags)):
        assert names_now().labels(kind, [slug], "pl")[slug] == name
    return card.city.name, theme.name_pl, [tag.name for tag in card.tags]


def test_names_that_are_known_are_not_read_again(
    practice: Practice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        practice_cards([practice.pk], language="pl")
    other = a_published_practice(a_city("Sanok"), tags=("woda", "dach"))
    assert shown(other) == ("Sanok", "Woda", ["woda", "dach"]), "new names need no notice"


def test_a_renamed_city_theme_or_tag_shows_at_once(practice: Practice) -> None:
    operator = a_user(Role.OPERATOR)
    rename_tag(actor=operator, tag=Tag.objects.get(), name="wody opadowe")
    assert shown(practice) == ("Brzeg", "Woda", ["wody opadowe"])
    rename_theme(actor=operator, theme=Theme.objects.get(), name_pl="Deszcz", name_en="Rain")
    assert shown(practice) == ("Brzeg", "Deszcz", ["wody opadowe"])
    rename_city(actor=operator, city=City.objects.get(), name="Brzeg Dolny")
    assert shown(practice) == ("Brzeg Dolny", "Deszcz", ["wody opadowe"])


def test_a_moved_theme_stands_under_its_new_theme_at_once(practice: Practice) -> None:
    operator, water = a_user(Role.OPERATOR), Theme.objects.get()

    def above() -> tuple[str | None, str]:
        theme = practice_cards([practice.pk], language="pl")[practice.pk].themes[0]
        return theme.parent.name_pl if theme.parent else None, names_now().parents([water.slug])[water.slug]

    assert above() == (None, "")
    nature = a_theme("przyroda")
    move_theme(actor=operator, theme=water, parent=nature)
    assert above() == ("Przyroda", "przyroda")
    rename_theme(actor=operator, theme=nature, name_pl="Natura", name_en="Nature")
    assert above() == ("Natura", "przyroda")
    move_theme(actor=operator, theme=water, parent=None)
    assert above() == (None, "")


def test_a_merged_tag_and_its_undoing_show_at_once(practice: Practice) -> None:
    operator, water = a_user(Role.OPERATOR), Tag.objects.get()
    other = a_published_practice(tags=("deszczówka",))
    merge_tags(actor=operator, tag=water, into=Tag.objects.exclude(pk=water.pk).get())
    assert shown(practice)[2] == shown(other)[2] == ["deszczówka"]
    undo_merge(actor=operator, tag=water)
    assert (shown(practice)[2], shown(other)[2]) == (["woda"], ["deszczówka"])


def test_a_newly_loaded_register_and_list_of_themes_show_at_once(tmp_path: Path) -> None:
    load_register()
    load_themes()
    town, theme = City.objects.get(slug="przemysl"), json.loads(THEMES.read_text("utf-8"))[0]
    join_network(actor=None, city=town)
    practice = a_published_practice(town, themes=(theme["slug"],))
    assert shown(practice)[0] == "Przemyśl"
    towns, themes = tmp_path / "towns.csv", tmp_path / "themes.json"
    towns.write_text(TOWNS.read_text("utf-8").replace(",Przemyśl,", ",Nowy Przemyśl,"), "utf-8")
    load_register(path=towns)
    assert shown(practice)[0] == "Nowy Przemyśl"
    themes.write_text(json.dumps([theme | {"name_pl": "Nazwa nowa"}]), "utf-8")
    load_themes(path=themes)
    assert shown(practice)[1] == "Nazwa nowa"
    noted = Renaming.objects.count()
    load_register(path=towns)
    load_themes(path=themes)
    assert Renaming.objects.count() == noted, "nothing was renamed"


def test_what_was_read_in_a_transaction_that_is_undone_is_not_remembered(practice: Practice) -> None:
    operator, tag = a_user(Role.OPERATOR), Tag.objects.get()
    with transaction.atomic():
        rename_tag(actor=operator, tag=tag, name="błąd")
        assert shown(practice)[2] == ["błąd"]
        transaction.set_rollback(True)
    assert shown(practice)[2] == ["woda"]
    rename_tag(actor=operator, tag=tag, name="retencja")
    assert shown(practice)[2] == ["retencja"]


def test_a_renaming_is_noted_in_the_transaction_of_the_change_only() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        note_renaming("tag 1")


_READER = """
import sys
from practices.selectors.cards import practice_cards
for id in sys.stdin:
    [card] = practice_cards([int(id)], language="pl").values()
    print([tag.name for tag in card.tags], flush=True)
"""


def test_another_process_that_remembers_a_name_shows_the_new_one_at_once(practice: Practice) -> None:
    reader = subprocess.Popen(
        [sys.executable, str(_MANAGE), "shell", "-v", "0", "-c", _READER],
        env={**os.environ, "DATABASE_URL": _this_database(), "DJANGO_SETTINGS_MODULE": "network.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin and reader.stdout

    def read() -> str:
        print(practice.pk, file=reader.stdin, flush=True)
        return reader.stdout.readline().strip()  # type: ignore[union-attr]

    try:
        assert read() == read() == "['woda']"
        for name in ("retencja", "deszcz", "woda"):
            rename_tag(actor=a_user(Role.OPERATOR), tag=Tag.objects.get(), name=name)
            assert read() == f"['{name}']"
    finally:
        reader.stdin.close()
        assert reader.wait(timeout=60) == 0


def _this_database() -> str:
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    return f"postgres://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


def test_threads_that_read_while_a_tag_is_renamed_never_show_a_name_from_before(practice: Practice) -> None:
    operator, tag = a_user(Role.OPERATOR), Tag.objects.get()
    renamed = 0
    seen: list[tuple[int, str]] = []

    def read() -> None:
        while renamed < 20:
            least = renamed
            [tag] = practice_cards([practice.pk], language="pl")[practice.pk].tags
            seen.append((least, tag.name))
        connection.close()

    readers = [Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 21):
        rename_tag(actor=operator, tag=tag, name=f"woda {number}")
        renamed = number
    for reader in readers:
        reader.join()
    assert len(seen) > 20
    assert [(least, name) for least, name in seen if int(name.removeprefix("woda").strip() or 0) < least] == []


def test_memory_is_bounded(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    before = names_now()
    assert names_now() is before and len(before) > 2
    monkeypatch.setattr("practices.selectors.names._MOST", 2)
    assert len(names_now()) == 0
    assert shown(practice) == ("Brzeg", "Woda", ["woda"])
