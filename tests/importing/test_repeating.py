"""Importing again: nothing doubled, what changed is taken over, what people did here stays."""

import json
from pathlib import Path

import pytest

from network.models import Role
from practices.importing import run
from practices.models import EvidenceLevel, Practice, PracticeState, PracticeVersion, VersionState
from practices.selectors.content import content_of
from practices.services.drafts import discard_draft, save_draft, start_next_version
from practices.services.lifecycle import archive, withdraw_practice
from practices.services.review import publish_practice, submit_practice
from tests.factories import a_city, a_user, content
from tests.importing.rows import a_file, a_row, imported, reasons

pytestmark = pytest.mark.django_db


def the_practice() -> Practice:
    return Practice.objects.get(source_id="1")


def test_importing_a_file_again_changes_nothing(tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row(n) for n in range(3)])
    first = imported(path)
    versions = [p.search_version for p in Practice.objects.order_by("id")]
    again = imported(path)
    assert (first.created, again.created, again.updated, again.unchanged) == (3, 0, 0, 3)
    assert [p.search_version for p in Practice.objects.order_by("id")] == versions
    assert PracticeVersion.objects.count() == 3


def test_the_order_of_fields_and_white_space_do_not_make_a_change(tmp_path: Path) -> None:
    row = a_row(place=None, city=a_city().slug)
    imported(a_file(tmp_path, [json.dumps(row, separators=(",", ":"))]))
    again = imported(a_file(tmp_path, [json.dumps(dict(reversed(row.items())))]))
    assert again.unchanged == 1


def test_a_changed_row_becomes_the_next_version(tmp_path: Path) -> None:
    imported(a_file(tmp_path, [a_row(1, summary="Dawniej."), a_row(2)]))
    before = the_practice()
    counts = imported(a_file(tmp_path, [a_row(1, summary="Teraz."), a_row(2)]))
    after = the_practice()
    assert (counts.updated, counts.unchanged) == (1, 1)
    assert after.live is not None and after.live.number == 2
    assert after.live.texts.get().summary == "Teraz."
    assert after.search_version > before.search_version
    assert after.first_published_at == before.first_published_at
    assert PracticeVersion.objects.get(practice=after, number=1).state == VersionState.SUPERSEDED


def test_the_same_number_in_another_collection_is_another_practice(tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row()])
    imported(path)
    other = run.import_file(path, source="Inny zbiór", publish=True, rejects=tmp_path / "rejects.jsonl")
    assert other.created == 1
    assert Practice.objects.count() == 2


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row(n) for n in range(6)])
    third = len(path.read_bytes().splitlines(keepends=True)[0]) * 3

    def interrupt(read: int) -> None:
        if read >= third:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imported(path, progress=interrupt)
    assert Practice.objects.count() == 3
    counts = imported(path)
    assert (counts.created, counts.unchanged) == (3, 3)
    assert Practice.objects.filter(state=PracticeState.PUBLISHED).count() == 6


def test_of_two_rows_with_one_number_the_second_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row(1), a_row(1, title="Inna"), a_row(2)])
    for _ in range(2):
        counts = imported(path)
        assert counts.rejected == 1
        assert "line 1" in reasons(path)[2]
    assert the_practice().live == PracticeVersion.objects.get(practice=the_practice())


def test_a_number_whose_first_row_was_bad_may_come_again(tmp_path: Path) -> None:
    counts = imported(a_file(tmp_path, [a_row(1, themes=["nie-ma-takiego"]), a_row(1)]))
    assert (counts.created, counts.rejected) == (1, 1)


def test_a_draft_is_imported_where_publication_is_not_asked_for_and_published_later(tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row()])
    imported(path, publish=False)
    assert the_practice().state == PracticeState.UNPUBLISHED
    assert imported(path, publish=False).unchanged == 1
    assert imported(path, publish=True).updated == 1
    assert the_practice().state == PracticeState.PUBLISHED
    assert PracticeVersion.objects.count() == 1


