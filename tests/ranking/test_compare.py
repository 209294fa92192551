"""What rankings are compared with: the fusion of the textbook, and the figures of the judged set."""

import json
from pathlib import Path

from tests.ranking.compare import Set, against, fused, table, worst


def test_reciprocal_ranks_are_added_over_the_lists() -> None:
    assert fused(["a", "b", "c"], ["c", "b"]) == ["c", "b", "a"]
    assert fused(["a"], ["b"]) == ["a", "b"]
    assert fused([], ["b", "a"]) == ["b", "a"]


def test_rankings_are_measured_by_kind_and_against_each_other(tmp_path: Path) -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "docs": [{"id": id, "text": "Tekst.", "language": "pl"} for id in ("a", "b", "c")],
        "queries": [{"id": "1", "text": "lipy", "kind": "vague"}, {"id": "2", "text": "deszcz", "kind": "exact"}],
        "qrels": [
            {"query": "1", "doc": "a", "relevance": 3},
            {"query": "1", "doc": "b", "relevance": 0},
            {"query": "2", "doc": "c", "relevance": 1},
        ],
    }
    for name, kept in rows.items():
        text = "".join(json.dumps(row) + "\n" for row in kept)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    judged = Set.of(tmp_path)
    ours, theirs = {"1": ["a", "b"], "2": ["c"]}, {"1": ["b", "c"], "2": ["c"]}
    lines = table(judged, {"ours": ours, "theirs": theirs}).splitlines()
    assert "| all | 2 | ours | 1.000 | 1.000 | 1.000 | 100.0% |" in lines
    assert "| vague | 1 | theirs | 0.000 | 0.000 | 0.000 | 50.0% |" in lines
    assert against(judged, ours, theirs) == "+0.5000 ± 0.5000 (+100.0%)"
    assert worst(judged, theirs).splitlines()[0] == "- 1 0.000 lipy: 00; missing a (3)"
