"""The whole account: evidence from runs, trust, calibration, what is said where it fails."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from eval.completeness.calibration import calibrate, calibrate_sampling, dependence_of
from eval.completeness.estimate import completeness
from eval.completeness.evidence import gather, overlap
from eval.completeness.learnt import read_dependence
from eval.completeness.recorded import from_records
from eval.completeness.sampling import Stratum
from eval.completeness.told import as_text
from eval.completeness.trust import easy_found_twice
from eval.completeness.two_lists import two_lists
from indexing.canonical import canonical_json
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from eval.completeness.evidence import Evidence
    from eval.model import Qrels, Ranked

TOPICS, RELEVANT, DEPTH = 60, 4, 20


def collection(shared: float, seed: int = 1) -> tuple[dict[str, Ranked], Qrels]:
    """Two runs over topics with relevant documents; `shared` of a document's place in the second list is its place in the first."""
    source = random.Random(seed)
    qrels = {f"t{t}": {f"t{t}d{d}": 1 for d in range(RELEVANT)} for t in range(TOPICS)}
    runs: dict[str, dict[str, tuple[tuple[str, float], ...]]] = {"a": {}, "b": {}}
    for topic, judged in qrels.items():
        easy = {document: source.random() for document in judged}
        for name, run in runs.items():
            scores = {d: shared * easy[d] + (1 - shared) * source.random() for d in judged}
            others = {f"{name}{topic}x{n}": n / 60 for n in range(60)}
            run[topic] = tuple(sorted((scores | others).items(), key=lambda r: -r[1]))
    return dict(runs), qrels


def evidence(shared: float, seed: int = 1) -> Evidence:
    return gather(*collection(shared, seed), DEPTH)


def test_histories_stop_at_the_depth_read() -> None:
    found = gather(
        {"a": {"t": (("x", 3.0), ("y", 2.0))}, "b": {"t": (("y", 3.0), ("z", 2.0), ("x", 1.0))}}, {"t": {"x": 1, "y": 2, "q": 1, "z": 0}}, 2
    )
    assert found.histories().counts == {(1, 0): 1, (1, 1): 1}
    assert found.known() == 3
    assert found.ranks["t"] == ((1, 3), (2, 1), (None, None))


def test_overlap_counts_all_documents() -> None:
    first, second = {"t": (("x", 3.0), ("y", 2.0)), "u": (("x", 1.0),)}, {"t": (("y", 3.0), ("z", 2.0))}
    assert overlap(first, second, 2, ["t", "u"]) == 0.5
    assert overlap(first, {}, 2, ["t"]) == 0.0


