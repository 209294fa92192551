"""The judged questions are whole: unique, answered, and about practices that exist."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.datasets.reading import VARIABLE, data_folder, read_rows
from tests.ranking.advisors import assemble

KINDS = {"natural", "english", "bare", "vague", "exact", "typo", "cross"}

needs_data = pytest.mark.skipif(
    data_folder() is None, reason=f"{VARIABLE} does not name a folder that holds practices/*.jsonl"
)


def test_there_are_at_least_150_questions_each_with_an_id_and_a_text_of_its_own() -> None:
    queries = list(read_rows(assemble.QUERIES))
    assert len(queries) >= 150
    for name in ("id", "text"):
        assert not [value for value, times in Counter(query[name] for query in queries).items() if times > 1]


def test_every_question_has_a_language_and_a_kind() -> None:
    for query in read_rows(assemble.QUERIES):
        assert set(query) == {"id", "text", "language", "kind"}
        assert query["language"] in {"pl", "en"}
        assert query["kind"] in KINDS


def test_questions_typed_without_polish_letters_have_none() -> None:
    assert all(query["text"].isascii() for query in read_rows(assemble.QUERIES) if query["kind"] == "bare")


def test_every_question_has_a_practice_that_helps_at_least_in_part() -> None:
    best: defaultdict[str, int] = defaultdict(int)
    for judged in read_rows(assemble.QRELS):
        best[judged["query"]] = max(best[judged["query"]], judged["relevance"])
    assert not [query["id"] for query in read_rows(assemble.QUERIES) if best[query["id"]] < 2]


def test_every_judgement_is_of_a_known_question_and_made_once() -> None:
    known = {query["id"] for query in read_rows(assemble.QUERIES)}
    judged = list(read_rows(assemble.QRELS))
    assert {row["query"] for row in judged} <= known
    assert {row["relevance"] for row in judged} == {0, 1, 2, 3}
    assert not [pair for pair, times in Counter((row["query"], row["doc"]) for row in judged).items() if times > 1]


@needs_data
def test_every_judged_practice_is_among_the_assembled_ones(tmp_path: Path) -> None:
    count = assemble.write(tmp_path)
    ids = [doc["id"] for doc in read_rows(tmp_path / "docs.jsonl")]
    assert len(ids) == len(set(ids)) == count
    assert {row["doc"] for row in read_rows(tmp_path / "qrels.jsonl")} <= set(ids)


@needs_data
def test_every_assembled_practice_has_a_title_a_text_and_a_language(tmp_path: Path) -> None:
    assemble.write(tmp_path)
    for doc in read_rows(tmp_path / "docs.jsonl"):
        assert doc["title"] and doc["text"] and doc["language"] in {"pl", "en"}


def test_without_data_it_says_so_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert assemble.main([str(tmp_path / "out")]) == 2
    assert VARIABLE in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_collection_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "practices").mkdir()
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert assemble.main([str(tmp_path / "out")]) == 2
    assert "keep_interreg.jsonl" in capsys.readouterr().err
