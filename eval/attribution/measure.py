"""Judges over labelled pairs: what each kept and stopped, by data set and by kind, and where it was wrong."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Any

from eval.attribution.figures import SEED, by_source, figures, outcome, share_right
from indexing.control import Control, Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.attribution.loading import Sets
    from eval.attribution.model import Item, Judge, Loaded, Verdict

WRONG = 200
"""So many items judged wrongly are listed for each judge and data set; all are counted."""


def measure(sets: Sets, judges: Sequence[Judge], *, sample: int | None = None, seed: int = SEED, control: Control | None = None) -> dict[str, Any]:
    """Figures of every judge on every data set.

    A statement that a judge fails to judge counts as withheld, as it would be; `failed` says how many. `sample` draws so many items of each data set,
    as many of each label as there are, by a hash of seed and id. The same input gives the same figures.
    """
    control = control or Control()
    drawn = [(one.name, drawn_items(one.items, sample, seed)) for one in sets.loaded]
    rows = [_judged(judge, drawn, control) for judge in judges]
    notes = list(sets.notes)
    if sample:
        notes.append(f"samples of at most {sample} items of each data set, seed {seed}")
    notes += [f"{row['judge']} failed on {d['failed']} items of {d['name']}" for row in rows for d in row["datasets"] if d["failed"]]
    return {"judges": rows, "seed": seed, "notes": notes}


def drawn_items(items: Sequence[Item], sample: int | None, seed: int) -> list[Item]:
    """`items`, or `sample` of them in equal shares of both labels (as far as there are), chosen by hash and in their own order."""
    if not sample or sample >= len(items):
        return list(items)
    order = sorted(range(len(items)), key=lambda n: hashlib.sha256(f"{seed}:{items[n].id}".encode()).digest())
    wanted: set[int] = set()
    for label, share in ((False, sample // 2), (True, sample - sample // 2)):
        wanted |= set([n for n in order if items[n].supported is label][:share])
    wanted |= set([n for n in order if n not in wanted][: sample - len(wanted)])
    return [items[n] for n in sorted(wanted)]


def halves(sets: Sets) -> Sets:
    """Every data set as two, by a hash of the source: what is looked at while a judge is made, and what is held out for the figure that is told."""
    split: list[Loaded] = []
    for one in sets.loaded:
        for half, name in enumerate(("looked at", "held out")):
            items = tuple(i for i in one.items if hashlib.sha256(i.source.encode()).digest()[0] % 2 == half)
            if items:
                split.append(type(one)(f"{one.name} ({name})", items, {}))
    return type(sets)(tuple(split), sets.notes)


def _judged(judge: Judge, drawn: list[tuple[str, list[Item]]], control: Control) -> dict[str, Any]:
    """One judge's figures on all data sets, and their mean over those that hold both labels."""
    total, done = sum(len(items) for _, items in drawn), 0
    datasets = []
    for name, items in drawn:
        verdicts: list[Verdict] = []
        for item in items:
            control.check()
            control.report(Progress(f"judge {judge.name}", done, total, "items"))
            verdicts.append(judge.judge(item))
            done += 1
        datasets.append(_figures(name, items, verdicts))
    control.report(Progress(f"judge {judge.name}", done, total, "items"))
    known = [d["balanced_accuracy"]["value"] for d in datasets if d["balanced_accuracy"]["value"] is not None]
    mean = math.fsum(known) / len(known) if known else None
    return {"judge": judge.name, "identity": judge.identity, "mean_balanced_accuracy": mean, "datasets": datasets}


def _figures(name: str, items: list[Item], verdicts: list[Verdict]) -> dict[str, Any]:
    """A judge's figures on one data set."""
    columns = [outcome(supported=i.supported, said=bool(v.supported)) for i, v in zip(items, verdicts, strict=True)]
    kinds = []
    for supported, kind in sorted({(not i.supported, i.kind) for i in items}):
        mine = [(i.source, c) for i, c in zip(items, columns, strict=True) if (not i.supported, i.kind) == (supported, kind)]
        kinds.append({"kind": kind, "supported": not supported} | share_right(by_source(mine)))
    wrong = [
        {
            "id": i.id,
            "kind": i.kind,
            "supported": i.supported,
            "statement": i.statement,
            "source": i.source,
            "reason": v.reason,
            "place": f"{i.reference.document}#{i.reference.unit}" if i.reference else None,
        }
        for i, v in zip(items, verdicts, strict=True)
        if bool(v.supported) != i.supported
    ]
    failed = sum(v.supported is None for v in verdicts)
    counted = figures(by_source((i.source, c) for i, c in zip(items, columns, strict=True)))
    sources = len({i.source for i in items})
    return {"name": name, "sources": sources, "failed": failed, **counted, "kinds": kinds, "wrong": wrong[:WRONG], "wrong_count": len(wrong)}
