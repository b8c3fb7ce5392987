"""Figures of judges: against counting by hand, with intervals, the same each time; a judge that fails withholds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Reply, Usage
from cli import main
from commands.attribution import attribution_measure
from eval.attribution.figures import by_source, figures, outcome
from eval.attribution.judges import JUDGES
from eval.attribution.judges.model import ModelJudge
from eval.attribution.loading import Sets
from eval.attribution.measure import drawn_items, halves, measure
from eval.attribution.model import Item, Judge, Loaded, Verdict, item_to_json
from eval.attribution.report import as_html
from indexing.errors import LLMFault, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def item(n: int, statement: str, source: str, supported: bool, kind: str = "k") -> Item:
    return Item(f"i{n}", statement, source, supported, kind, "set")


ITEMS = (
    item(1, "The hood tilts by 15 mm.", "The rigid hood tilts by 15 mm.", True, "verbatim"),
    item(2, "The hood tilts by 25 mm.", "The rigid hood tilts by 15 mm.", False, "number changed"),
    item(3, "The base holds a fan.", "The base holds a fan and a heater.", True, "verbatim"),
    item(4, "The laser prints <b>envelopes</b>.", "The base holds a fan and a heater.", False, "wrong"),
    item(5, "The base holds a small pump.", "The base holds a fan and a heater.", True, "verbatim"),
)
SETS = Sets((Loaded("set", ITEMS, {}),), ("a note",))


class Fixed:
    """Says of each item what it was told."""

    name = "fixed"
    identity = "fixed"

    def __init__(self, said: dict[str, bool | None]) -> None:
        self.said = said

    def judge(self, item: Item) -> Verdict:
        return Verdict(self.said.get(item.id, False), "because")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_figures_equal_counting_by_hand(rows: list[tuple[str, bool, bool]]) -> None:
    said = figures(by_source((s, outcome(supported=y, said=p)) for s, y, p in rows), rounds=20)

    def share(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    tp, fn = sum(y and p for _, y, p in rows), sum(y and not p for _, y, p in rows)
    tn, fp = sum(not y and not p for _, y, p in rows), sum(not y and p for _, y, p in rows)
    assert said["supported_recall"]["value"] == pytest.approx(share(tp, tp + fn))
    assert said["supported_precision"]["value"] == pytest.approx(share(tp, tp + fp))
    assert said["unsupported_recall"]["value"] == pytest.approx(share(tn, tn + fp))
    assert said["unsupported_precision"]["value"] == pytest.approx(share(tn, tn + fn))
    both = (tp / (tp + fn) + tn / (tn + fp)) / 2 if tp + fn and tn + fp else None
    assert said["balanced_accuracy"]["value"] == pytest.approx(both)


def test_many_items_of_one_source_do_not_make_a_figure_sure() -> None:
    """The interval goes by sources: a hundred items of three sources are worth little more than three."""
    random = np.random.default_rng(1)
    rows = [(n, outcome(supported=bool(random.integers(2)), said=bool(random.integers(2)))) for n in range(300)]
    apart = figures(by_source((str(n), c) for n, c in rows))["balanced_accuracy"]["interval"]
    one_sided = (
        [("s1", outcome(supported=True, said=True))] * 50
        + [("s2", outcome(supported=True, said=False))] * 50
        + [("s3", outcome(supported=False, said=False))] * 50
    )
    together = figures(by_source(one_sided))["supported_recall"]["interval"]
    assert apart[1] - apart[0] < 0.15
    assert together == [0.0, 1.0]


def test_a_judge_that_gives_no_verdict_withholds_and_is_counted() -> None:
    judge: Judge = Fixed({"i1": True, "i2": True, "i3": None, "i4": None})
    data = measure(SETS, [judge])
    (one,) = data["judges"][0]["datasets"]
    assert one["failed"] == 2
    assert one["counts"] == {"supported": {"kept": 1, "withheld": 2}, "unsupported": {"withheld": 1, "kept": 1}}
    assert one["balanced_accuracy"]["value"] == pytest.approx((1 / 3 + 1 / 2) / 2)
    assert [w["id"] for w in one["wrong"]] == ["i2", "i3", "i5"]
    assert "fixed failed on 2 items of set" in data["notes"]
    assert {k["kind"]: k["right"]["value"] for k in one["kinds"]} == {"verbatim": pytest.approx(1 / 3), "number changed": 0.0, "wrong": 1.0}


def test_rules_see_what_overlap_does_not() -> None:
    rules, overlap = (measure(SETS, [JUDGES.load(n)()])["judges"][0]["datasets"][0] for n in ("rules", "overlap"))
    assert rules["unsupported_recall"]["value"] == 1.0
    assert overlap["supported_recall"]["value"] == pytest.approx(2 / 3)
    assert [w["id"] for w in rules["wrong"]] == ["i5"]


def test_a_sample_holds_both_labels_alike_and_is_the_same_each_time() -> None:
    items = [item(n, "s", str(n), n % 10 == 0) for n in range(100)]
    drawn = drawn_items(items, 12, 3)
    assert sum(i.supported for i in drawn) == 6
    assert len(drawn) == 12
    assert drawn == drawn_items(items, 12, 3)
    assert drawn != drawn_items(items, 12, 4)
    assert len(drawn_items(items, 40, 3)) == 40
    assert drawn_items(items, 200, 3) == items


def test_halves_share_no_source_and_lose_no_item() -> None:
    items = tuple(item(n, "s", f"source {n // 3}", True) for n in range(60))
    a, b = halves(Sets((Loaded("set", items, {}),), ())).loaded
    assert not {i.source for i in a.items} & {i.source for i in b.items}
    assert sorted((*a.items, *b.items), key=lambda i: i.id) == sorted(items, key=lambda i: i.id)
    assert (a.name, b.name) == ("set (looked at)", "set (held out)")


def test_the_report_stands_alone_and_escapes_what_the_data_says() -> None:
    page = as_html(measure(SETS, [Fixed({"i4": True})]))
    assert "&lt;b&gt;envelopes" in page
    assert "<b>envelopes" not in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert "a note" in page


def test_the_command_writes_both_files_and_prints_the_same_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "set.jsonl"
    data.write_text("".join(json.dumps(item_to_json(i)) + "\n" for i in ITEMS), "utf-8")
    out = tmp_path / "out"
    code = main(
        ["eval", "attribution", "measure", "--data", str(data), "--judge", "rules", "--judge", "overlap", "--out", str(out), "--json", "--quiet"]
    )
    printed = json.loads(capsys.readouterr().out)
    assert code == 0
    assert printed == json.loads((out / "attribution.json").read_text("utf-8"))
    assert [row["judge"] for row in printed["judges"]] == ["rules", "overlap"]
    assert (out / "attribution.html").read_text("utf-8").startswith("<!doctype html>")
    assert main(["eval", "attribution", "measure", "--data", str(data), "--quiet"]) == 0
    assert "balanced accuracy" in capsys.readouterr().out
    assert attribution_measure.__module__ == "commands.attribution"


class Faulty:
    """A language model that answers as told, to try what a real one does at its worst."""

    name = identity = "faulty"
    local = True
    context_tokens = 2048

    def __init__(self, *replies: str | Exception) -> None:
        self.replies = list(replies)

    def complete(self, messages: object, *, schema: object, max_tokens: int, control: object) -> Reply:
        answer = self.replies.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Reply(answer, "faulty", Usage())

    def close(self) -> None:
        """Nothing is held."""


GOOD = '{"difference": "25 is not 15", "supported": false}'


@pytest.mark.parametrize(
    ("replies", "supported"),
    [
        ((GOOD,), False),
        (('{"difference": "none", "supported": true}',), True),
        (("no json", GOOD), False),
        (("no json", '{"supported": "yes"}'), None),
        ((LLMFault("busy", retry=True), GOOD), False),
        ((LLMFault("gone"),), None),
    ],
)
def test_a_model_is_asked_once_more_where_that_may_help(replies: tuple[str | Exception, ...], supported: bool | None) -> None:
    assert ModelJudge(Faulty(*replies)).judge(ITEMS[1]).supported is supported


def test_a_source_that_is_too_long_is_not_judged_by_its_beginning() -> None:
    long = item(9, "The hood tilts.", "The hood tilts. " * 2000, True)
    assert ModelJudge(Faulty(GOOD)).judge(long).supported is None


def test_the_model_judge_without_a_model_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="--llm"):
        JUDGES.load("llm")(None)
