"""`priorart eval run`: a recipe over a data set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.shared import assistant, control, emit, positive, settings

if TYPE_CHECKING:
    from commands.shared import Args, Group


def eval_run(args: Args) -> None:
    from eval.evaluate import evaluate
    from eval.tables import as_table

    args.no_record = True
    chosen = settings(args)
    data = evaluate(assistant(args, chosen.llm), Path(args.dataset), chosen.recipe, args.split, args.depth, Path(args.out), control(args))
    emit(args, data, as_table(data))


def add_to(group: Group) -> None:
    """The commands of this file."""
    run = group.command("run", eval_run, "run a recipe over a data set and measure it", "index", "recipe", "llm")
    run.add_argument("--dataset", required=True, metavar="DIR", help="data set in any layout that is read (BEIR, TREC, CLEF-IP, Parquet, Quepid)")
    run.add_argument("--split", default="test", help="which qrels (default test)")
    run.add_argument("--depth", type=positive, default=1000, metavar="N", help="documents a topic (default 1000)")
    run.add_argument("--out", required=True, metavar="DIR", help="folder for run.trec, metrics.json and report.html")
