"""`priorart eval run` and `grid`: recipes over a data set."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.shared import assistant, control, emit, positive, registry, settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from assistant.assistant import Assistant
    from commands.shared import Args, Group
    from eval.model import Dataset
    from eval.protocols import System


def eval_run(args: Args) -> int:
    from eval.compare import MAIN
    from eval.evaluate import evaluate_system
    from eval.measures import DEFAULT_MEASURES
    from eval.opening import open_dataset
    from eval.sampled import sampled
    from eval.side_by_side import run_systems
    from eval.tables import as_table

    recipes, args.recipe = args.recipe, None
    folder, out = Path(args.dataset), Path(args.out)
    whole = open_dataset(folder, args.split)
    dataset = sampled(whole, args.topics, args.seed)
    systems = _systems(args, dataset, recipes or [settings(args).recipe])
    if len(systems) == 1:
        measures = tuple(dict.fromkeys([*DEFAULT_MEASURES, args.main or MAIN]))
        data = evaluate_system(systems[0], dataset, out, depth=args.depth, control=control(args), measures=measures, workers=args.workers)
        emit(args, data, as_table(data))
        return 0
    together = run_systems(
        systems,
        dataset,
        out,
        depth=args.depth,
        control=control(args),
        measures=DEFAULT_MEASURES,
        main=args.main or MAIN,
        workers=args.workers,
        folder=folder if dataset is whole else None,
    )
    failed = {name: str(fault) for name, fault in together.failed.items()}
    shown = together.comparison or next(iter(together.runs.values()))
    emit(args, {"runs": together.runs, "failed": failed, "comparison": together.comparison}, as_table(shown))
    return _told(failed, together.exit_code)


def _systems(args: Args, dataset: Dataset, recipes: Sequence[str]) -> list[System]:
    """Every system that is run: the recipes, and whatever is measured beside them."""
    from eval.recipe_system import RecipeSystem

    opened = _assistant(args)
    made = [RecipeSystem(opened, recipe, dataset, kind=args.kind, dates=args.dates) for recipe in recipes]
    ids = [system.name for system in made]
    named: list[System] = [
        system if ids.count(system.name) == 1 else RecipeSystem(opened, r, dataset, kind=args.kind, dates=args.dates, name=system.recipe.name)
        for r, system in zip(recipes, made, strict=True)
    ]
    return [*named, *_beside(args, opened, dataset, [system.name for system in named])]


def _beside(args: Args, opened: Assistant, dataset: Dataset, taken: Sequence[str]) -> list[System]:
    """The systems that are measured beside the recipes, over the same index."""
    if not args.beside:
        return []
    from eval.beside import open_systems
    from eval.collection import Collection
    from eval.identity import Identity
    from eval.topic_case import TopicCases
    from indexing.embedding import open_embedder

    index: Any = opened.index
    collection = Collection(
        index,
        dataset,
        Identity(index, dataset),
        TopicCases(index, args.kind, args.dates),
        lambda: open_embedder(index.info()["embedder"], registry(args), threads=settings(args).threads),
    )
    return open_systems(args.beside, collection, taken)


def _assistant(args: Args) -> Assistant:
    """The assistant, with whole records in the folder of the run where they are asked for."""
    from assistant.records.record import Recorder

    args.no_record = True
    opened = assistant(args, settings(args).llm)
    if args.records:
        opened.recorder = Recorder(Path(args.out) / "records")
    return opened


def eval_grid(args: Args) -> int:
    from eval.compare import MAIN
    from eval.grid import GridPlan, run_grid
    from eval.opening import open_dataset
    from eval.sampled import sampled
    from eval.tables import columns

    folder = Path(args.dataset)
    tune, test = (sampled(open_dataset(folder, split), args.topics, args.seed) for split in (args.tune_split, args.split))
    plan = GridPlan(
        tuple(args.set),
        args.main or MAIN,
        sample=args.sample,
        seed=args.seed,
        depth=args.depth,
        workers=args.workers,
        kind=args.kind,
        dates=args.dates,
    )
    done = run_grid(_assistant(args), settings(args).recipe, tune, test, plan, Path(args.out), control(args))
    shown, code = done.pop("table"), done.pop("exit_code")
    emit(args, done, [columns(shown), "", *done["said"]])
    return _told(done["failed"], code)


def _told(failed: Mapping[str, str], code: int) -> int:
    """Say on stderr what failed; the exit code."""
    for name, fault in failed.items():
        print(f"priorart: {name} failed: {fault}", file=sys.stderr)
    return code if failed else 0


def add_to(group: Group) -> None:
    """The commands of this file."""
    run = group.command("run", eval_run, "run recipes over a data set and measure them", "index", "llm")
    run.add_argument("--recipe", action="append", metavar="ID|FILE", help="a recipe (default: setting `recipe`; repeatable: each gets a folder)")
    run.add_argument(
        "--beside",
        action="append",
        default=[],
        metavar="NAME|RUN",
        help="measure beside the recipes: bm25s, langchain-faiss, or a run from anywhere, as TREC or a table of topic, number, rank (repeatable)",
    )
    run.add_argument("--split", default="test", help="which qrels (default test)")
    run.add_argument("--out", required=True, metavar="DIR", help="folder for run.trec, metrics.json, report.html and the records")
    _common(run)
    grid = group.command("grid", eval_grid, "try a recipe's parameters on one split, and the best on another", "index", "recipe", "llm")
    grid.add_argument(
        "--set",
        action="append",
        required=True,
        metavar="STEP.PARAMETER=A,B,…",
        help="values to try, as in a recipe: fused.k=10,60 or fused.weights=[1,1],[2,1] (repeatable: all combinations)",
    )
    grid.add_argument("--tune-split", default="train", help="the qrels to choose by (default train)")
    grid.add_argument("--split", default="test", help="the qrels that the choice is measured on, of other topics (default test)")
    grid.add_argument("--sample", type=positive, metavar="N", help="only N of the combinations, drawn with --seed")
    grid.add_argument("--out", required=True, metavar="DIR", help="folder for grid.json, grid.csv, chosen.yaml and the runs")
    _common(grid)


def _common(command: argparse.ArgumentParser) -> None:
    """What both commands take."""
    add: Any = command.add_argument
    add("--dataset", required=True, metavar="DIR", help="data set in any layout that is read (BEIR, TREC, CLEF-IP, Parquet, Quepid)")
    add("--depth", type=positive, default=1000, metavar="N", help="documents a topic (default 1000)")
    add("--main", metavar="MEASURE", help="the measure that a comparison turns on, and that a grid is chosen by (default R@100)")
    add("--workers", type=positive, default=1, metavar="N", help="topics at once (default 1); the results are the same")
    add(
        "--kind",
        choices=("question", "claims", "application"),
        default="question",
        help="what a topic is (application: its own document in the index)",
    )
    add(
        "--dates",
        choices=("none", "case", "before"),
        default="none",
        help="use of a topic's date: none (default); case: the case's effective date; before: that, and only earlier documents are searched",
    )
    add("--topics", type=positive, metavar="N", help="only N topics, drawn with --seed")
    add("--seed", type=int, default=0, metavar="N", help="seed of what is drawn (default 0)")
    add("--records", action="store_true", help="keep the whole, sealed record of every search in DIR/records (about 0.5 MB each)")
