"""Two runs of answers topic by topic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from eval.answers.compare import compare_answers
from eval.answers.measures import MEASURES
from eval.answers.summing import figures
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

NOTHING: dict[str, float | None] = dict.fromkeys(MEASURES)


def written(folder: Path, topics: dict[str, dict[str, float | None]], **more: Any) -> Path:
    rows = {topic: {**NOTHING, **row} for topic, row in topics.items()}
    data = {
        **figures(rows),
        "topics": rows,
        "unanswerable": [],
        "counts": {},
        "faults": {},
        "notes": [],
        "facts": {"judge": {"name": "words"}},
        **more,
    }
    folder.mkdir()
    (folder / "metrics.json").write_text(json.dumps(data), "utf-8")
    return folder


@pytest.fixture
def runs(tmp_path) -> list[Path]:
    first = {f"T{n}": {"citation recall": 0.5, "unsupported": 0.5, "coverage": 1.0 if n < 4 else None} for n in range(12)}
    second = {f"T{n}": {"citation recall": 1.0, "unsupported": 0.0, "coverage": 0.0} for n in range(12)}
    return [written(tmp_path / "plain", first), written(tmp_path / "model", second, facts={"judge": {"name": "other"}})]


def test_each_measure_is_compared_where_both_have_it(runs):
    """Fewer unsupported statements are a win; a measure that one run lacks for a topic leaves it out."""
    rows = {row["measure"]: row for row in compare_answers(runs)["pairs"]}
    assert list(rows) == ["citation recall", "unsupported", "coverage"]
    assert (rows["citation recall"]["difference"], rows["citation recall"]["wins"], rows["citation recall"]["topics"]) == (0.5, 12, 12)
    assert (rows["unsupported"]["difference"], rows["unsupported"]["wins"], rows["unsupported"]["losses"]) == (-0.5, 12, 0)
    assert (rows["coverage"]["difference"], rows["coverage"]["losses"], rows["coverage"]["topics"]) == (-1.0, 4, 4)
    assert rows["citation recall"]["p"] < 0.01 < rows["coverage"]["p"]
    assert all(row["p"] <= row["p_holm"] <= 1 for row in rows.values())


def test_a_run_against_itself_differs_in_nothing(runs, tmp_path):
    """Every test says so."""
    again = tmp_path / "again"
    again.mkdir()
    (again / "metrics.json").write_bytes((runs[0] / "metrics.json").read_bytes())
    result = compare_answers([runs[0], again])
    assert {(row["difference"], row["p"], row["wins"], row["losses"]) for row in result["pairs"]} == {(0.0, 1.0, 0, 0)}
    assert result["movers"] == []


def test_what_else_differs_is_said(runs):
    """A difference may come of the judge."""
    assert compare_answers(runs)["notes"] == ["the runs differ in judge: a difference between their answers may come of that"]


def test_the_report_stands_alone_and_names_the_topics_that_moved(runs, tmp_path):
    result = compare_answers(runs, tmp_path / "c.html")
    page = (tmp_path / "c.html").read_text("utf-8")
    assert [m["measure"] for m in result["movers"]] == ["citation recall", "coverage"]
    assert ">T3</th>" in page
    assert "http" not in page.replace("http-equiv", "")


def test_what_cannot_be_compared_is_said(runs, tmp_path):
    """One run, the same one twice, no topic in common, a folder of something else."""
    with pytest.raises(UsageError, match="1 run"):
        compare_answers(runs[:1])
    with pytest.raises(UsageError, match="called"):
        compare_answers([runs[0], runs[0]])
    with pytest.raises(UsageError, match="share no topic"):
        compare_answers([runs[0], written(tmp_path / "else", {"X": {"citation recall": 1.0}})])
    other = tmp_path / "search"
    other.mkdir()
    (other / "metrics.json").write_text(json.dumps({"mean": {}, "topics": {}}), "utf-8")
    for folder in (other, tmp_path / "absent"):
        with pytest.raises(InputError, match="no metrics file"):
            compare_answers([runs[0], folder])
