"""The list in the operators' panel: what it says, what it refuses, and that whoever changes it is written down."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from network.models import Role
from search.models import SynonymGroup
from search.synonyms.editing import load_synonyms
from tests.desk.pages import signed_in
from tests.factories import a_published_practice, a_user
from tests.finding.asking import index_everything

pytestmark = pytest.mark.django_db

_ADD, _LIST = "admin:search_synonymgroup_add", "admin:search_synonymgroup_changelist"


@pytest.fixture
def operator() -> Client:
    return signed_in(a_user(Role.OPERATOR))


def typed(*words: str, **more: str) -> dict[str, str]:
    return {"words": "\r\n".join(words), "language": "", "active": "on", "note": "", **more}


def change(group: SynonymGroup, name: str = "change") -> str:
    return reverse(f"admin:search_synonymgroup_{name}", args=[group.pk])


def test_a_group_is_added_changed_and_removed_and_the_panel_writes_down_who_did_it(operator: Client) -> None:
    operator.post(reverse(_ADD), typed(" rower ", "", "bicycle"))
    group = SynonymGroup.objects.get()
    assert (group.entries, group.active, group.revision) == (("rower", "bicycle"), True, 1)
    operator.post(change(group), typed("rower", "bike", language="pl", one_way="on"))
    group.refresh_from_db()
    assert (group.entries, group.language, group.one_way, group.revision) == (("rower", "bike"), "pl", True, 2)
    operator.post(change(group, "delete"), {"post": "yes"})
    assert not SynonymGroup.objects.exists()
    assert list(LogEntry.objects.order_by("id").values_list("action_flag", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rower",), "Podaj od 2 do 12"),
        (("rower", "rowery"), "tym samym"),
        (("rower", "x" * 200), "za długie"),
        (("rower", "oraz"), "łączy słowa"),
        (("OZE", "zielona energia"), "jest już w grupie"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_what_was_typed_stays(
    operator: Client, words: tuple[str, ...], said: str
) -> None:
    SynonymGroup.objects.create(words="OZE\nodnawialne źródła energii")
    answer = operator.post(reverse(_ADD), typed(*words))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert said in html and "errorlist" in html and words[0] in html
    assert SynonymGroup.objects.count() == 1


def test_what_looks_like_markup_is_text(operator: Client) -> None:
    operator.post(reverse(_ADD), typed("rower", "<b>bicycle</b>"))
    for address in (reverse(_LIST), change(SynonymGroup.objects.get())):
        html = operator.get(address).content.decode()
        assert "<b>bicycle" not in html and "&lt;b&gt;bicycle" in html


def test_an_entry_is_shown_as_search_sees_it_with_how_many_texts_have_it(operator: Client) -> None:
    a_published_practice(title="Rowery w mieście")
    index_everything()
    group = SynonymGroup.objects.create(words="rowery\nścieżka rowerowa")
    html = operator.get(change(group)).content.decode()
    assert "<strong>rowery</strong> – pl: rower (teksty: najwyżej 1)" in html
    assert "pl: sciezk rowerow" in html
    assert "Zapisz, żeby zobaczyć" in operator.get(reverse(_ADD)).content.decode()


def test_packaged_groups_are_switched_off_together_and_cannot_be_removed(operator: Client) -> None:
    load_synonyms()
    ids = list(SynonymGroup.objects.values_list("pk", flat=True)[:3])
    answer = operator.post(
        reverse(_LIST), {"action": "switch_off", "_selected_action": [str(id) for id in ids]}, follow=True
    )
    assert "Wyłączono (3)" in answer.content.decode()
    assert not SynonymGroup.objects.filter(pk__in=ids, active=True).exists()
    operator.post(reverse(_LIST), {"action": "switch_on", "_selected_action": [str(ids[0])]})
    assert SynonymGroup.objects.get(pk=ids[0]).active
    assert operator.post(change(SynonymGroup.objects.get(pk=ids[0]), "delete"), {"post": "yes"}).status_code == 403
    operator.post(
        reverse(_LIST), {"action": "delete_selected", "_selected_action": [str(id) for id in ids], "post": "yes"}
    )
    assert SynonymGroup.objects.filter(pk__in=ids).count() == 3


def test_the_list_is_searched_and_filtered(operator: Client) -> None:
    load_synonyms()
    SynonymGroup.objects.create(words="welocyped\njednoślad")
    html = operator.get(reverse(_LIST), {"q": "odpadów komunalnych"}).content.decode()
    assert "PSZOK" in html and "welocyped" not in html
    html = operator.get(reverse(_LIST), {"shipped": "0"}).content.decode()
    assert "welocyped = jednoślad" in html and "PSZOK" not in html


@pytest.mark.parametrize("role", [None, Role.REVIEWER])
def test_nobody_else_sees_it(client: Client, role: Role | None) -> None:
    who = signed_in(a_user(role)) if role else client
    assert who.get(reverse(_LIST)).status_code in {302, 403}
    who.post(reverse(_ADD), typed("rower", "bicycle"))
    assert not SynonymGroup.objects.exists()
