"""A whole file: bad rows are set aside with line number and reason, and the rest goes on."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from network.models import City
from network.outbox.models import OutboxRow
from practices.importing import run
from practices.models import Practice, PracticeText, PracticeVersion, PublicChange, Tag
from tests.factories import a_city
from tests.importing.rows import a_file, a_row, imported, reasons, rejects_of

pytestmark = pytest.mark.django_db


def titles() -> set[str]:
    return set(PracticeText.objects.values_list("title", flat=True))


def test_a_bad_row_is_set_aside_with_its_line_and_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row(1), "{oops", a_row(2, language=None), a_row(3)])
    told: list[tuple[int, str]] = []
    counts = imported(path, report=lambda line, reason: told.append((line, reason)))
    assert (counts.created, counts.rejected) == (2, 2)
    assert [line for line, _ in told] == [2, 3]
    assert "not JSON" in reasons(path)[2] and "'language' is a required property" in reasons(path)[3]


def test_the_rejects_hold_the_whole_row_so_that_it_can_be_mended(tmp_path: Path) -> None:
    bad = json.dumps(a_row(1, summary="Zażółć " * 5000, status="w toku"), ensure_ascii=False)
    path = a_file(tmp_path, [bad])
    imported(path)
    [entry] = map(json.loads, rejects_of(path).read_text(encoding="utf-8").splitlines())
    assert entry["row"] == bad


def test_rejects_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    path = a_file(tmp_path, ["{"])
    imported(path)
    assert rejects_of(path).exists()
    imported(a_file(tmp_path, [a_row()]))
    assert not rejects_of(path).exists()


def test_the_imported_file_is_never_overwritten_by_its_rejects(tmp_path: Path) -> None:
    path = a_file(tmp_path, ["{"])
    with pytest.raises(ValueError, match="rejects"):
        run.import_file(path, source="x", publish=False, rejects=path)
    assert path.read_bytes() == b"{\n"


@pytest.mark.parametrize("source", ["x" * 81, "dwa\nwiersze"])
def test_a_name_that_no_collection_can_have_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(ValueError, match="80"):
        run.import_file(a_file(tmp_path, [a_row()]), source=source, publish=False, rejects=tmp_path / "r")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    first = b"\xef\xbb\xbf" + json.dumps(a_row(1)).encode()
    counts = imported(a_file(tmp_path, [first, a_row(2), b"", b"  "], end=b"\r\n"))
    assert (counts.created, counts.rejected) == (2, 0)


def test_a_last_line_without_its_end_is_read(tmp_path: Path) -> None:
    assert imported(a_file(tmp_path, [a_row()], end=b"")).created == 1


def test_a_line_of_more_than_two_megabytes_is_refused_without_being_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "practices.jsonl"
    with path.open("wb") as file:
        file.write(b'{"title": "')
        for _ in range(40):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + json.dumps(a_row(2)).encode())
    tracemalloc.start()
    counts = imported(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (counts.created, counts.rejected) == (1, 1)
    assert "longer than" in reasons(path)[1]
    assert peak < 30_000_000


def test_a_long_row_within_the_bound_is_kept_whole(tmp_path: Path) -> None:
    texts = dict.fromkeys(("challenge", "solution", "results", "lessons", "conditions"), "słowo " * 8300)
    path = a_file(tmp_path, [json.dumps(a_row(1, **texts), ensure_ascii=False)])
    assert path.stat().st_size > 250_000
    assert imported(path).created == 1
    assert len(PracticeText.objects.get().solution) > 49_000


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = a_file(tmp_path, ["{" + "x" * 20_000 for _ in range(rows)])
        tracemalloc.start()
        imported(path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(1000) < 2 * peak(100) + 1_000_000


def test_a_dry_run_checks_everything_and_stores_nothing(tmp_path: Path) -> None:
    place = {"country": "NL", "name": "Delft"}
    rows = [
        a_row(1, tags=["nowy tag"]),
        a_row(2, place=place),
        a_row(3, themes=["nie-ma"]),
        a_row(1),
        a_row(4, place=place),
    ]
    path = a_file(tmp_path, rows)
    counts = imported(path, dry_run=True)
    assert (counts.created, counts.rejected) == (3, 2)
    assert set(reasons(path)) == {3, 4}
    for model in (Practice, PracticeVersion, PracticeText, Tag, City, PublicChange, OutboxRow):
        assert not model._default_manager.exists(), model


def test_a_row_that_fails_in_the_middle_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import IntegrityError

    from practices.services import importing

    def fail(**_: object) -> None:
        raise IntegrityError("no")

    monkeypatch.setattr(importing, "make_live", fail)
    counts = imported(a_file(tmp_path, [a_row(1, tags=["a"])]))
    assert counts.rejected == 1
    assert not Practice.objects.exists() and not Tag.objects.exists()


def test_a_database_that_takes_no_more_stops_the_run_instead_of_rejecting_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(run, "import_practice", full)
    with pytest.raises(OperationalError):
        imported(a_file(tmp_path, [a_row(1), a_row(2)]))
    assert not rejects_of(tmp_path / "practices.jsonl").exists()


def test_what_is_published_is_queued_for_search_in_the_same_transaction(
    tmp_path: Path, drained: Callable[[], object]
) -> None:
    imported(a_file(tmp_path, [a_row(1), a_row(2)]))
    assert set(OutboxRow.objects.values_list("key", flat=True)) == set(Practice.objects.values_list("id", flat=True))
    drained()
    assert PublicChange.objects.filter(number__isnull=False).count() == 2


def test_a_member_citys_practice_keeps_its_city(tmp_path: Path) -> None:
    city = a_city()
    imported(a_file(tmp_path, [a_row(1, place=None, city=city.slug)]))
    assert Practice.objects.get().city == city
