"""`priorart eval completeness` and `priorart eval judge …`: from runs to a pool, judgments, qrels and an estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.run import one_line, priorart

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def runs(tmp_path: Path) -> list[object]:
    """Two TREC runs of three topics; `d0` to `d9` are relevant, the second run has them four ranks later."""
    for name, shift in (("words", 0), ("meaning", 4)):
        lines = [f"t{t} Q0 d{n} {n} {1000 - (n + shift) % 40} x\n" for t in range(3) for n in range(40)]
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.trec").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "qrels").write_text("".join(f"t{t} 0 d{n} {int(n < 10)}\n" for t in range(3) for n in range(12)), encoding="utf-8")
    return ["--run", tmp_path / "words", "--run", tmp_path / "meaning"]


def test_an_estimate_against_known_judgments(runs: list[object], tmp_path: Path) -> None:
    done = priorart("eval", "completeness", *runs, "--qrels", tmp_path / "qrels", "--depth", 8, "--json")
    assert (done.code, done.err) == (0, "")
    assert [row["name"] for row in done.data["lists"]] == ["words", "meaning"]
    assert done.data["truth"]["relevant"] == 30
    (told,) = done.data["estimates"]
    assert told["low"] <= told["total"] <= told["high"]
    (tmp_path / "known.json").write_text(done.out, encoding="utf-8")
    again = priorart("eval", "completeness", *runs, "--qrels", tmp_path / "qrels", "--depth", 8, "--calibration", tmp_path / "known.json")
    assert again.code == 0
    assert "Chapman, calibrated" in again.out
    assert "learnt on other documents, or nothing says on which" in again.out


def test_from_a_pool_to_qrels_and_an_estimate(runs: list[object], tmp_path: Path) -> None:
    store = ["--store", tmp_path / "judged.sqlite"]
    made = priorart("eval", "judge", "pool", *store, *runs, "--depth", 5, "--sample", 3, "--name", "first", "--json").data
    assert made["topics"] == 3
    assert [s["name"] for s in made["strata"]] == ["top", "6-15", "16-50"]
    todo = priorart("eval", "judge", "list", *store, "--pool", "first", "--judge", "ann", "--open", "--json").data
    assert len(todo) == made["items"]
    assert {frozenset(item) for item in todo} == {frozenset({"topic", "document"})}
    rows = [f"{i['topic']},{i['document']},{judge},{int(int(i['document'][1:]) < 10)}" for i in todo for judge in ("ann", "bob")]
    (tmp_path / "said.csv").write_text("\n".join(["topic,document,judge,grade", *rows]), encoding="utf-8")
    assert priorart("eval", "judge", "add", *store, "--from", tmp_path / "said.csv", "--json").data == {"added": len(rows)}
    first = todo[0]
    assert (
        priorart("eval", "judge", "add", *store, "--judge", "ann", "--topic", first["topic"], "--document", first["document"], "--grade", 2).code == 0
    )
    assert priorart("eval", "judge", "list", *store, "--json").data["pools"] == [
        {"pool": "first", "items": len(todo), "judges": {"ann": len(todo), "bob": len(todo)}}
    ]
    assert priorart("eval", "judge", "list", *store, "--pool", "first", "--judge", "ann", "--open").out == "all judged\n"
    assert len(priorart("eval", "judge", "list", *store, "--history", "--json").data) == len(rows) + 1
    assert priorart("eval", "judge", "agreement", *store, "--json").data["shared"] == len(todo)
    for out, line in (("q.tsv", "query-id\tcorpus-id\tscore\n"), ("q.qrels", "t0 0 d0 ")):
        assert priorart("eval", "judge", "export", *store, "--rule", "max", "--out", tmp_path / out).code == 0
        assert (tmp_path / out).read_text("utf-8").startswith(line)
    told = priorart("eval", "completeness", *runs, "--judgments", tmp_path / "judged.sqlite", "--pool", "first", "--depth", 5, "--json").data
    assert told["truth"] is None
    assert [s["drawn"] for s in told["sample"]["strata"]] == [3, 3]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["completeness"], 2),
        (["completeness", "--run", "a"], 3),
        (["judge", "list", "--store", "nowhere"], 2),
        (["judge", "add", "--store", "s", "--judge", "ann"], 2),
        (["judge", "add", "--store", "s", "--judge", "ann", "--topic", "t", "--document", "d", "--grade", "11"], 2),
        (["judge", "add", "--store", "s", "--from", "nowhere.csv"], 3),
        (["judge", "pool", "--store", "s", "--run", "nowhere"], 3),
    ],
)
def test_wrong_usage_is_one_line(words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = priorart("eval", *words)
    assert done.code == code
    assert one_line(done)
    assert not list(tmp_path.iterdir())


def test_judgments_are_named_once(runs: list[object], tmp_path: Path) -> None:
    done = priorart("eval", "completeness", *runs, "--qrels", tmp_path / "qrels", "--judgments", tmp_path / "s")
    assert done.code == 2
    assert "--qrels and --judgments" in one_line(done)
