"""`manage.py import_practices`."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from network.outbox.selectors import outbox_state
from practices.models import Practice, PracticeState
from practices.services.importing import import_practice
from tests.importing.rows import a_file, a_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def output(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What the command prints."""
    from rich.console import Console

    from practices.management.commands import import_practices

    written = StringIO()
    monkeypatch.setattr(import_practices, "Console", lambda: Console(file=written, width=200))
    yield written


def run(path: Path, *options: str) -> None:
    call_command("import_practices", str(path), *options)


def test_a_collection_is_named_after_its_file_unless_it_is_named(tmp_path: Path, output: StringIO) -> None:
    path = a_file(tmp_path, [a_row()])
    run(path)
    run(path, "--source", "Zbiór")
    assert set(Practice.objects.values_list("source", flat=True)) == {"practices", "Zbiór"}
    assert "1 new, 0 changed, 0 unchanged, 0 rejected." in output.getvalue()


def test_drafts_are_made_unless_publication_is_asked_for(tmp_path: Path, output: StringIO) -> None:
    path = a_file(tmp_path, [a_row()])
    run(path)
    assert Practice.objects.get().state == PracticeState.UNPUBLISHED
    run(path, "--publish")
    assert Practice.objects.get().state == PracticeState.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_what_was_published_is_indexed_before_the_command_ends(tmp_path: Path, output: StringIO) -> None:
    run(a_file(tmp_path, [a_row(n) for n in range(3)]), "--publish")
    assert outbox_state().waiting == 0


def test_bad_rows_are_printed_kept_beside_the_file_and_fail_the_command(tmp_path: Path, output: StringIO) -> None:
    path = a_file(tmp_path, [a_row(1), "{", a_row(2)])
    with pytest.raises(CommandError, match="1 rows were rejected"):
        run(path)
    assert "line 2: The line is not JSON" in output.getvalue()
    assert (tmp_path / "practices.jsonl.rejects.jsonl").is_file()
    assert Practice.objects.count() == 2


def test_only_the_first_bad_rows_are_printed(tmp_path: Path, output: StringIO) -> None:
    with pytest.raises(CommandError, match="50 rows"):
        run(a_file(tmp_path, ["{"] * 50), "--rejects", str(tmp_path / "bad.jsonl"))
    assert output.getvalue().count("is not JSON") == 20
    assert len((tmp_path / "bad.jsonl").read_text().splitlines()) == 50


def test_a_dry_run_says_that_nothing_was_stored(tmp_path: Path, output: StringIO) -> None:
    run(a_file(tmp_path, [a_row()]), "--publish", "--dry-run")
    assert "1 new" in output.getvalue() and "Nothing was stored" in output.getvalue()
    assert not Practice.objects.exists()


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "nothing.jsonl")


def test_rejects_that_cannot_be_written_are_said_so(tmp_path: Path, output: StringIO) -> None:
    with pytest.raises(CommandError, match="no-such-folder"):
        run(a_file(tmp_path, ["{"]), "--rejects", str(tmp_path / "no-such-folder" / "bad.jsonl"))


def test_an_interruption_says_what_was_done_and_how_to_go_on(
    tmp_path: Path, output: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from practices.importing import run as running

    original = import_practice
    taken: list[object] = []

    def interrupt(**arguments: object) -> object:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(arguments)
        return original(**arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "import_practice", interrupt)
    with pytest.raises(CommandError, match=r"2 new.*goes on"):
        run(a_file(tmp_path, [a_row(n) for n in range(4)]))
    assert Practice.objects.count() == 2
