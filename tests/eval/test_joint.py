"""One test over several data sets."""

from __future__ import annotations

import json

import numpy as np
import pytest

from eval.compare import Judged
from eval.joint import Experiment, joint
from eval.model import Dataset
from eval.runs import compare_over
from indexing.errors import UsageError


def experiment(name, key, differences, prefix="T"):
    zeros = {f"{prefix}{n:03}": {"R@100": 0.5} for n in range(len(differences))}
    moved = {t: {"R@100": 0.5 + d} for t, d in zip(zeros, differences, strict=True)}
    return Experiment(name, key, [Judged("old", zeros), Judged("new", moved)])


def noise(topics, seed, mean=0.0):
    return list(np.random.default_rng(seed).normal(mean, 0.2, topics))


def test_sets_that_share_judgments_count_once():
    """The same experiment over two corpora has no more topics than over one, and no smaller p."""
    differences = noise(40, 1, 0.05)
    alone = joint([experiment("intext", "k", differences)])
    twice = joint([experiment("intext", "k", differences), experiment("fulltext", "k", differences)])
    assert twice["pairs"] == alone["pairs"]
    assert (twice["experiments"], twice["topics"]) == (1, 40)
    assert twice["notes"] == ["intext and fulltext share topics and judgments: they count once"]
    assert [d["experiment"] for d in twice["datasets"]] == [1, 1]


def test_a_shared_topic_counts_with_its_mean():
    """+0.2 over one corpus and -0.1 over the other are +0.05."""
    result = joint([experiment("a", "k", [0.2] * 5), experiment("b", "k", [-0.1] * 5)])
    assert result["pairs"][0]["difference"] == pytest.approx(0.05)


def test_experiments_weigh_alike_however_large():
    """The mean over experiments, not over topics."""
    result = joint([experiment("small", "k", [0.3] * 5), experiment("large", "l", [0.1] * 95, "U")])
    assert result["pairs"][0]["difference"] == pytest.approx(0.2)
    assert (result["experiments"], result["topics"], result["notes"]) == (2, 100, [])


def test_further_experiments_sharpen_the_test():
    """Three independent sets show what one does not."""
    sets = [experiment(str(n), str(n), noise(40, n, 0.05), f"{n}-") for n in range(1, 4)]
    assert joint(sets)["pairs"][0]["p"] < min(joint([s])["pairs"][0]["p"] for s in sets)


def test_the_joint_test_rejects_at_its_level():
    """Two identical systems over two sets of different size: about 5% of 1,000 columns, all in one test."""
    random = np.random.default_rng(5)

    def table(name, topics):
        noisy = random.normal(0, 1, (topics, 1000))
        old = {f"{name}{t}": dict.fromkeys(map(str, range(1000)), 0.0) for t in range(topics)}
        new = {f"{name}{t}": dict(zip(map(str, range(1000)), row, strict=True)) for t, row in enumerate(noisy.tolist())}
        return Experiment(name, name, [Judged("old", old), Judged("new", new)])

    rows = joint([table("a", 20), table("b", 50)], rounds=1000)["pairs"]
    assert 0.029 <= np.mean([row["p"] <= 0.05 for row in rows]) <= 0.071
    assert 0.91 <= np.mean([row["interval"][0] <= 0 <= row["interval"][1] for row in rows]) <= 0.975


def test_topics_shared_under_other_judgments_are_said():
    """They are not one experiment, and not independent either."""
    notes = joint([experiment("a", "k", [0.1] * 5), experiment("b", "l", [0.1] * 5)])["notes"]
    assert "5 topic ids in common" in notes[0]


def test_the_key_of_judgments_does_not_depend_on_order():
    """Topics, documents and grades count, their order does not."""
    key = Dataset("x", "test", (), {"T1": {"D1": 1, "D2": 0}, "T2": {"D1": 1}}).judgments_sha256
    assert Dataset("x", "test", (), {"T2": {"D1": 1}, "T1": {"D2": 0, "D1": 1}}).judgments_sha256 == key
    assert Dataset("x", "test", (), {"T1": {"D1": 2, "D2": 0}, "T2": {"D1": 1}}).judgments_sha256 != key


@pytest.mark.parametrize("sets", [[], [Experiment("a", "k", [Judged("x", {"T": {"m": 1.0}})])]])
def test_data_sets_without_two_runs_in_common_are_refused(sets):
    """The hint says how runs are matched."""
    with pytest.raises(UsageError, match="two runs"):
        joint(sets)


def test_an_experiment_whose_runs_share_no_topic_is_refused():
    """With its name."""
    with pytest.raises(UsageError, match="share no topic"):
        joint([experiment("a", "k", [0.1], "T"), experiment("b", "k", [0.1], "U")])


def test_runs_over_several_folders_are_tested_jointly(tmp_path):
    """Two corpora with the same qrels, a third with its own; matched by the name of the run's folder; also from metrics alone."""
    sets = []
    for name, documents in {"one": "AB", "same": "AB", "other": "CD"}.items():
        data = tmp_path / name
        data.joinpath("qrels").mkdir(parents=True)
        data.joinpath("queries.jsonl").write_text("".join(json.dumps({"_id": f"T{n}", "text": "a"}) + "\n" for n in range(4)))
        data.joinpath("qrels/test.tsv").write_text("".join(f"T{n}\t{documents[0]}\t1\n" for n in range(4)))
        for run, order in {"good": documents, "bad": documents[::-1]}.items():
            folder = tmp_path / "runs" / name / run
            folder.mkdir(parents=True)
            folder.joinpath("run.trec").write_text("".join(f"T{n} Q0 {d} 1 {5 - r} x\n" for n in range(4) for r, d in enumerate(order)))
            stated = {"name": name, "sha256": {"qrels/test.tsv": "c" if name == "other" else "s", "corpus.jsonl": name}}
            scores = {f"T{n}": {"MRR": 1.0 if run == "good" else 0.5} for n in range(4)}
            folder.joinpath("metrics.json").write_text(json.dumps({"topics": scores, "facts": {"dataset": stated}}))
        sets.append((data, [tmp_path / "runs" / name / "good", tmp_path / "runs" / name / "bad"]))
    without = [(None, runs) for _, runs in sets]
    for given in (sets, without):
        result = compare_over(given, measures=["MRR"])
        assert [d["name"] for d in result["datasets"]] == ["one", "same", "other"]
        assert [d["experiment"] for d in result["joint"]["datasets"]] == [1, 1, 2]
        assert result["joint"]["pairs"][0]["difference"] == pytest.approx(-0.5)
        assert json.loads(json.dumps(result)) == result
