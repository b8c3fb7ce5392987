"""What evaluating a large run costs: processor seconds of reading it, measuring it, its intervals, and comparing it with another.

    python -m commands.bench_eval [--topics 10000] [--depth 1000] [--out DIR]

Two runs are made (seeded), each topic with ten judged documents of grades 0 to 3, written as TREC files and read back, since that is how a run comes
in from elsewhere. Processor time of this process, all its threads. Written as `bench-eval.json` with the machine's facts; it judges nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from commands.shared import table
from eval.compare import compare
from eval.facts import machine, versions
from eval.files import replacing
from eval.measures import DEFAULT_MEASURES, measure
from eval.pairs import Judged
from eval.significance import bootstrap_intervals
from eval.trec import read_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from eval.model import Qrels

SEED = 5
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
    parser = argparse.ArgumentParser(prog="python -m commands.bench_eval", description="what evaluating a large run costs")
    parser.add_argument("--topics", type=int, default=10_000)
    parser.add_argument("--depth", type=int, default=1000)
    parser.add_argument("--out", type=Path, help="folder for bench-eval.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = bench(args.topics, args.depth, Path(folder))
    print(f"{args.topics:,} topics × {args.depth:,} results, processor seconds")
    print(table(lines(result)))
    if args.out:
        with replacing(args.out / "bench-eval.json") as stream:
            json.dump(result, stream, indent=1)


if __name__ == "__main__":
    main()