@pytest.mark.parametrize(
    ("runs", "qrels", "said"),
    [
        ({"a": {"t": ()}}, {"t": {"x": 1}}, "1 list says nothing"),
        ({"a": {"u": ()}, "b": {"u": ()}}, {"t": {"x": 1}}, "share no topic"),
        ({"a": {"t": ()}, "b": {"t": ()}}, {"t": {"x": 0}}, "judged relevant"),
    ],
)
def test_what_cannot_be_estimated_is_refused(runs: dict[str, Ranked], qrels: Qrels, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        gather(runs, qrels, 10)


def test_dependence_shows_in_the_ranks_and_independence_does_not() -> None:
    """Lists that share what makes a document easy are found out; of 60 independent pairs at most a tenth is suspected (5% expected)."""
    assert (easy_found_twice(evidence(0.8)) or 1) < 0.001
    assert sum((easy_found_twice(evidence(0.0, seed)) or 1) < 0.05 for seed in range(60)) <= 6


def test_calibration_holds_for_independent_lists() -> None:
    """Chapman's interval holds nearly as often as it says, and so does the calibrated one."""
    rows = {(c.method, c.size): c for c in calibrate(evidence(0.0), {}, (10, 30), 100)}
    assert {size for _, size in rows} == {10, 30}
    assert all(c.share >= 0.88 for c in rows.values())
    assert rows["Chapman", 30].ratio == pytest.approx(1, abs=0.15)


def test_calibration_shows_where_dependent_lists_fail_and_that_learning_mends_it() -> None:
    rows = {(c.method, c.size): c for c in calibrate(evidence(0.8), {}, (30,), 100)}
    plain, mended = rows["Chapman", 30], rows["Chapman, calibrated", 30]
    assert plain.share < 0.5
    assert plain.below == plain.draws - plain.held
    assert plain.usable == 0
    assert mended.share >= 0.85
    assert mended.usable_held >= 0.85 * mended.usable > 0


def test_calibration_is_the_same_every_time() -> None:
    assert calibrate(evidence(0.5), {}, (10,), 20) == calibrate(evidence(0.5), {}, (10,), 20)


def test_samples_hold_for_dependent_lists_too() -> None:
    found = calibrate_sampling(*collection(0.8), DEPTH, 100, 60)
    assert found
    assert found.share >= 0.93


def test_account_says_when_not_to_trust_it() -> None:
    """Dependent lists: the estimate is a lower bound, for the reasons that the ranks and the known judgments give."""
    data = completeness(*collection(0.8), DEPTH, draws=50)
    (told,) = data["estimates"]
    assert told["trust"] == "lower bound"
    assert any("easy to find" in reason for reason in told["reasons"])
    assert any("held the truth in" in reason for reason in told["reasons"])
    assert data["truth"]["missed"] == TOPICS * RELEVANT - data["found"]
    text = as_text(data)
    assert "lower bound" in text
    assert json.loads(json.dumps(data)) == data


def test_lists_of_one_recipe_are_not_to_be_trusted() -> None:
    runs, qrels = collection(0.0)
    (told,) = completeness({"a": runs["a"], "again": runs["a"]}, qrels, DEPTH, draws=10)["estimates"]
    assert told["trust"] == "not to be trusted"
    assert any("share 100%" in reason for reason in told["reasons"])


def test_few_documents_are_not_to_be_trusted() -> None:
    runs, qrels = collection(0.0)
    (told,) = completeness(runs, {"t0": qrels["t0"]}, DEPTH, known=False)["estimates"]
    assert told["trust"] == "not to be trusted"
    assert any("7 are needed" in reason for reason in told["reasons"])


def test_three_lists_bring_more_estimates() -> None:
    runs, qrels = collection(0.3)
    more, _ = collection(0.3, 9)
    data = completeness({**runs, "c": more["a"]}, qrels, DEPTH, draws=5)
    assert {e["method"] for e in data["estimates"]} == {"Chapman", "log-linear", "sample coverage", "Chao 1989", "Chao 1987"}
    assert len(data["pairs"]) == 3
    as_text(data)


def test_what_was_learnt_on_judged_cases_is_used_on_others(tmp_path: Path) -> None:
    """The odds ratio of some cases gives a usable estimate on others of the same collection, where the truth is not known."""
    file = tmp_path / "known.json"
    file.write_text(json.dumps(completeness(*collection(0.8), DEPTH, draws=5, collection="one")), encoding="utf-8")
    dependence, learnt_on = read_dependence(file)
    data = completeness(*collection(0.8, 2), DEPTH, known=False, dependence=dependence, collection="one", learnt_on=learnt_on)
    plain, mended = data["estimates"]
    assert mended["method"] == "Chapman, calibrated"
    assert mended["trust"] == "usable"
    assert plain["high"] < TOPICS * RELEVANT < mended["high"]
    assert mended["total"] > plain["total"]
    assert data["truth"] is None


@pytest.mark.parametrize(("here", "there"), [("one", "two"), ("one", None), (None, "one"), (None, None)])
def test_what_was_learnt_on_other_documents_is_not_trusted(here: str | None, there: str | None) -> None:
    """Nor what says nothing of its documents."""
    learnt = {frozenset("ab"): dependence_of(evidence(0.8, 1), (0, 1))}
    data = completeness(*collection(0.8, 2), DEPTH, known=False, dependence=learnt, collection=here, learnt_on=there)
    (told,) = [e for e in data["estimates"] if e["method"] == "Chapman, calibrated"]
    assert told["trust"] == "not to be trusted"
    assert "learnt on other documents" in told["reasons"][0]


def test_what_one_collection_taught_holds_on_others() -> None:
    """20 collections of one nature, each calibrated by each other: the interval holds about as often as it says, where the plain one never does."""
    whole = [evidence(0.8, seed) for seed in range(20)]
    learnt = [dependence_of(e, (0, 1)) for e in whole]
    truth = TOPICS * RELEVANT
    mended = [two_lists(e.histories(), d) for i, e in enumerate(whole) for j, d in enumerate(learnt) if i != j]
    assert sum(e.low <= truth <= e.high for e in mended) / len(mended) >= 0.88
    assert not any(two_lists(e.histories()).high >= truth for e in whole)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"pairs": [{"lists": ["a"], "odds_ratio": 1, "log_variance": 0}]}'])
