"""The scorecard of an evaluation run: what may be told to other offices of how a recipe did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from indexing.errors import InputError
from prompts.scorecards import check_scorecard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def scorecard(run: Path) -> dict[str, Any]:
    """The scorecard of the run in the folder `run` (`metrics.json` of `priorart eval run`).

    Only means with their intervals, counts, hashes, times and versions are taken; topics, notes and faults may name documents and stay at home.
    Raises `InputError` where there is no such run.
    """
    file = run / "metrics.json"
    try:
        metrics = json.loads(file.read_text("utf-8"))
        card = _projection(metrics)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"no evaluation run: {error}", "make one with: priorart eval run", source=str(file), code="bad-run") from error
    check_scorecard(card, str(file))
    return card


def _projection(metrics: Mapping[str, Any]) -> dict[str, Any]:
    facts = metrics["facts"]
    dataset = {name: facts["dataset"][name] for name in ("name", "split", "sha256") if name in facts["dataset"]}
    return {
        "dataset": dataset,
        "recipe": {"id": facts["recipe"]["id"], "version": str(facts["recipe"]["version"]), "sha256": facts["recipe"]["sha256"]},
        "topics": len(metrics["topics"]),
        "measures": {name: {"mean": mean, "interval": list(metrics["intervals"][name])} for name, mean in metrics["mean"].items()},
        "depth": facts["depth"],
        "embedder": facts["index"]["embedder"],
        "llm": facts["llm"],
        "seconds_per_topic": {name: metrics["seconds"][name] for name in ("mean", "median", "p95")},
        "failed_topics": len(metrics["faults"]),
        "machine": facts["machine"],
        "versions": facts["versions"],
    }
