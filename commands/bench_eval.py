"""What evaluating a large run costs: processor seconds of reading it, measuring it, its intervals, and comparing it with another.

    python -m commands.bench_eval [--topics 10000] [--depth 1000] [--out DIR]
    python -m commands.bench_eval --dataset DIR --index DIR [--recipe words --recipe hybrid] [--rounds 3] [--depth 1000] [--out DIR]

Two runs are made (seeded), each topic with ten judged documents of grades 0 to 3, written as TREC files and read back, since that is how a run comes
in from elsewhere. With an index it is measured instead what a whole `eval run` costs beside the bare searches of the same topics (`plan` and
`search`), taken in turns in this process: the ratio of the least of each. Processor time of this process, all its threads. Written as
`bench-eval.json` (`bench-eval-searches.json`) with the machine's facts; it judges nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.opening import open_assistant
from commands.shared import table
from eval.compare import compare
from eval.evaluate import evaluate
from eval.facts import machine, versions
from eval.files import replacing
from eval.measures import DEFAULT_MEASURES, measure
from eval.opening import open_dataset
from eval.pairs import Judged
from eval.significance import bootstrap_intervals
from eval.trec import read_run
from indexing.model import Case
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eval.model import Qrels

SEED = 5
RECIPES = ("words", "hybrid")
_JUDGED = 10
_DOCUMENTS = 10_000_000
_T = TypeVar("_T")


def collection(topics: int, depth: int, folder: Path) -> tuple[dict[str, dict[str, int]], list[Path]]:
    """Judgments, and two run files of `topics` × `depth` in `folder` that find about two thirds of what is judged."""
    drawn = random.Random(SEED)  # noqa: S311 - made-up runs, no secret
    qrels: dict[str, dict[str, int]] = {}
    files = [folder / "one.trec", folder / "two.trec"]
    streams = [file.open("w", encoding="utf-8") for file in files]
    for n in range(topics):
        documents = [f"US{number}B2" for number in drawn.sample(range(_DOCUMENTS), depth + _JUDGED)]
        qrels[f"T{n}"] = {document: drawn.randint(0, 3) for document in drawn.sample(documents, _JUDGED)}
        for stream in streams:
            drawn.shuffle(documents)
            found = documents[: max(1, depth * 2 // 3)] + [f"EP{n}A{place}" for place in range(depth - depth * 2 // 3)]
            stream.writelines(f"T{n} Q0 {document} {rank} {30 - rank / 100:.6f} made\n" for rank, document in enumerate(found, 1))
    for stream in streams:
        stream.close()
    return qrels, files


def bench(topics: int, depth: int, folder: Path) -> dict[str, Any]:
    """Processor seconds of each part of the evaluation."""
    qrels, files = collection(topics, depth, folder)
    seconds: dict[str, float] = {}
    judged = [_evaluated(file, qrels, seconds) for file in files]
    evaluated = sum(seconds.values())
    _timed("compare two", seconds, lambda: compare(judged))
    return {"topics": topics, "depth": depth, "cpu_seconds": seconds, "evaluate_one": evaluated, "machine": machine(), "versions": versions()}


def _evaluated(file: Path, qrels: Qrels, seconds: dict[str, float]) -> Judged:
    """The run in `file` measured; `seconds` are those of the last run."""
    run = _timed("read", seconds, lambda: read_run(file))
    scores = _timed("measure", seconds, lambda: measure(run, qrels))
    _timed("intervals", seconds, lambda: bootstrap_intervals([[row[m] for m in DEFAULT_MEASURES] for row in scores.topics.values()]))
    return Judged(file.stem, scores.topics, results=run)


def beside_searches(dataset: Path, index: Path, recipes: Sequence[str], depth: int, rounds: int) -> dict[str, Any]:
    """Processor seconds of a whole run and of its bare searches, in turns, for each recipe; "ratio" is that of the least of each."""
    chosen = Settings()
    assistant = open_assistant(index=index, models=chosen.models, llm="none", recipes=chosen.recipes)
    topics = open_dataset(dataset, "test").topics

    def bare(recipe: str) -> None:
        for topic in topics:
            plan = assistant.plan(Case(kind="question", text=topic.text, own=(topic.id, *topic.own)), recipe)
            assistant.search(plan, k=depth, passages=0, law=())

    def whole(recipe: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            evaluate(assistant, dataset, recipe, depth=depth, out=Path(folder) / "run")

    measured: dict[str, Any] = {}
    for recipe in recipes:
        bare(recipe)  # what is opened by the first query is nobody's cost
        seconds: dict[str, list[float]] = {"bare": [], "run": []}
        for _ in range(rounds):
            for name, work in (("bare", bare), ("run", whole)):
                start = time.process_time()
                work(recipe)
                seconds[name].append(round(time.process_time() - start, 3))
        measured[recipe] = {**seconds, "ratio": round(min(seconds["run"]) / min(seconds["bare"]), 4)}
    return {"topics": len(topics), "depth": depth, "recipes": measured, "machine": machine(), "versions": versions()}


def _timed(name: str, seconds: dict[str, float], work: Callable[[], _T]) -> _T:
    start = time.process_time()
    done = work()
    seconds[name] = round(time.process_time() - start, 3)
    return done


def lines(result: dict[str, Any]) -> list[list[str]]:
    """The result as a table."""
    rows = [[name, f"{value:.1f}"] for name, value in result["cpu_seconds"].items()]
    return [*rows, ["evaluate one run (read, measure, intervals)", f"{result['evaluate_one']:.1f}"]]


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(prog="python -m commands.bench_eval", description="what evaluating costs")
    parser.add_argument("--topics", type=int, default=10_000)
    parser.add_argument("--depth", type=int, default=1000)
    parser.add_argument("--dataset", type=Path, help="with --index: what a run costs beside the searches themselves")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--recipe", action="append", metavar="ID")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="folder for bench-eval.json or bench-eval-searches.json")
    args = parser.parse_args()
    if args.index and args.dataset:
        name, result = "bench-eval-searches.json", beside_searches(args.dataset, args.index, args.recipe or RECIPES, args.depth, args.rounds)
        print(f"{result['topics']} topics × {args.depth:,} results, processor seconds, the least of {args.rounds}")
        print(table([[r, f"run {min(m['run']):.2f}", f"searches {min(m['bare']):.2f}", f"{m['ratio']:.3f}"] for r, m in result["recipes"].items()]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            name, result = "bench-eval.json", bench(args.topics, args.depth, Path(folder))
        print(f"{args.topics:,} topics × {args.depth:,} results, processor seconds")
        print(table(lines(result)))
    if args.out:
        with replacing(args.out / name) as stream:
            json.dump(result, stream, indent=1)


if __name__ == "__main__":
    main()
