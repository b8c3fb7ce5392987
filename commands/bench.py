"""`make bench`: recall on the bundled patents, and what the house adds to the cost of its parts. Every ratio is taken within one run.

    python -m commands.bench --index DIR --out DIR DATASET…

Times are processor seconds of this process (all its threads), so that a busy machine changes them little. Written as `bench.json` with the
machine's facts; it judges nothing: `priorart eval gate` holds its runs against the baselines.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.case import make_case
from assistant.opening import open_assistant, open_registry
from eval.datasets import DATASETS
from eval.evaluate import evaluate
from eval.facts import machine, versions
from eval.files import replacing
from indexing.build import build
from indexing.chunking import embedding_text, passages
from indexing.embedding import open_embedder
from indexing.model import Filter
from indexing.reading.pool import readings
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from assistant.assistant import Assistant
    from indexing.model import Patent

RECIPES = ("words", "meaning", "hybrid")
"""Those whose cost is told."""
GUARDED = (*RECIPES, "question")
"""Those whose recall is told and held against `eval/baselines/`: no language model, and each step that they use is quick."""
MEASURES = ("R@10", "R@100", "nDCG@10", "MRR", "MAP", "PRES@100")
DOCUMENTS = 60
QUERIES = 40
DEPTH = 100


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of `work`."""
    start = time.process_time()
    work()
    return time.process_time() - start


def patents(dataset: Path, limit: int) -> Iterator[Patent]:
    """The first documents of a data set."""
    return itertools.islice((r.patent for r in readings([dataset]) if r.patent), limit)


def recall(assistant: Assistant, datasets: Iterable[Path], out: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Mean measures by data set and recipe; the runs stay in `out/DATASET/RECIPE` for `priorart eval gate`."""
    return {d.name: {r: evaluate(assistant, d, r, out=out / d.name / r)["mean"] for r in GUARDED} for d in datasets}


def indexing_ratio(dataset: Path, embedder_name: str, models: Path) -> dict[str, float]:
    """Passages a processor second of the whole pipeline (read, chunk, encode, write, publish) beside the bare encoder's on the same texts."""
    embedder = open_embedder(embedder_name, open_registry(models))
    texts = [embedding_text(p, s) for p in patents(dataset, DOCUMENTS) for s in passages(p)]
    embedder.encode_passages(texts[:8])
    with tempfile.TemporaryDirectory() as folder:
        bare = seconds(lambda: embedder.encode_passages(texts))
        whole = seconds(lambda: build([dataset], Path(folder) / "index", embedder, limit=DOCUMENTS))
    return {"passages": len(texts), "bare_per_second": len(texts) / bare, "pipeline_per_second": len(texts) / whole, "ratio": bare / whole}


def search_cost(assistant: Assistant, texts: list[str]) -> dict[str, dict[str, float]]:
    """Processor milliseconds a query: the recipe as people run it, and the bare calls to the engines that it makes."""
    costs = {}
    for recipe in RECIPES:
        plans = [assistant.plan(make_case(text), recipe) for text in texts]
        queries = [q for plan in plans for q in plan.queries]
        for work in (queries[:2], queries):
            bare = seconds(lambda work=work: [assistant.index.search(q, Filter(), DEPTH) for q in work])  # type: ignore[misc]
        whole = seconds(lambda plans=plans: [assistant.search(plan, k=10) for plan in plans])  # type: ignore[misc]
        costs[recipe] = {"bare_ms": 1000 * bare / len(texts), "recipe_ms": 1000 * whole / len(texts), "ratio": whole / bare}
    return costs


def lines(result: dict[str, Any]) -> Iterator[str]:
    """The result for a terminal."""
    for dataset, recipes in result["recall"].items():
        yield f"\n{dataset:<12}" + "".join(f"{m:>10}" for m in MEASURES)
        for recipe, mean in recipes.items():
            yield f"  {recipe:<10}" + "".join(f"{mean[m]:>10.3f}" for m in MEASURES)
    i = result["indexing"]
    yield f"\nindexing     {i['pipeline_per_second']:.1f} passages a processor second, the bare encoder {i['bare_per_second']:.1f}: {i['ratio']:.2f}"
    for recipe, cost in result["search"].items():
        yield f"{recipe:<12} {cost['recipe_ms']:.1f} ms a query with passages, the bare engines {cost['bare_ms']:.1f} ms: {cost['ratio']:.2f} times"


def main() -> None:
    """Run the benchmark of the command line."""
    parser = argparse.ArgumentParser(prog="python -m commands.bench", description="recall and speed on the bundled patents")
    parser.add_argument("datasets", nargs="+", type=Path, metavar="DATASET")
    parser.add_argument("--index", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    chosen = Settings()
    assistant = open_assistant(index=args.index, models=chosen.models, llm="none")
    topics = DATASETS.load("beir")(args.datasets[0], "test").topics
    result = {
        "machine": machine(),
        "versions": versions(),
        "recall": recall(assistant, args.datasets, args.out),
        "indexing": indexing_ratio(args.datasets[-1], chosen.embedder, chosen.models),
        "search": search_cost(assistant, [t.text for t in topics[:QUERIES]]),
    }
    with replacing(args.out / "bench.json") as stream:
        json.dump(result, stream, indent=1)
    print("\n".join(lines(result)))


if __name__ == "__main__":
    main()
