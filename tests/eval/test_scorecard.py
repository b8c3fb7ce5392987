"""What is told of a run holds no topic and no document."""

from __future__ import annotations

import json

import pytest

from eval.scorecard import scorecard
from indexing.errors import InputError

METRICS = {
    "mean": {"R@10": 0.4},
    "topics": {"US7788677": {"R@10": 0.4}, "US1": {"R@10": 0.4}},
    "seconds": {"total": 2.0, "mean": 1.0, "median": 1.0, "p95": 1.0, "measure": 0.1},
    "intervals": {"R@10": [0.3, 0.5]},
    "curve": [[1, 0.1]],
    "facts": {
        "dataset": {"name": "d", "split": "test", "sha256": {"queries.jsonl": "1" * 64}},
        "recipe": {"id": "words", "version": "1", "sha256": "2" * 64},
        "index": {"generation": 1, "manifest_sha256": "3" * 64, "embedder": "e@1"},
        "llm": "none",
        "depth": 100,
        "machine": {"processors": 2},
        "versions": {"numpy": "2"},
    },
    "faults": {"US1": "no text"},
    "notes": ["the topic US7788677 says secret things"],
}


def test_the_scorecard_holds_means_intervals_and_counts_only(tmp_path):
    (tmp_path / "metrics.json").write_text(json.dumps(METRICS), encoding="utf-8")
    card = scorecard(tmp_path)
    assert card["topics"] == 2
    assert card["failed_topics"] == 1
    assert card["measures"] == {"R@10": {"mean": 0.4, "interval": [0.3, 0.5]}}
    told = json.dumps(card)
    assert "US7788677" not in told
    assert "secret" not in told


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(InputError, match="no evaluation run"):
        scorecard(tmp_path)
    (tmp_path / "metrics.json").write_text('{"facts": []}', encoding="utf-8")
    with pytest.raises(InputError, match="no evaluation run"):
        scorecard(tmp_path)
