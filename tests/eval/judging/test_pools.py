"""Pools: everything on top once, in an order that tells nothing; and judgments brought from elsewhere."""

from __future__ import annotations

import gzip
import itertools
from typing import TYPE_CHECKING

import pytest

from eval.judging.incoming import read_judgments
from eval.judging.model import Item
from eval.judging.pools import blinded, make_pool
from eval.judging.runs import named_runs
from eval.judging.strata import judged_strata
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

RUNS = {name: {t: tuple((f"{start + n}", float(-n)) for n in range(100)) for t in ("t", "u")} for name, start in (("first", 0), ("second", 3))}


def test_a_pool_has_each_top_document_once() -> None:
    pool = make_pool("p", RUNS, 5)
    assert sorted((i.topic, int(i.document)) for i in pool.items) == [(t, n) for t in ("t", "u") for n in range(8)]
    assert pool.facts["runs"] == ["first", "second"]


def test_the_order_is_the_seeds_and_tells_nothing_of_rank_or_run() -> None:
    """The same whatever the order of runs; another with another seed; and not the order of the ranks."""
    pool = make_pool("p", RUNS, 30)
    assert pool.items == make_pool("p", dict(reversed(RUNS.items())), 30).items
    assert pool.items != make_pool("p", RUNS, 30, seed=2).items
    order = [int(i.document) for i in pool.items if i.topic == "t"]
    places = sum(abs(n - d) for n, d in enumerate(order)) / len(order)
    assert places > len(order) / 6
    topics = [i.topic for i in pool.items]
    assert sum(a != b for a, b in itertools.pairwise(topics)) == 1


def test_adding_a_document_leaves_the_others_in_their_order() -> None:
    items = [Item("t", str(n)) for n in range(20)]
    assert [i for i in blinded([*items, Item("t", "new")], 1) if i.document != "new"] == blinded(items, 1)


def test_a_pool_of_some_topics_with_a_sample() -> None:
    pool = make_pool("p", RUNS, 5, topics=["u"], sample=4)
    assert {i.topic for i in pool.items} == {"u"}
    assert [(s.name, s.size, s.drawn) for s in pool.strata] == [("top", 8, 8), ("6-15", 10, 4), ("16-50", 35, 4)]
    assert len(pool.items) == 16


@pytest.mark.parametrize(("runs", "topics", "said"), [(RUNS, ["x"], "topic 'x'"), ({"a": {"t": ()}}, [], "empty")])
def test_pools_that_cannot_be_are_refused(runs, topics: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        make_pool("p", runs, 5, topics=topics)


def test_judged_samples_say_what_is_missing() -> None:
    pool = make_pool("p", RUNS, 5, topics=["u"], sample=4)
    drawn = [i.document for i in pool.items if i.stratum == "6-15"]
    strata, notes = judged_strata(pool, {"u": {drawn[0]: 2, drawn[1]: 0}})
    assert [(s.name, s.size, s.drawn, s.relevant) for s in strata] == [("6-15", 10, 2, 1), ("16-50", 35, 0, 0)]
    assert len(notes) == 3


def test_runs_are_named_by_folder_or_file(tmp_path: Path) -> None:
    for name in ("a/run.trec", "b/run.trec", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("t Q0 d 1 2.0 tag\n", encoding="utf-8")
    assert list(named_runs([tmp_path / "a", tmp_path / "b" / "run.trec", tmp_path / "c.txt"])) == ["a", "b", "c.txt"]
    with pytest.raises(UsageError, match="named twice"):
        named_runs([tmp_path / "a", tmp_path / "a" / "run.trec"])
    with pytest.raises(InputError, match="no such run"):
        named_runs([tmp_path / "nowhere"])


def test_judgments_come_from_csv_json_lines_and_qrels(tmp_path: Path) -> None:
    (tmp_path / "j.csv").write_text('\ufefftopic,document,grade,note,time\nt,d1,2,"a, b\nc",2026-01-31T12:00:00+01:00\nt,d2,0,,\n', encoding="utf-8")
    (tmp_path / "j.jsonl").write_text(
        '{"topic": "t", "document": "d1", "judge": "bob", "grade": 2}\n\n{"topic": "t", "document": "d2", "judge": "bob", "grade": null}\n',
        encoding="utf-8",
    )
    (tmp_path / "j.json").write_text('[{"topic": 7, "document": "d1", "judge": "bob", "grade": "2"}]', encoding="utf-8")
    (tmp_path / "j.qrels.gz").write_bytes(gzip.compress(b"t 0 d1 2\n"))
    first, second = read_judgments(tmp_path / "j.csv", "ann")
    assert (first.judge, first.grade, first.note, first.time) == ("ann", 2, "a, b\nc", "2026-01-31T11:00:00+00:00")
    assert (second.grade, second.note, second.time) == (0, "", "")
    assert [(j.judge, j.grade) for j in read_judgments(tmp_path / "j.jsonl", "ann")] == [("bob", 2), ("bob", None)]
    assert [(j.topic, j.grade) for j in read_judgments(tmp_path / "j.json")] == [("7", 2)]
    assert [(j.judge, j.document) for j in read_judgments(tmp_path / "j.qrels.gz", "ann")] == [("ann", "d1")]


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("j.csv", "topic,document\nt,d\n", ":1: has no column grade"),
        ("j.csv", "", ":1: has no column"),
        ("j.csv", "topic,document,grade\nt,d\n", ":2: has not as many cells"),
        ("j.csv", "topic,document,grade\nt,d,1,2\n", ":2: has not as many cells"),
        ("j.csv", "topic,document,grade\nt,d,x\n", ":2: "),
        ("j.csv", "topic,document,grade\nt,d,1.5\n", ":2: "),
        ("j.csv", "topic,document,grade\nt,d,\n", ":2: is no judgment"),
        ("j.csv", "topic,document,grade\nt,d d,1\n", ":2: 'd d' is no id"),
        ("j.csv", "topic,document,grade,time\nt,d,1,soon\n", ":2: "),
        ("j.csv", 'topic,document,grade\nt,"d,1\n', "cannot be read"),
        ("j.jsonl", '{"topic": "t", "document": "d", "grade": 1}\n{', ":2: is no JSON"),
        ("j.jsonl", "[1]", ": is no judgment"),
        ("j.jsonl", '{"topic": "t", "document": "d"}', ":1: is no judgment"),
        ("j.jsonl", '{"topic": "t", "document": ["d"], "grade": 1}', ":1: is no judgment"),
        ("j.jsonl", '{"topic": "t", "document": "d", "grade": 1e400}', ":1: "),
        ("j.jsonl", '{"topic": "t", "document": "d", "grade": 77}', ":1: 77 is no grade"),
        ("j.json", "[" * 100_000, "is no JSON"),
        ("j.qrels", "t 0 d\n", ":1: 3 columns"),
        ("j.qrels", "t 0 d 1\nt 0 d 2\n", ":2: document 'd' is judged twice"),
        ("j.qrels", "t 0 d -2\n", "-2 is no grade"),
    ],
)
def test_malformed_files_say_where(tmp_path: Path, name: str, text: str, where: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as fault:
        read_judgments(tmp_path / name, "ann")
    assert where in str(fault.value)
    assert name in str(fault.value)


def test_a_file_that_does_not_say_who_judged_is_refused_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "j.qrels").write_text("t 0 d 1\n", encoding="utf-8")
    with pytest.raises(InputError, match="no judge"):
        read_judgments(tmp_path / "j.qrels")
