"""How far the gate can be trusted: false alarms among equal systems, and the falls that it sees, on what a baseline holds.

    python -m commands.bench_gate --dataset DIR --baseline FILE [--recipe hybrid] [--draws 1000] [--out DIR]

Written as `bench-gate.json`. It searches nothing; it takes some minutes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import table
from eval.files import replacing
from eval.gating.baseline_file import read_baseline
from eval.gating.falls import Rule
from eval.gating.trial import false_alarms, scores_of, seen_falls
from eval.opening import open_dataset

if TYPE_CHECKING:
    from eval.gating.model import Baseline
    from eval.model import Dataset

SHARES = (0.02, 0.04, 0.06, 0.08, 0.1)
FEW = (5, 10, 20, 30, 50)
"""Topics of smaller sets, drawn of the set."""
_FEWER = 20
"""Falls are tried in a twentieth of the draws: each measures a whole run anew."""


def bench(baseline: Baseline, dataset: Dataset, recipe: str, draws: int) -> dict[str, Any]:
    """False alarms, and the share of falls that are seen."""
    measures, rule = baseline.measures, Rule()
    recipes = {name: kept.topics for name, kept in baseline.recipes.items()}
    scores = [scores_of(topics, dataset, measures) for topics in recipes.values()]
    sizes = [*(few for few in FEW if few < len(dataset.qrels)), len(dataset.qrels)]
    equal = [{"topics": size, **false_alarms(scores, rule, draws, topics=size)} for size in sizes]
    seen = seen_falls(recipes, recipe, dataset, measures, rule, SHARES, max(1, draws // _FEWER))
    return {"dataset": dataset.name, "topics": len(dataset.qrels), "recipes": list(recipes), "draws": draws, "false_alarms": equal, "falls": seen}


def lines(result: dict[str, Any]) -> list[str]:
    """The result for a terminal."""
    told = f"{result['topics']} topics, {len(result['recipes'])} recipes: how often the gate shuts among equal systems, {result['draws']} draws"
    alarms = [["topics", "shut", "worse", "far worse"]]
    alarms += [[str(row["topics"]), *(f"{row[name]:.1%}" for name in ("any", "proven", "floor"))] for row in result["false_alarms"]]
    measures = list(result["falls"][0]["fall"])
    rows = [["documents lost", *(f"fall in {name}" for name in measures), "seen"]]
    rows += [[f"{row['share']:.0%}", *(f"{row['fall'][name]:.3f}" for name in measures), f"{row['seen']:.0%}"] for row in result["falls"]]
    return [told, "", table(alarms), "", table(rows)]


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(prog="python -m commands.bench_gate", description="false alarms of the gate, and the falls that it sees")
    parser.add_argument("--dataset", required=True, type=Path)
    parser.add_argument("--baseline", required=True, type=Path, metavar="FILE")
    parser.add_argument("--recipe", default="hybrid")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--out", type=Path, help="folder for bench-gate.json")
    args = parser.parse_args()
    result = bench(read_baseline(args.baseline), open_dataset(args.dataset), args.recipe, args.draws)
    print("\n".join(lines(result)))
    if args.out:
        with replacing(args.out / "bench-gate.json") as stream:
            json.dump(result, stream, indent=1)


if __name__ == "__main__":
    main()
