"""Baselines as JSON that people review: one line a topic, so that a change of a baseline shows which topics moved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.files import replacing
from eval.gating.model import Accepted, Baseline, Collection, Experiment, Ranks
from indexing.canonical import plain
from indexing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORMAT = 1


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write `baseline` as `path`. Raises `InputError` where that cannot be written."""
    with replacing(path) as stream:
        stream.writelines(f"{line}\n" for line in _lines(baseline))


def _lines(baseline: Baseline) -> Iterator[str]:
    yield "{"
    yield f' "format": {FORMAT},'
    yield f' "experiment": {_json(plain(baseline.experiment))},'
    yield f' "measures": {_json(baseline.measures)},'
    yield ' "recipes": {'
    ids = sorted(baseline.recipes)
    for recipe in ids:
        yield from _recipe(baseline.recipes[recipe], last=recipe == ids[-1])
    yield " }"
    yield "}"


def _recipe(kept: Accepted, *, last: bool) -> Iterator[str]:
    yield f"  {_json(kept.recipe)}: {{"
    for name, value in (("accepted", kept.accepted), ("reason", kept.reason), ("made", kept.made), ("mean", kept.mean)):
        yield f'   "{name}": {_json(value)},'
    yield '   "topics": {'
    rows = [f"    {_json(topic)}: {_json([at.results, *at.ranks])}" for topic, at in kept.topics.items()]
    yield ",\n".join(rows)
    yield "   }"
    yield "  }" if last else "  },"


def _json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_baseline(path: Path) -> Baseline:
    """The baseline in `path`. Raises `InputError` for a file that is none, or of another format, or hurt."""
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise _bad(path, "is no baseline") from fault
    if not isinstance(told, dict) or "experiment" not in told:
        raise _bad(path, "is no baseline")
    if told.get("format") != FORMAT:
        raise _bad(path, f"is a baseline of format {told.get('format')}, not {FORMAT}")
    try:
        stated = dict(told["experiment"])
        searched = stated.pop("collection")
        made = Experiment(**stated, collection=Collection(**searched) if searched is not None else None)
        recipes = {recipe: _accepted(recipe, kept) for recipe, kept in told["recipes"].items()}
        return Baseline(made, tuple(map(str, told["measures"])), recipes)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise _bad(path, f"is a baseline that is hurt ({type(fault).__name__}: {fault})") from fault


def _accepted(recipe: str, kept: Mapping[str, Any]) -> Accepted:
    topics = {str(topic): _ranks(row) for topic, row in kept["topics"].items()}
    mean = {str(name): float(value) for name, value in kept["mean"].items()}
    return Accepted(recipe, topics, mean, dict(kept["made"]), str(kept["accepted"]), str(kept["reason"]))


def _ranks(row: list[Any]) -> Ranks:
    """One topic's line. Raises ValueError for ranks that cannot be."""
    results, *ranks = row
    told = [rank for rank in ranks if rank is not None]
    if not isinstance(results, int) or any(not isinstance(rank, int) or not 1 <= rank <= results for rank in told) or len(set(told)) < len(told):
        msg = f"ranks {ranks} of {results} results"
        raise ValueError(msg)
    return Ranks(results, tuple(ranks))


def _bad(path: Path, message: str) -> InputError:
    return InputError(message, "take it back from version control, or accept one anew", source=str(path), code="bad-baseline")