def test_without_publishing_a_changed_row_waits_as_a_draft_and_the_live_practice_stays(tmp_path: Path) -> None:
    old, new = a_city(), a_city()
    imported(a_file(tmp_path, [a_row(place=None, city=old.slug)]))
    before = the_practice()
    changed = a_file(tmp_path, [a_row(place=None, city=new.slug, title="Nowy tytuł")])
    imported(changed, publish=False)
    after = the_practice()
    assert (after.live, after.city, after.search_version) == (before.live, old, before.search_version)
    assert imported(changed, publish=True).updated == 1
    assert the_practice().city == new
    assert PracticeVersion.objects.filter(practice=before).count() == 2


def test_a_withdrawn_practice_is_not_revived(tmp_path: Path) -> None:
    imported(a_file(tmp_path, [a_row()]))
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=the_practice(), reason="Na prośbę.")
    for row in (a_row(), a_row(title="Zmieniona")):
        path = a_file(tmp_path, [row])
        assert imported(path).rejected == 1
        assert "withdrawn" in reasons(path)[1]
    assert the_practice().state == PracticeState.WITHDRAWN


def test_an_archived_practice_stays_in_the_archive(tmp_path: Path) -> None:
    imported(a_file(tmp_path, [a_row()]))
    archive(actor=a_user(Role.OPERATOR), practice=the_practice())
    assert imported(a_file(tmp_path, [a_row()])).unchanged == 1
    path = a_file(tmp_path, [a_row(title="Zmieniona")])
    assert imported(path).rejected == 1
    assert "archived" in reasons(path)[1]
    assert the_practice().state == PracticeState.ARCHIVED


def test_a_draft_that_somebody_writes_is_not_overwritten(tmp_path: Path) -> None:
    imported(a_file(tmp_path, [a_row()]))
    draft = start_next_version(actor=a_user(Role.OPERATOR), practice=the_practice())
    path = a_file(tmp_path, [a_row(title="Zmieniona")])
    assert imported(path).rejected == 1
    assert "draft" in reasons(path)[1]
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT
    assert draft.texts.get().title == "Praktyka 1"


def test_an_imported_draft_that_somebody_saved_is_not_overwritten(tmp_path: Path) -> None:
    imported(a_file(tmp_path, [a_row()]), publish=False)
    draft = PracticeVersion.objects.get()
    save_draft(actor=a_user(Role.OPERATOR), version=draft, content=content("Ręczna"), revision=draft.revision)
    assert imported(a_file(tmp_path, [a_row(title="Zmieniona")]), publish=False).rejected == 1
    assert draft.texts.get().title == "Ręczna"


def test_an_imported_draft_that_somebody_discarded_does_not_come_back(tmp_path: Path) -> None:
    imported(a_file(tmp_path, [a_row()]), publish=False)
    discard_draft(actor=a_user(Role.OPERATOR), version=PracticeVersion.objects.get())
    assert imported(a_file(tmp_path, [a_row()]), publish=True).rejected == 1
    assert the_practice().state == PracticeState.UNPUBLISHED


def test_what_a_reviewer_published_is_not_replaced(tmp_path: Path) -> None:
    city = a_city()
    coordinator = a_user(Role.CITY_COORDINATOR, city)
    imported(a_file(tmp_path, [a_row(place=None, city=city.slug)]))
    draft = start_next_version(actor=coordinator, practice=the_practice())
    what = content("Poprawiona przez miasto")
    draft = save_draft(actor=coordinator, version=draft, content=what, revision=draft.revision)
    draft = submit_practice(actor=coordinator, version=draft)
    publish_practice(actor=a_user(Role.REVIEWER), version=draft, evidence_level=EvidenceLevel.MONITORED)
    assert imported(a_file(tmp_path, [a_row(place=None, city=city.slug, title="Zmieniona")])).rejected == 1
    live = the_practice().live
    assert live is not None and content_of(live).texts["pl"].title == "Poprawiona przez miasto"
