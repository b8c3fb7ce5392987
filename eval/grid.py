"""A recipe's parameters tried on one split, and the best of them measured on another."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from eval.files import replacing
from eval.grid_table import as_csv, as_rows, outcome, row
from eval.measures import DEFAULT_MEASURES, check_measures, lower_is_better
from eval.recipe_system import RecipeSystem
from eval.side_by_side import UNDER_WAY, complete, run_each, run_systems
from eval.under_way import UnderWay
from indexing.errors import UsageError
from prompts.recipes import load_recipe
from prompts.variation import combinations, read_setting, vary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.model import Dataset
    from eval.protocols import Searcher
    from indexing.control import Control
    from prompts.model import Recipe
    from prompts.variation import Setting


@dataclass(frozen=True, slots=True)
class GridPlan:
    """What is tried: `settings` as a person writes them (`fused.k=10,60`), all combinations or `sample` of them drawn with `seed`.

    The best is chosen by the measure `main`. The rest is what `RecipeSystem` and `run_dataset` take.
    """

    settings: tuple[str, ...]
    main: str
    sample: int | None = None
    seed: int = 0
    depth: int = 1000
    workers: int = 1
    kind: str = "question"
    dates: str = "none"


@dataclass(frozen=True, slots=True)
class Variation:
    """One combination of values and the recipe that has them; the unchanged recipe has none."""

    recipe: Recipe
    source: str | Path
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The recipe's id."""
        return self.recipe.id


def run_grid(assistant: Searcher, recipe: str | Path, tune: Dataset, test: Dataset, plan: GridPlan, out: Path, control: Control) -> dict[str, Any]:
    """Run `recipe` and its variations on `tune`, choose the best by `plan.main`, and run only that one and the unchanged recipe on `test`.

    Every variation is checked before anything runs. Writes into `out`: `recipes/` (the variations), `tune/` and `held-out/` (the runs, and the
    comparison there), `grid.json`, `grid.csv`, and `chosen.yaml`, the best one as a recipe that says where it comes from; none where no variation
    beats the unchanged recipe. Called again after a stop it goes on where it was. Returns what grid.json holds: {"recipe", "main", "settings",
    "tune", "held_out", "chosen", "rows", "comparison", "failed", "said"}, with "table" for a terminal and an "exit_code".

    Raises `UsageError` where the two splits share topics, for an unknown step, parameter or measure; `InputError` for a value that does not fit.
    """
    check_measures([plan.main])
    if lower_is_better(plan.main):
        raise UsageError(f"'{plan.main}' counts documents", "choose by a measure of which more is better")
    _apart(tune, test)
    base = load_recipe(recipe, getattr(assistant, "recipes_folder", None))
    settings = [read_setting(text, base) for text in plan.settings]
    variations = [Variation(base, recipe, {s.name: s.now(base) for s in settings}), *_variations(base, settings, plan, out)]
    state = UnderWay(out / UNDER_WAY)
    measures = list(dict.fromkeys([*DEFAULT_MEASURES, plan.main]))

    def systems(chosen: Sequence[Variation], dataset: Dataset) -> list[RecipeSystem]:
        return [RecipeSystem(assistant, v.source, dataset, kind=plan.kind, dates=plan.dates, name=v.name) for v in chosen]

    tried = {"depth": plan.depth, "control": control, "measures": measures, "workers": plan.workers}
    runs, failed = run_each(systems(variations, tune), tune, out / "tune", state, **tried)  # type: ignore[arg-type]
    if not runs:
        raise next(iter(failed.values()))
    best = max((v for v in variations if v.name in runs), key=lambda v: runs[v.name]["mean"][plan.main])
    held = [variations[0], *([best] if best is not variations[0] else [])]
    together = run_systems(systems(held, test), test, out / "held-out", main=plan.main, **tried)  # type: ignore[arg-type]
    rows = [row(v.name, v.values, runs.get(v.name), failed.get(v.name), plan.main, v is best) for v in variations]
    said = outcome(base.name, best.name, rows, together.runs, together.comparison, plan.main, tune, test)
    result: dict[str, Any] = {
        "recipe": {"id": base.id, "version": base.version, "sha256": base.sha256},
        "main": plan.main,
        "settings": list(plan.settings),
        "tune": {"name": tune.name, "split": tune.split, "topics": len(tune.topics)},
        "held_out": {"name": test.name, "split": test.split, "topics": len(test.topics), "mean": {n: r["mean"] for n, r in together.runs.items()}},
        "chosen": best.name,
        "rows": rows,
        "comparison": together.comparison,
        "failed": {name: str(fault) for name, fault in {**failed, **together.failed}.items()},
        "said": said,
    }
    _write(result, base, best, settings, out)
    if complete(runs, failed) and complete(together.runs, together.failed):
        state.close()
    codes = [fault.exit_code for fault in (*failed.values(), *together.failed.values())]
    return {**result, "table": as_rows(rows, plan.main), "exit_code": codes[0] if codes else 0}


def _apart(tune: Dataset, test: Dataset) -> None:
    """Refuse to choose and to measure on the same topics: what is chosen there is always found good there."""
    shared = {topic.id for topic in tune.topics} & {topic.id for topic in test.topics}
    texts = {" ".join(topic.text.split()).casefold(): topic.id for topic in tune.topics}
    shared |= {topic.id for topic in test.topics if " ".join(topic.text.split()).casefold() in texts}
    if shared:
        some = ", ".join(sorted(shared)[:3])
        raise UsageError(
            f"{len(shared)} topics are in both splits, '{tune.split}' to choose by and '{test.split}' to measure on: {some}",
            "name two splits of different topics, with --tune-split and --split",
        )


def _variations(base: Recipe, settings: Sequence[Setting], plan: GridPlan, out: Path) -> list[Variation]:
    """The combinations that differ from the unchanged recipe, or those drawn of them, each checked and written to its file."""
    unchanged = {s.name: s.now(base) for s in settings}
    every = [(n, values) for n, values in enumerate(combinations(settings), 1) if values != unchanged]
    if plan.sample is not None and plan.sample < len(every):
        every = sorted(random.Random(plan.seed).sample(every, plan.sample), key=lambda one: one[0])  # noqa: S311 - no secret
    if not every:
        raise UsageError("nothing is tried: the recipe has these values already", "give other values with --set")
    made = []
    for n, values in every:
        named = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
        note = f"A variation of {base.name} (SHA-256 {base.sha256}): {named}."
        made.append(Variation(vary(base, settings, values, f"{base.id[:50].rstrip('-')}-{n}", note), "", values))
    return [replace(one, source=_kept(one.recipe, out / "recipes" / f"{one.name}.yaml")) for one in made]


def _kept(recipe: Recipe, path: Path) -> Path:
    with replacing(path) as stream:
        stream.write(recipe.text)
    return path


def _write(result: Mapping[str, Any], base: Recipe, best: Variation, settings: Sequence[Setting], out: Path) -> None:
    with replacing(out / "grid.json") as stream:
        json.dump(result, stream, ensure_ascii=False, indent=1)
    with replacing(out / "grid.csv") as stream:
        stream.write(as_csv(result["rows"]))
    (out / "chosen.yaml").unlink(missing_ok=True)
    if best.recipe is not base:
        note = f"A variation of {base.name} (SHA-256 {base.sha256}).\n" + "\n".join(result["said"])
        _kept(vary(base, settings, best.values, best.name, note), out / "chosen.yaml")