def test_a_file_that_is_no_calibration_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "f").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="no calibration"):
        read_dependence(tmp_path / "f")


def test_what_was_learnt_at_another_depth_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_text('{"depth": 20, "pairs": [{"lists": ["a", "b"], "odds_ratio": 2, "log_variance": 0.1}]}', encoding="utf-8")
    assert read_dependence(tmp_path / "f", 20)[0].keys() == {frozenset("ab")}
    with pytest.raises(UsageError, match="first 20 documents of each list, and 100 are asked for"):
        read_dependence(tmp_path / "f", 100)


@pytest.mark.parametrize("ratio", ["NaN", "Infinity", "-1", "0", '"x"'])
def test_odds_ratios_that_cannot_be_are_refused(tmp_path: Path, ratio: str) -> None:
    (tmp_path / "f").write_text(f'{{"pairs": [{{"lists": ["a", "b"], "odds_ratio": {ratio}, "log_variance": 0.1}}]}}', encoding="utf-8")
    with pytest.raises(InputError, match="no calibration"):
        read_dependence(tmp_path / "f")


def test_a_sample_says_what_the_overlap_cannot() -> None:
    data = completeness(*collection(0.8), DEPTH, known=False, strata=[Stratum("21-60", 400, 100, 3), Stratum("61-200", 900, 0, 0)], notes=["n"])
    assert data["sample"]["total"] == 12
    assert data["sample"]["unread"] == 900
    low, middle, high = data["sample"]["recall"]
    assert low < middle < high
    assert "whether or not the lists are independent" in as_text(data)
    assert data["notes"][0] == "n"


def record(folder: Path, name: str, content: object) -> Path:
    path = folder / f"{name}.json"
    path.write_bytes(canonical_json({"format": 1, "id": name, "salt": "s", "seal": "x", "content": content}))
    return path


def content(*ids: str) -> dict[str, object]:
    steps = [
        {"name": "bm25", "step": "search.words", "hits": [[i, f"{i}#abstract", 1.0, "bm25"] for i in (*ids, ids[0])]},
        {"name": "dense", "step": "search.meaning", "hits": [[ids[-1], None, 1.0, "dense"]]},
        {"name": "both", "step": "fuse.rrf", "hits": [[i, None, 1.0, ""] for i in ids]},
    ]
    return {"case": {"relevant": ["d1"], "irrelevant": ["d2"]}, "steps": steps, "hits": [{"id": i} for i in ids]}


def test_one_record_gives_the_lists_of_its_queries(tmp_path: Path) -> None:
    runs, judged = from_records([record(tmp_path, "r", content("d1", "d2"))])
    assert {name: [d for d, _ in run["case"]] for name, run in runs.items()} == {"bm25": ["d1", "d2"], "dense": ["d2"]}
    assert judged == {"case": {"d1": 1, "d2": 0}}


def test_several_records_give_a_list_each(tmp_path: Path) -> None:
    runs, _ = from_records([record(tmp_path, "r", content("d1", "d2")), record(tmp_path, "s", content("d3"))], "topic")
    assert {name: [d for d, _ in run["topic"]] for name, run in runs.items()} == {"r": ["d1", "d2"], "s": ["d3"]}


def test_a_record_of_another_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks"):
        from_records([record(tmp_path, "r", {"steps": [{}]})])
