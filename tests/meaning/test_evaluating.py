"""`evaluate_search` measures what everybody gets, refuses bad folders with a sentence, and leaves nothing behind."""

import json
import math
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from search.engines import engine
from search.evaluation.measures import hit, ndcg, reciprocal_rank
from search.evaluation.noise import with_typing_errors, without_polish_letters
from search.models import Generation
from search.vectors import vector_store
from tests.meaning.model import Model


def test_the_measures_are_those_of_the_field() -> None:
    relevance = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], relevance) == 1
    assert ndcg(["x", "a"], relevance) == pytest.approx((7 / math.log2(3)) / (7 + 1 / math.log2(3)))
    assert (hit(["x"] * 10 + ["a"], relevance), hit(["x", "b"], relevance)) == (0, 1)
    assert (reciprocal_rank(["x", "b"], relevance), reciprocal_rank(["x"], relevance)) == (0.5, 0)


def test_noise_is_the_same_for_the_same_seed_and_one_error_a_longer_word() -> None:
    question = "Jak zatrzymać wodę po ulewie?"
    assert without_polish_letters("Zażółć gęślą jaźń") == "Zazolc gesla jazn"
    noisy = with_typing_errors(question, "1")
    assert noisy == with_typing_errors(question, "1") != question
    for clean, typed in zip(question.split(), noisy.split(), strict=True):
        assert abs(len(clean) - len(typed)) <= 1
        assert len(clean.strip("?")) >= 4 or clean == typed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "woda": "Ogród deszczowy zatrzymuje wodę.",
        "dach": "Zielony dach na przystanku.",
        "hala": "Hala sportowa dla szkoły.",
    }
    rows = [{"id": id, "text": text, "language": "pl"} for id, text in texts.items()]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, rows)))
    queries = [
        {"id": "1", "text": "ogród deszczowy", "doc": "woda"},
        {"id": "2", "text": "zielone dachy", "doc": "dach"},
    ]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    return tmp_path


def run(*arguments: str) -> str:
    out = StringIO()
    from unittest.mock import patch

    with patch("sys.stdout", out):
        call_command("evaluate_search", *arguments)
    return out.getvalue()


def test_every_mode_is_measured_and_nothing_is_left_behind(folder: Path, model: Model) -> None:
    printed = run(str(folder))
    assert [line.split()[1] for line in printed.splitlines() if "1.0000" in line] == ["words", "meaning", "hybrid"]
    assert engine().generations() == [] and vector_store().generations() == [] and not Generation.objects.exists()


def test_vectors_are_made_once(folder: Path, model: Model, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    run(str(folder), "--mode", "hybrid")
    passages = [texts for texts in model.asked if len(texts) > 1]
    run(str(folder), "--mode", "hybrid")
    assert [texts for texts in model.asked if len(texts) > 1] == passages


def test_graded_judgements_in_a_file_of_their_own_are_read(folder: Path, model: Model) -> None:
    (folder / "queries.jsonl").write_text('{"id": "1", "text": "ogród"}')
    (folder / "qrels.jsonl").write_text('{"query": "1", "doc": "woda", "relevance": 3}')
    assert "1 questions, 3 documents" in run(str(folder), "--mode", "words")


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("docs.jsonl", "{", "docs.jsonl, line 1 is no JSON"),
        ("docs.jsonl", '{"id": "a"}', "docs.jsonl, line 1: text must be a text"),
        ("queries.jsonl", '["a"]', "queries.jsonl, line 1 is no JSON object"),
        ("queries.jsonl", '{"id": "1", "text": "a", "doc": "nie ma"}', "No question"),
        ("qrels.jsonl", '{"query": "1", "doc": "woda", "relevance": "bardzo"}', "relevance must be a whole number"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused_with_a_sentence(
    folder: Path, model: Model, file: str, content: str, said: str
) -> None:
    (folder / file).write_text(content)
    with pytest.raises(CommandError, match=said):
        run(str(folder))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, model: Model) -> None:
    with pytest.raises(CommandError, match="needs docs"):
        run(str(tmp_path / "nie-ma"))


def test_without_a_model_meaning_cannot_be_measured(folder: Path, model: Model, settings: Settings) -> None:
    settings.EMBEDDING_URL = "none://"
    with pytest.raises(CommandError, match="no model"):
        run(str(folder), "--mode", "hybrid")
    assert "words" in run(str(folder))
