"""Comparisons small enough to reckon by hand, made by the real `compare`: five topics, two relevant documents each."""

from __future__ import annotations

import copy
import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from eval.compare import Judged, compare
from eval.curve import recall_curve
from eval.joint import Experiment, joint
from eval.measures import measure
from eval.model import Dataset, Topic
from eval.runs import _within_measures

if TYPE_CHECKING:
    from collections.abc import Callable

MEASURES = ("R@2", "MRR")
HOSTILE = '<script>alert(1)</script>|`*_[x](http://evil.example)_&amp;%$#{}~^\\--"'


def dataset(topics: int = 5, name: str = "five", query: str = "a lamp") -> Dataset:
    """Topics T0 …, each with the relevant documents US7000001 (grade 2) and `odd-N` (grade 1), which is no publication number."""
    ids = [f"T{n}" for n in range(topics)]
    qrels = {t: {"US7000001": 2, f"odd-{n}": 1} for n, t in enumerate(ids)}
    return Dataset(name, "test", tuple(Topic(t, f"{query} {n}") for n, t in enumerate(ids)), qrels)


def run(name: str, found: tuple[str, ...], data: Dataset, seconds: float | None = 0.5) -> Judged:
    """A run that finds on topic N: nothing, US7000001, `odd-N` or both, as the letters of `found` say (-, u, o, b); a noise document comes first."""
    documents = {"-": (), "u": ("US7000001",), "o": ("odd",), "b": ("US7000001", "odd")}
    results = {
        t: tuple((d if d != "odd" else f"odd-{n}", 9.0 - k) for k, d in enumerate(("noise", *documents[found[n % len(found)]])))
        for n, t in enumerate(data.qrels)
    }
    curve = [list(point) for point in recall_curve(results, data.qrels, 3)]
    spent = {"seconds": None if seconds is None else {"total": 5 * seconds, "mean": seconds, "median": seconds, "p95": seconds}, "tokens": None}
    return Judged(name, measure(results, data.qrels, MEASURES).topics, {"recipe": {"id": name}}, curve, results, spent)


def runs(data: Dataset, names: tuple[str, ...] = ("one", "two", "three")) -> list[Judged]:
    """A baseline, one that finds more, one that finds less."""
    lists = (("u", "u", "-", "o", "b"), ("u", "b", "u", "o", "-"), ("-", "u", "-", "-", "b"))
    return [run(name, lists[n % 3], data, 0.1 * (n + 1)) for n, name in enumerate(names)]


def kept(make: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`make` reckons once for the same arguments (the power of a test takes its time); each caller has a copy to spoil."""
    cached = functools.cache(make)
    return functools.wraps(make)(lambda *args, **named: copy.deepcopy(cached(*args, **named)))


@kept
def comparison(names: tuple[str, ...] = ("one", "two", "three"), topics: int = 5, query: str = "a lamp", name: str = "five") -> dict[str, Any]:
    data = dataset(topics, name, query)
    return compare(runs(data, names), main="R@2", rounds=200, dataset=data)


@kept
def bare() -> dict[str, Any]:
    """Two runs of one topic of which nothing is known but their scores."""
    return compare([Judged("one", {"T": {"MRR": 0.5}}), Judged("two", {"T": {"MRR": 1.0}})], rounds=200)


@kept
def over() -> dict[str, Any]:
    """Three sets, of which the first two share their judgments."""
    sets = [dataset(name=name) for name in ("first", "again")] + [dataset(4, "other")]
    each = [runs(data) for data in sets]
    together = joint([Experiment(d.name, d.judgments_sha256, r) for d, r in zip(sets, each, strict=True)], rounds=200)
    together["pairs"] = _within_measures(together["pairs"])
    parts = [{"name": d.name, **compare(r, main="R@2", rounds=200, dataset=d)} for d, r in zip(sets, each, strict=True)]
    return {"datasets": parts, "joint": together}


@kept
def counting() -> dict[str, Any]:
    """Runs measured by what must be read, where less is better."""
    data = dataset()
    rows = [replace(r, topics=measure(r.results or {}, data.qrels, ["FirstRank@10"]).topics) for r in runs(data)]
    return compare(rows, main="FirstRank@10", rounds=200, dataset=data)
